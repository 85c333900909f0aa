"""A late holiday takes a planned reception out of the count; what was held stays held (T16)."""

from datetime import date

from scheduler.core.compliance.values import WhyNot
from scheduler.core.facts import State
from tests.core.compliance.given import Bench, meeting, office

DEC = date(2026, 12, 1)
CHAIRMAN = office()


def test_t16_a_reception_planned_for_a_day_off_does_not_count_until_it_is_held(law, calendar):
    bench = Bench(law, calendar)
    sunday, wednesday = date(2026, 12, 13), date(2026, 12, 16)
    planned = [meeting(CHAIRMAN, day, state=State.PUBLISHED) for day in (sunday, wednesday)]

    found = bench.verdict(CHAIRMAN, "R-G-COMM-02", DEC, *planned, today=date(2026, 12, 1))

    assert (found.planned, found.missing) == (1, 1)
    assert [(n.day, n.why) for n in found.not_counted] == [(sunday, WhyNot.DAY_OFF)]
    held = meeting(CHAIRMAN, sunday, state=State.HELD)
    assert bench.verdict(CHAIRMAN, "R-G-COMM-02", DEC, held, today=date(2026, 12, 20)).held == 1
