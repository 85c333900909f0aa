"""Where an office stands, and the traps about periods and levels."""

from datetime import date

from scheduler.core.compliance.board import Facts, board
from scheduler.core.facts import OfficeKind
from tests.core.compliance.given import meeting, office, tenure

DEC = date(2026, 12, 1)
CHAIRMAN = office()


def test_offices_held_one_after_the_other_are_not_one_persons_two_offices(law, calendar):
    first = office(tenures=(tenure(date(2025, 7, 1), date(2026, 10, 31)),))
    then = office(OfficeKind.BI_THU, tenures=(tenure(date(2026, 11, 1)),))
    facts = Facts((first, then), (meeting(then, date(2026, 11, 5)),))
    found = board(law, facts, calendar, date(2026, 11, 1), date(2026, 11, 30), today=DEC)
    assert all(entry.why.value != "capacity_not_declared" for v in found for entry in v.not_counted)
