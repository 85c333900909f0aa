"""Whether somebody may hold an office over a span: it is there, nobody else heads it, no deputy is on record."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_, select

from scheduler.core.errors import Fault
from scheduler.core.facts import Span, State
from scheduler.db.meetings import Meeting, MeetingChair, Sitting
from scheduler.db.offices import Holding, Office
from scheduler.db.work import UnitOfWork

_CARETAKER = "caretaker"


def office_faults(office: Office, where: str, day: date | None) -> list[Fault]:
    """Return the fault of a day on which an office did not exist; None is no day."""
    if day is None or (office.valid_from <= day and (office.valid_to is None or day <= office.valid_to)):
        return []
    return [Fault(where, "office-not-in-being", {"office": office.title})]


def covers(held: Holding, day: date) -> bool:
    """Tell whether a holding lies over a day."""
    return held.first_on <= day and (held.last_on is None or day <= held.last_on)


def rivals(holdings: Iterable[Holding], first_on: date, last_on: date | None, where: str) -> list[Fault]:
    """Return the faults of others who head an office over a span."""
    return [
        Fault(where, "office-headed", {"first_on": h.first_on, "last_on": h.last_on})
        for h in holdings
        if h.capacity != _CARETAKER and Span(h.first_on, h.last_on).meets(first_on, last_on or date.max)
    ]


def sat_in_for(uow: UnitOfWork, office: Office, where: str, first_on: date, last_on: date | None) -> list[Fault]:
    """Return the fault of a span over a day for which the record names a deputy: no head is found for it afterwards.

    Only who acts for the country corrects that.
    """
    if uow.actor.unit_id is None:
        return []
    days = select(Sitting.day).join(Meeting, Meeting.id == Sitting.meeting_id)
    days = days.join(MeetingChair, MeetingChair.meeting_id == Meeting.id)
    days = days.where(MeetingChair.office_id == office.id, Meeting.state == State.HELD)
    days = days.where(or_(MeetingChair.in_person.is_(False), MeetingChair.present.is_(False)))
    days = days.where(Sitting.day >= first_on, Sitting.day <= (last_on or date.max)).order_by(Sitting.day)
    day = uow.session.execute(days.limit(1)).scalar()
    return [] if day is None else [Fault(where, "deputy-on-record", {"day": day})]
