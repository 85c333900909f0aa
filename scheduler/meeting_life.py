"""One meeting with everything its page tells: how it stands, what may be done next, what it does for the law."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from scheduler.core.compliance.values import Counted, NotCounted, Verdict, WhyNot
from scheduler.core.deeds import NEXT as NEXT_DEED
from scheduler.core.deeds import OF_THE_CHAIR, Closed, Deed, asked_for, deeds_in, path_of, roles_for, why_closed
from scheduler.core.errors import NotAllowed, WrongState
from scheduler.core.facts import State
from scheduler.core.roles import Action, Role
from scheduler.db.feeds import FeedEntry
from scheduler.db.meetings import Meeting, get_meeting
from scheduler.db.scope import may_write, reads
from scheduler.db.work import UnitOfWork
from scheduler.ledger import Ledger, open_ledger, verdicts, work_calendar
from scheduler.meeting_facts import (
    ChairFacts,
    FormerFacts,
    MeetingFacts,
    PostingFacts,
    SittingFacts,
    Surroundings,
    facts_of,
)
from scheduler.meeting_past import Happened, list_happened
from scheduler.registering import presides
from scheduler.weighing import PostingClock, postings_of

__all__ = ["ChairFacts", "FormerFacts", "MeetingFacts", "PostingFacts", "SittingFacts"]
_OF_ANOTHER_DUTY = frozenset({WhyNot.OTHER_LEDGER, WhyNot.OTHER_SUB_TYPE, WhyNot.OUTSIDE_PERIOD, WhyNot.OTHER_OFFICE})
_SEE_THE_PAST = (
    Action.BOOK,
    Action.APPROVE,
    Action.PUBLISH,
    Action.CONFIRM_HELD,
    Action.AUDIT,
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A deed that the meeting bears and the reader may do; ``closed`` says why it cannot be done just now."""

    deed: Deed
    closed: Closed = Closed.NO


