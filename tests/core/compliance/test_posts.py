"""Offices that follow each other bear one duty, whatever is closed and set up again."""

from datetime import UTC, date, datetime

import pytest

from scheduler.core.compliance.board import Facts
from scheduler.core.compliance.posts import board_of
from scheduler.core.compliance.values import Insisted, Reason, Status
from scheduler.core.facts import DayPart, OfficeKind, Span, State
from tests.core.compliance.given import meeting, office, tenure

BORN, TODAY = Span(date(2025, 7, 1)), date(2026, 12, 1)
OLD = office(name="old", span=Span(date(2025, 7, 1), date(2026, 12, 15)), unit_span=BORN)
NEW = office(name="new", span=Span(date(2026, 12, 16)), unit_span=BORN)
MONTHLY, FIRST, LAST = "R-G-COMM-02", date(2026, 12, 1), date(2026, 12, 31)


@pytest.fixture
def judged(law, calendar):
    def judge(*offices, meetings=(), asked=("old", "new"), first=FIRST, last=LAST, today=TODAY, **over):
        found = board_of(
            law, Facts(offices, tuple(meetings), **over), calendar, first, last, today=today, asked=set(asked)
        )
        return [v for v in found if v.rule.id == MONTHLY]

    return judge


def test_a_month_cut_in_two_is_judged_once_over_the_meetings_of_both(judged):
    both = [
        meeting("old", date(2026, 12, 8), state=State.PUBLISHED),
        meeting("new", date(2026, 12, 22), state=State.MOVED),
    ]
    (one,) = judged(OLD, NEW, meetings=both)
    assert (one.office_id, one.obligation.office_id, one.required, one.planned) == ("new", "new", 2, 2)
    assert one.status is Status.ON_TRACK
    assert [v.office_id for v in judged(OLD, NEW, meetings=both, asked=["old"])] == ["old"]


def test_only_the_months_in_which_an_office_was_there_are_told_of_it(judged):
    span = {"first": date(2026, 11, 1), "last": date(2027, 1, 31)}
    told = {name: [v.period.key for v in judged(OLD, NEW, asked=[name], **span)] for name in ("old", "new")}
    assert told == {"old": ["2026-11", "2026-12"], "new": ["2026-12", "2027-01"]}


def test_the_time_between_two_offices_is_owed_and_told_of_the_one_before(judged):
    late = office(name="new", span=Span(date(2027, 2, 1)), unit_span=BORN)
    (hole,) = judged(OLD, late, first=date(2027, 1, 1), last=date(2027, 1, 31), asked=["old"])
    assert (hole.office_id, hole.required, hole.status) == ("old", 2, Status.AT_RISK)


def test_an_office_without_another_owes_the_months_it_was_there_for_in_part(judged):
    (ended,) = judged(OLD, today=date(2026, 12, 16))
    assert (ended.required, ended.status) == (2, Status.BREACHED)
    (begun,) = judged(NEW)
    assert (begun.required, begun.status, begun.free) == (2, Status.AT_RISK, 12)


def test_only_the_unit_s_own_birth_or_end_makes_a_part_of_a_month(judged):
    (last,) = judged(office(name="new", span=NEW.span, unit_span=NEW.span))
    assert last.reason is Reason.PARTIAL_PERIOD


def test_whoever_headed_the_closed_office_is_taken_to_head_the_next_until_somebody_is_entered(judged):
    held = office(name="old", span=OLD.span, unit_span=BORN, tenures=(tenure(date(2025, 7, 1), date(2026, 12, 15)),))
    begun = office(name="new", span=NEW.span, unit_span=BORN, tenures=(tenure(date(2027, 3, 1), person="binh"),))
    span = {"first": date(2027, 1, 1), "last": date(2027, 1, 31)}
    assert [v.status for v in judged(held, NEW, **span)] == [Status.AT_RISK]
    assert [v.status for v in judged(held, begun, **span)] == [Status.AT_RISK]
    known = office(name="new", span=NEW.span, unit_span=BORN, tenures=(tenure(date(2026, 12, 16)),))
    assert [v.status for v in judged(held, known, **span)] == [Status.AT_RISK]


def test_absences_halves_excuses_and_insistences_of_both_are_looked_at(judged):
    insisted = Insisted(None, "shortfall", "Họp khẩn", datetime(2026, 12, 1, tzinfo=UTC), "chief")
    (one,) = judged(
        OLD,
        NEW,
        meetings=[meeting("old", date(2026, 12, 8), state=State.PUBLISHED)],
        today=date(2027, 1, 4),
        absences={"old": [Span(date(2026, 12, 1), date(2026, 12, 31))], "new": [Span(date(2027, 6, 1))]},
        halves={"old": [(Span(date(2026, 12, 1), date(2026, 12, 2)), DayPart.MORNING)]},
        excuses={("old", MONTHLY, FIRST): "bão"},
        insistences={("old", MONTHLY, FIRST): (insisted,), ("new", MONTHLY, FIRST): (insisted,)},
    )
    assert (one.status, one.insistences) == (Status.EXCUSED, (insisted, insisted))
    (ahead,) = judged(OLD, NEW, absences={"old": [Span(date(2026, 12, 1), date(2026, 12, 31))]})
    assert ahead.free == 12


def test_heads_of_agencies_are_several_and_each_owes_for_itself(law, calendar):
    two = [office(OfficeKind.THU_TRUONG_CO_QUAN, level="tinh", name=name, unit_span=BORN) for name in ("a", "b")]
    found = board_of(law, Facts(two, ()), calendar, FIRST, LAST, today=TODAY, asked={"a", "b"})
    assert {v.office_id for v in found} == {"a", "b"}
