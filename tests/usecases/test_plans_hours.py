"""The hours of what is proposed: a pattern's own, or others with a word on why."""

from datetime import date, time

from scheduler import plans
from scheduler.core.roles import OPERATOR
from scheduler.db.work import Works
from scheduler.wording.language import Language, speaking
from scheduler.wording.origins import origin_sentence
from tests.factories import make_meeting
from tests.usecases.test_plans import FIRST, LAST, commune, pattern

__all__ = ["commune"]


def test_a_pattern_s_date_at_other_hours_says_which_hours_gave_way(works: Works, commune) -> None:
    unit, party, chair, place = commune
    with works.writing(OPERATOR) as uow:
        uow.session.add(pattern(unit, chair, place=place, days=(8, 22)))
        make_meeting(uow, unit, party, on=date(2026, 12, 8), place=place)
    with works.reading(OPERATOR) as uow:
        found = {p.day: p for p in plans.propose(uow, [unit.id], FIRST, LAST).proposed if p.office_ids == (chair.id,)}
    moved, kept = found[date(2026, 12, 8)], found[date(2026, 12, 22)]
    assert (
        [(h.starts, h.ends) for h in moved.hours]
        != [(time(8), time(11, 30))]
        == [(h.starts, h.ends) for h in kept.hours]
    )
    assert "Giờ của mẫu (08:00–11:30) vướng lịch khác" in moved.origin["why"]
    assert "Giờ của mẫu" not in kept.origin["why"]
    with speaking(Language.ENGLISH):
        assert "(08:00–11:30) clash" in origin_sentence(moved.origin)