@dataclass(frozen=True, slots=True)
class Bearing:
    """What the meeting does for one duty of an office: which of its days count, and which do not and why."""

    office: str
    verdict: Verdict
    counted: tuple[Counted, ...]
    not_counted: tuple[NotCounted, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A meeting as every page about it needs it: its facts, the reader's offers, how many calendars show it now.

    ``around``: names of places, offices and people. ``places``: open ones of the unit, by name.
    """

    meeting: MeetingFacts
    offers: tuple[Offer, ...]
    calendars: int
    around: Surroundings
    today: date
    now: datetime

    def bears(self, deed: Deed) -> Offer | None:
        """Return the offer of a deed, None when the state does not bear it or the reader may not."""
        return next((offer for offer in self.offers if offer.deed == deed), None)

    @property
    def next_deed(self) -> Deed | None:
        """What takes the meeting on, whoever may do it; None at the end of its life."""
        return NEXT_DEED[self.meeting.state]

    @property
    def primary(self) -> Deed | None:
        """The next step, when the reader may take it now."""
        offer = self.bears(self.next_deed) if self.next_deed else None
        return offer.deed if offer is not None and not offer.closed else None

    @property
    def whose_turn(self) -> tuple[Role, ...]:
        """The roles that may take the next step."""
        return roles_for(self.next_deed, self.meeting.state) if self.next_deed else ()

    @property
    def path(self) -> tuple[tuple[State, ...], int]:
        """The states of its life, and where it stands in them."""
        return path_of(self.meeting.state, announced=self.meeting.published_at is not None)


@dataclass(frozen=True, slots=True)
class MeetingLife:
    """The whole page. ``past`` is None for those who only read; ``made_up_by`` names the meeting that makes up for it.

    ``makes_up_for`` and ``made_up_by``: id and date (None while it has none).
    """

    head: Head
    clock: PostingClock
    bearings: tuple[Bearing, ...]
    makes_up_for: tuple[str, date | None] | None
    made_up_by: tuple[str, date | None] | None
    past: tuple[Happened, ...] | None


def head_of(uow: UnitOfWork, meeting_id: str) -> Head:
    """Return a meeting within the reader's reach, with what the reader may do to it.

    Raises: NotFound, NotAllowed.
    """
    meeting = get_meeting(uow.session, meeting_id)
    unit = reads(uow, meeting.unit_id)
    around = Surroundings.of(uow, unit)
    shown_in = select(func.count(func.distinct(FeedEntry.feed_id))).where(FeedEntry.meeting_id == meeting.id)
    return Head(
        facts_of(meeting, around),
        _offers(uow, meeting),
        uow.session.execute(shown_in).scalar_one(),
        around,
        uow.today,
        uow.now,
    )


def open_deed(uow: UnitOfWork, meeting_id: str, deed: Deed) -> Head:
    """Return a meeting for the page of a deed.

    Raises: NotFound; NotAllowed when the reader may not do it; WrongState when the meeting does not bear it, or its
        time has not come or is over.
    """
    head = head_of(uow, meeting_id)
    state = head.meeting.state
    if deed not in deeds_in(state, announced=head.meeting.published_at is not None):
        raise WrongState(state=state.value, action=deed.value)
    offer = head.bears(deed)
    if offer is None:
        chair = deed in OF_THE_CHAIR and all(uow.actor.may(one) for one in asked_for(deed, state))
        raise NotAllowed("office-not-presiding" if chair else "", action=deed.value, role=uow.actor.role.value)
    if offer.closed:
        raise WrongState(offer.closed.value, state=state.value, day=head.meeting.held_on)
    return head


def life_of(uow: UnitOfWork, meeting_id: str) -> MeetingLife:
    """Return everything the page of a meeting tells, in a fixed number of queries.

    Raises: NotFound, NotAllowed.
    """
    head = head_of(uow, meeting_id)
    meeting = get_meeting(uow.session, meeting_id)
    days = sorted(meeting.days()) or [was.day for was in meeting.former_dates[-1:]] or [uow.today]
    ledger = open_ledger(uow, [c.office_id for c in meeting.chairs], days[0], days[-1])
    (clock,) = postings_of(uow, work_calendar(uow), [meeting])
    return MeetingLife(
        head,
        clock,
        tuple(_bearings(head.meeting, ledger)),
        _other(uow, Meeting.id == meeting.makeup_for) if meeting.makeup_for else None,
        _other(uow, (Meeting.makeup_for == meeting.id) & (Meeting.state != State.CANCELLED)),
        list_happened(uow, meeting.id, head.around) if any(map(uow.actor.may, _SEE_THE_PAST)) else None,
    )


def past_of(uow: UnitOfWork, meeting_id: str) -> tuple[Happened, ...]:
    """Return what happened to a meeting within the reader's reach, newest first, with old and new values in words.

    Raises: NotFound; NotAllowed to whoever neither works on meetings nor audits.
    """
    head = head_of(uow, meeting_id)
    if not any(map(uow.actor.may, _SEE_THE_PAST)):
        raise NotAllowed(action=Action.AUDIT.value, role=uow.actor.role.value)
    return list_happened(uow, meeting_id, head.around)


def last_change(uow: UnitOfWork, head: Head) -> Happened | None:
    """Return what happened to a meeting last: what another tab or another person just saved."""
    return next(iter(list_happened(uow, head.meeting.id, head.around, most=1)), None)


def _offers(uow: UnitOfWork, meeting: Meeting) -> tuple[Offer, ...]:
    hours = {"begins_at": meeting.begins_at(), "held_on": meeting.held_on, "now": uow.now, "today": uow.today}
    return tuple(
        Offer(deed, why_closed(deed, meeting.state, **hours))  # type: ignore[arg-type]  # its own four names
        for deed in deeds_in(meeting.state, announced=meeting.published_at is not None)
        if all(may_write(uow, meeting.unit_id, asked) for asked in asked_for(deed, meeting.state))
        and (deed not in OF_THE_CHAIR or presides(uow.actor, meeting))
    )


def _bearings(meeting: MeetingFacts, ledger: Ledger) -> list[Bearing]:
    """Return the duties that the meeting bears upon, those it counts for first."""
    titles: Mapping[str, str] = {chair.office_id: chair.title for chair in meeting.chairs}
    found = []
    for verdict in verdicts(ledger):
        counted = tuple(day for day in verdict.counted if day.meeting_id == meeting.id)
        not_counted = tuple(
            day for day in verdict.not_counted if day.meeting_id == meeting.id and day.why not in _OF_ANOTHER_DUTY
        )
        if counted or not_counted or _is_meant(meeting, verdict):
            found.append(Bearing(titles[verdict.office_id], verdict, counted, not_counted))
    return sorted(found, key=lambda one: not one.counted)


def _is_meant(meeting: MeetingFacts, verdict: Verdict) -> bool:
    rule = verdict.rule
    return (rule.activity, rule.sub_type) == (meeting.activity, meeting.sub_type)


def _other(uow: UnitOfWork, which: object) -> tuple[str, date | None] | None:
    rows: Sequence[tuple[str, date | None]] = [
        (row.id, row.held_on)
        for row in uow.session.execute(select(Meeting.id, Meeting.held_on).where(which).order_by(Meeting.id).limit(1))  # type: ignore[arg-type]  # a condition
    ]
    return rows[0] if rows else None
