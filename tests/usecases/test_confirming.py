"""T-28: that a head was in the chair is said by the head, signed in, at the time itself, and by nobody else."""

from datetime import UTC, date, datetime, timedelta

import pytest

from scheduler import confirming, holding, rescheduling
from scheduler.core.clock import StoppedClock
from scheduler.core.errors import Conflict, DomainError, NotAllowed, NotFound, WrongState
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.confirmations import Word
from scheduler.db.meetings import get_meeting
from scheduler.db.work import Works
from tests.factories import make_office, make_unit
from tests.usecases.acting import GROUND, chief, commune, december, go_to, held_record, secretary
from tests.usecases.leading import by_key, signed_in

__all__ = ["commune"]
OPENS = datetime(2026, 12, 8, 0, 30, tzinfo=UTC)
"""Half an hour before 08:00 in Vietnam on the 8th."""
CLOSES = datetime(2026, 12, 11, 4, 30, tzinfo=UTC)
"""Three days after the announced end at 11:30."""


@pytest.fixture
def leader(works: Works, commune) -> Actor:
    unit, chair, _, _ = commune
    return signed_in(works, unit, Role.LEADER, chair, name="Nguyễn Văn Một")


def confirm(works: Works, actor: Actor, meeting, office) -> None:
    with works.writing(actor) as uow:
        confirming.confirm(uow, meeting.id, office.id)


def refusal(works: Works, actor: Actor, meeting, office) -> DomainError:
    with pytest.raises(DomainError) as caught:
        confirm(works, actor, meeting, office)
    return caught.value


def seat(works: Works, meeting) -> confirming.Seat:
    with works.reading(OPERATOR) as uow:
        (found,) = confirming.seats(uow, meeting.id)
    return found


def test_the_head_confirms_on_the_day_with_the_servers_own_time(works: Works, commune, leader, clock: StoppedClock):
    _, chair, _, (meeting, _) = commune
    go_to(clock, OPENS)

    confirm(works, leader, meeting, chair)

    (told,) = seat(works, meeting).confirmed
    assert (told.word, told.by, told.at) == (Word.CHAIR, "Nguyễn Văn Một", OPENS)


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (OPENS - timedelta(seconds=1), "too-early-to-confirm"),
        (CLOSES + timedelta(seconds=1), "too-late-to-confirm"),
        (OPENS, ""),
        (CLOSES, ""),
    ],
)
def test_it_is_said_from_half_an_hour_before_until_three_days_after(works, commune, leader, clock, *, at, code):
    _, chair, _, (meeting, _) = commune
    go_to(clock, at)
    if code:
        error = refusal(works, leader, meeting, chair)
        assert (type(error), error.detail) == (WrongState, code)
        assert (error.values["opens"], error.values["closes"]) == (OPENS, CLOSES)
        assert seat(works, meeting).confirmed == ()
    else:
        confirm(works, leader, meeting, chair)
        assert seat(works, meeting).by(Word.CHAIR)


def test_it_is_said_once(works, commune, leader, clock):
    _, chair, _, (meeting, _) = commune
    go_to(clock, OPENS)
    confirm(works, leader, meeting, chair)
    error = refusal(works, leader, meeting, chair)
    assert (type(error), error.detail) == (Conflict, "confirmed-already")
    assert len(seat(works, meeting).confirmed) == 1


def test_nobody_says_it_for_somebody_else(works: Works, commune, leader, clock):
    unit, chair, _, (meeting, _) = commune
    go_to(clock, OPENS)
    with works.writing(OPERATOR) as uow:
        party = make_office(uow, unit, "thuong_truc_hdnd", "Thường trực HĐND")
        elsewhere = make_unit(uow, "Xã Khác")
    other = signed_in(works, unit, Role.LEADER, party)
    others = [
        signed_in(works, unit, Role.SECRETARY),
        signed_in(works, unit, Role.OFFICE_CHIEF),
        signed_in(works, unit, Role.DEPUTY, chair),
        OPERATOR,
        other,
        by_key(leader),
        Actor("key-leader", Role.LEADER, unit.id),
        Actor("key-leader", Role.LEADER, unit.id, office_ids=leader.office_ids),
    ]
    for actor in others:
        assert isinstance(refusal(works, actor, meeting, chair), NotAllowed), actor
    # Somebody else's office, though it is theirs, does not preside there.
    assert refusal(works, other, meeting, party).detail == "office-not-presiding"
    far = Actor(leader.id, Role.LEADER, elsewhere.id, office_ids=leader.office_ids, account_id=leader.account_id)
    assert isinstance(refusal(works, far, meeting, chair), NotFound)
    assert seat(works, meeting).confirmed == ()


