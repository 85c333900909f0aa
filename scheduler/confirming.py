"""That a head was in the chair, on the word of whoever it concerns: the leader, signed in, at that time (T-28).

It makes nothing count. It is evidence beside the record: what only the record says is marked as not confirmed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from scheduler.core.clock import VIETNAM
from scheduler.core.errors import Conflict, NotAllowed, WrongState
from scheduler.core.facts import State
from scheduler.core.lifecycle import COMING
from scheduler.core.roles import Action, Role
from scheduler.db.access import ApiKey
from scheduler.db.accounts import Account
from scheduler.db.confirmations import (
    ChairConfirmation,
    Word,
    list_confirmations,
    list_standing_alone,
    opener_of,
)
from scheduler.db.meetings import Meeting, MeetingChair, get_meeting
from scheduler.db.offices import get_office
from scheduler.db.scope import may_write, reads, writes
from scheduler.db.work import UnitOfWork
from scheduler.records import EARLY, TIMELY

_TO_CONFIRM = COMING | {State.NOT_HELD, State.HELD}


@dataclass(frozen=True, slots=True)
class Window:
    """The instants from which and until which presence at a meeting may be confirmed, both inclusive."""

    opens_at: datetime
    closes_at: datetime

    def holds(self, now: datetime) -> bool:
        """Tell whether an instant lies within."""
        return self.opens_at <= now <= self.closes_at


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One confirmation: whose word, the name of the account, and when by the server's own time.

    ``vouches``: it does not come down to whoever wrote the record (scheduler.db.confirmations.standing_alone).
    """

    word: Word
    by: str
    at: datetime
    vouches: bool


@dataclass(frozen=True, slots=True)
class Seat:
    """How the presence of one office's head at a meeting is vouched for.

    ``present``: as the record says, None before there is one. ``missing``: the record says the head was in the chair,
    and neither the head nor a second officer confirmed it.
    """

    office_id: str
    title: str
    in_person: bool
    present: bool | None
    confirmed: tuple[Confirmed, ...]

    @property
    def missing(self) -> bool:
        """Whether only the record says it, or who wrote it."""
        return bool(self.present) and not any(told.vouches for told in self.confirmed)

    def by(self, word: Word) -> Confirmed | None:
        """Return the confirmation of the head or of a second officer, None when there is none."""
        return next((told for told in self.confirmed if told.word is word), None)


@dataclass(frozen=True, slots=True)
class Vouching:
    """How the heads at a meeting are vouched for, until when that can be done, and for which the reader may do it now.

    ``open_for``: offices whose head's presence the reader may confirm as a second officer.
    """

    seats: tuple[Seat, ...]
    window: Window | None
    open_for: frozenset[str]


def window_of(meeting: Meeting) -> Window | None:
    """Return when presence may be confirmed, None while the meeting waits for a date.

    From 30 minutes before its first announced hour until 3 days after the last one.
    """
    first, ends = meeting.begins_at(), [datetime.combine(s.day, s.ends, VIETNAM) for s in meeting.sittings]
    return None if first is None else Window(first - EARLY, max(ends) + TIMELY)


def confirm(uow: UnitOfWork, meeting_id: str, office_id: str) -> ChairConfirmation:
    """Confirm that the actor, who heads an office, is or was in the chair at a meeting. Once said, it stands for ever.

    Only somebody signed in who acts for that very office may: no program, nobody on anybody's behalf.

    Raises: NotFound, NotAllowed, WrongState (too early, too late, called off, delegated), Conflict (said already).
    Law: the head receives in person (trực tiếp); that a confirmation of one's own proves it is practice (I).
    """
    meeting = _own(uow, meeting_id, Action.CHAIR)
    if not uow.actor.is_person or office_id not in uow.actor.office_ids:
        raise NotAllowed("only-own-chair", action=Action.CHAIR.value, role=uow.actor.role.value)
    chair = _chair_of(uow, meeting, office_id)
    _require_window(uow, meeting)
    if not chair.in_person:
        raise WrongState("delegated-not-confirmed", state=meeting.state.value)
    return _written(uow, meeting, office_id, Word.CHAIR)


def confirm_as_officer(uow: UnitOfWork, meeting_id: str, office_id: str) -> ChairConfirmation:
    """Confirm, as an officer who did not write the record, that an office's head was in the chair as it says.

    Raises: NotFound, NotAllowed (a leader, a program, whoever wrote the record or whose account they opened, and
        everybody on the record of a program), WrongState (no record of the head's
        presence, or too late), Conflict (said already).
    """
    meeting = _own(uow, meeting_id, Action.CONFIRM_HELD)
    if not _is_second(uow, meeting):
        raise NotAllowed("second-officer-only", action=Action.CONFIRM_HELD.value, role=uow.actor.role.value)
    chair = _chair_of(uow, meeting, office_id)
    if meeting.state is not State.HELD or not chair.present:
        raise WrongState("nothing-to-confirm", state=meeting.state.value)
    _require_window(uow, meeting)
    return _written(uow, meeting, office_id, Word.OFFICER)


