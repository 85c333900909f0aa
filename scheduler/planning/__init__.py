"""From rows to a planning problem and back: gather what stands, offer dates, let the planner choose, tell why."""
