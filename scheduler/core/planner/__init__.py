"""The optimal planner: ask with ``problem``, plan with ``solve.plan``, explain with ``explain`` and ``ways_out``."""