def vouching(uow: UnitOfWork, meeting_id: str) -> Vouching:
    """Return how the heads at a meeting are vouched for, and what the reader may add. Raises: NotFound, NotAllowed."""
    meeting = get_meeting(uow.session, meeting_id)
    reads(uow, meeting.unit_id)
    found, window = seats_of(uow, [meeting])[meeting.id], window_of(meeting)
    fitting = may_write(uow, meeting.unit_id, Action.CONFIRM_HELD) and _is_second(uow, meeting)
    in_time = meeting.state is State.HELD and window is not None and window.holds(uow.now)
    open_for = (s.office_id for s in found if s.present and s.by(Word.OFFICER) is None)
    return Vouching(found, window, frozenset(open_for if fitting and in_time else ()))


def seats(uow: UnitOfWork, meeting_id: str) -> tuple[Seat, ...]:
    """Return how the presence of each presiding office's head is vouched for, by title.

    Raises: NotFound, NotAllowed.
    """
    meeting = get_meeting(uow.session, meeting_id)
    reads(uow, meeting.unit_id)
    return seats_of(uow, [meeting])[meeting.id]


def seats_of(uow: UnitOfWork, meetings: Iterable[Meeting]) -> dict[str, tuple[Seat, ...]]:
    """Return the same for several meetings that the actor was shown already, by meeting."""
    known = {meeting.id: meeting for meeting in meetings}
    told = [one for one in list_confirmations(uow.session, known) if one.for_day == known[one.meeting_id].held_on]
    alone = list_standing_alone(uow.session, known)
    names = {one.account_id: uow.session.get_one(Account, one.account_id).name for one in told}
    return {
        meeting.id: tuple(
            sorted(
                (_seat(uow, chair, told, names, alone) for chair in meeting.chairs),
                key=lambda s: (s.title, s.office_id),
            )
        )
        for meeting in known.values()
    }


def _is_second(uow: UnitOfWork, meeting: Meeting) -> bool:
    """Tell whether the actor is an officer, signed in, whose word does not come down to who wrote the record.

    Nobody's does on what a program wrote: who used its key is not known.
    """
    actor, recorder = uow.actor, meeting.recorded_by
    if not actor.is_person or actor.account_id is None or actor.role is Role.LEADER or recorder is None:
        return False
    if uow.session.get(ApiKey, recorder) is not None:
        return False
    return recorder not in (actor.account_id, opener_of(uow.session, actor.account_id))


def _seat(
    uow: UnitOfWork,
    chair: MeetingChair,
    told: Sequence[ChairConfirmation],
    names: dict[str, str],
    alone: frozenset[str],
) -> Seat:
    own = [one for one in told if (one.meeting_id, one.office_id) == (chair.meeting_id, chair.office_id)]
    confirmed = tuple(Confirmed(one.word, names[one.account_id], one.confirmed_at, one.id in alone) for one in own)
    title = get_office(uow.session, chair.office_id).title
    return Seat(chair.office_id, title, chair.in_person, chair.present, confirmed)


def _own(uow: UnitOfWork, meeting_id: str, action: Action) -> Meeting:
    """Return a meeting of the actor's own unit, locked, as it stands now. Raises: NotFound, NotAllowed."""
    unit_id = get_meeting(uow.session, meeting_id).unit_id
    writes(uow, unit_id, action)
    meeting = get_meeting(uow.session, meeting_id)
    uow.session.refresh(meeting)
    return meeting


def _chair_of(uow: UnitOfWork, meeting: Meeting, office_id: str) -> MeetingChair:
    chair = next((c for c in meeting.chairs if c.office_id == office_id), None)
    if chair is None:
        raise NotAllowed("office-not-presiding", action=Action.CHAIR.value, role=uow.actor.role.value)
    return chair


def _require_window(uow: UnitOfWork, meeting: Meeting) -> None:
    window = window_of(meeting)
    if meeting.state not in _TO_CONFIRM or window is None:
        raise WrongState("not-to-confirm", state=meeting.state.value)
    if not window.holds(uow.now):
        code = "too-early-to-confirm" if uow.now < window.opens_at else "too-late-to-confirm"
        raise WrongState(code, state=meeting.state.value, opens=window.opens_at, closes=window.closes_at)


def _written(uow: UnitOfWork, meeting: Meeting, office_id: str, word: Word) -> ChairConfirmation:
    said = list_confirmations(uow.session, [meeting.id])
    day = meeting.held_on or uow.today
    if any((one.office_id, one.word, one.for_day) == (office_id, word, day) for one in said):
        raise Conflict("confirmed-already")
    row = ChairConfirmation(
        id=uow.new_id(),
        meeting_id=meeting.id,
        office_id=office_id,
        account_id=uow.actor.account_id,
        word=word,
        for_day=day,
        confirmed_at=uow.now,
    )
    uow.session.add(row)
    uow.session.flush()
    uow.record("ChairConfirmed", meeting.id, meeting.unit_id, office=office_id, word=word.value)
    return row
