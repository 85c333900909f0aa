"""Why an excuse is not taken: each case in its own words, none of which contradicts the verdict."""

from datetime import UTC, date, datetime

import pytest

from scheduler import holding, standings
from scheduler.core.clock import StoppedClock
from scheduler.core.compliance.values import Status
from scheduler.core.errors import InvalidInput
from scheduler.core.roles import OPERATOR
from scheduler.db.work import Works
from scheduler.wording.refusals import fault_sentence
from tests.usecases.acting import FIRST, GROUND, chief, commune, december, go_to

__all__ = ["commune"]
MONTHLY, FEBRUARY = "R-G-COMM-02", date(2027, 2, 1)


def test_a_shortfall_that_can_still_be_made_good_is_not_said_to_be_none(works: Works, commune) -> None:
    unit, chair, _, _ = commune
    verdict = december(works, chair, FEBRUARY)
    assert verdict.status is Status.AT_RISK

    with pytest.raises(InvalidInput) as refused, works.writing(chief(unit)) as uow:
        standings.excuse(uow, chair.id, MONTHLY, FEBRUARY, GROUND)

    (fault,) = refused.value.faults
    assert (fault.where, fault.code) == ("rule_id", "still-to-be-made-good")
    assert fault_sentence(fault).startswith("Kỳ này còn thiếu 2 nhưng vẫn đủ ngày để bù")
    assert f"{verdict.last_feasible:%d/%m/%Y}" in fault_sentence(fault)


def test_what_is_excused_already_is_said_so(works: Works, commune, clock: StoppedClock) -> None:
    unit, chair, _, _ = commune
    go_to(clock, datetime(2027, 1, 4, 1, tzinfo=UTC))
    with works.writing(OPERATOR) as uow:
        for meeting_id in holding.list_missed(uow):
            holding.mark_missed(uow, meeting_id)
    with works.writing(chief(unit)) as uow:
        standings.excuse(uow, chair.id, MONTHLY, FIRST, GROUND)

    with pytest.raises(InvalidInput) as refused, works.writing(chief(unit)) as uow:
        standings.excuse(uow, chair.id, MONTHLY, FIRST, GROUND)

    assert [(f.where, f.code) for f in refused.value.faults] == [("day", "already-excused")]
