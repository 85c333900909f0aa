"""One limit for every span that is asked about, and one name for breaking it."""

from datetime import date, timedelta

import pytest

from scheduler import meetings, plans, standings
from scheduler.core.errors import InvalidInput
from scheduler.core.roles import OPERATOR
from scheduler.db.work import Works
from tests.factories import a_commune

ASKS = (meetings.list_of_unit, standings.of_unit, lambda uow, unit_id, *span: plans.propose(uow, [unit_id], *span))
_FIRST, LONGEST_SPAN = date(2026, 12, 1), 400


@pytest.mark.parametrize("ask", ASKS, ids=["meetings", "verdicts", "proposal"])
@pytest.mark.parametrize(
    ("days", "codes"), [(LONGEST_SPAN, []), (LONGEST_SPAN + 1, ["span-too-long"]), (0, ["ends-before-start"])]
)
def test_a_span_of_the_longest_length_passes_and_a_day_more_or_none_at_all_does_not(
    works: Works, ask, days: int, codes: list[str]
) -> None:
    unit, _, _, _ = a_commune(works)
    found: list[str] = []
    try:
        with works.reading(OPERATOR) as uow:
            ask(uow, unit.id, _FIRST, _FIRST + timedelta(days=days - 1))
    except InvalidInput as refused:
        found = [fault.code for fault in refused.faults]
    assert found == codes
