"""Facts and rules in, verdicts, objections and cures out. Pure: the same input gives the same answer for ever.

values       the codes and values of a verdict
obligations  rules -> what an office owes in each period
counting     which days count, and why the others do not
feasibility  on which days a minimum could still be met
verdicts     one verdict
board        many verdicts in one pass
objections   what a change makes worse
cures        the nearest lawful dates
"""