def test_what_was_delegated_or_called_off_is_not_confirmed(works, commune, leader, clock):
    unit, chair, _, (meeting, other) = commune
    with works.writing(OPERATOR) as uow:
        get_meeting(uow.session, meeting.id).chairs[0].in_person = False
    with works.writing(chief(unit)) as uow:
        rescheduling.cancel(uow, other.id, other.version, GROUND, insist=GROUND)
    go_to(clock, OPENS)
    assert refusal(works, leader, meeting, chair).detail == "delegated-not-confirmed"
    assert refusal(works, leader, other, chair).detail == "not-to-confirm"


def test_a_meeting_that_goes_elsewhere_has_to_be_confirmed_anew(works, commune, leader, clock):
    unit, chair, _, (meeting, _) = commune
    go_to(clock, OPENS)
    confirm(works, leader, meeting, chair)
    with works.writing(chief(unit)) as uow:
        rescheduling.move(uow, meeting.id, meeting.version, date(2026, 12, 15), GROUND)
    assert seat(works, meeting).confirmed == ()
    go_to(clock, OPENS + timedelta(days=7))
    confirm(works, leader, meeting, chair)
    assert seat(works, meeting).by(Word.CHAIR)


def test_a_record_that_only_one_person_speaks_for_is_marked_and_counts_all_the_same(works, commune, leader, clock):
    unit, chair, _, (meeting, _) = commune
    clerk = signed_in(works, unit, Role.SECRETARY)
    go_to(clock, datetime(2026, 12, 8, 5, tzinfo=UTC))
    with works.writing(clerk) as uow:
        holding.hold(uow, meeting.id, meeting.version, held_record(meeting, chair))

    assert seat(works, meeting).missing
    assert december(works, chair).unconfirmed == (meeting.id,)
    assert december(works, chair).held == 1

    confirm(works, leader, meeting, chair)

    assert not seat(works, meeting).missing
    assert december(works, chair).unconfirmed == ()


def test_a_second_officer_is_not_the_first(works, commune, leader, clock):
    unit, chair, _, (meeting, _) = commune
    clerk, second = signed_in(works, unit, Role.SECRETARY), signed_in(works, unit, Role.OFFICE_CHIEF)
    go_to(clock, datetime(2026, 12, 8, 5, tzinfo=UTC))

    def attest(actor: Actor) -> None:
        with works.writing(actor) as uow:
            confirming.confirm_as_officer(uow, meeting.id, chair.id)

    with pytest.raises(NotAllowed):
        attest(second)  # there is no record yet
    with works.writing(clerk) as uow:
        holding.hold(uow, meeting.id, meeting.version, held_record(meeting, chair))
    for actor in (clerk, by_key(clerk), by_key(second), secretary(unit), leader):
        with pytest.raises(NotAllowed):
            attest(actor)
    attest(second)

    assert seat(works, meeting).by(Word.OFFICER)
    assert not seat(works, meeting).missing
    with pytest.raises(Conflict):
        attest(second)


def test_an_absent_head_is_not_vouched_for(works, commune, clock):
    unit, chair, _, (meeting, _) = commune
    second = signed_in(works, unit, Role.OFFICE_CHIEF)
    go_to(clock, datetime(2026, 12, 8, 5, tzinfo=UTC))
    with works.writing(signed_in(works, unit, Role.SECRETARY)) as uow:
        holding.hold(uow, meeting.id, meeting.version, held_record(meeting, chair, present=False))
    with pytest.raises(WrongState, match="nothing-to-confirm"), works.writing(second) as uow:
        confirming.confirm_as_officer(uow, meeting.id, chair.id)
    assert not seat(works, meeting).missing
