"""Pure floor: law, working days, patterns, planning and verdicts. Standard library only."""
