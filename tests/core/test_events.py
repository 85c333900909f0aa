"""Which events may change how somebody stands with the law: what is new is put on one side or the other."""

from scheduler.core.events import CHANGING_NO_STANDING, KINDS, REACHING_BELOW

ABOUT = ("Meeting", "Posting", "Tenure", "Office", "Person", "Absence", "CalendarDay", "Rule", "Unit", "Period")


def test_what_may_change_verdicts_is_known_and_nothing_else_does() -> None:
    may = set(KINDS) - CHANGING_NO_STANDING
    others = {kind for kind in may if not kind.startswith(ABOUT)}

    assert others == {"LawLoaded", "ObjectionOverruled", "PlanUndone", "DemoLoaded"}


def test_only_events_that_there_are_are_sorted() -> None:
    assert set(KINDS) >= CHANGING_NO_STANDING | REACHING_BELOW
    assert CHANGING_NO_STANDING.isdisjoint(REACHING_BELOW)
