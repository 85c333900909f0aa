"""Offices on which duties rest: setting up, naming, ending. Who holds them is told in people."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from scheduler.core.compliance.posts import ONE_AT_A_TIME
from scheduler.core.errors import Conflict, Fault
from scheduler.core.facts import OfficeKind, Span
from scheduler.core.lifecycle import PLANNED
from scheduler.core.roles import Action
from scheduler.core.vietnamese import nfc
from scheduler.db.meetings import Meeting, MeetingChair
from scheduler.db.offices import Office, get_office, list_holdings, list_offices
from scheduler.db.scope import reads, writes
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork
from scheduler.duty_watch import DutyWatch
from scheduler.ical.settle import settle_office
from scheduler.locking import Deed, mark_entry
from scheduler.registering import current, end_tenure, order_faults, own_office, refuse_if, text_faults, unit_faults

LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Closed:
    """An office that ended, and the planned meetings after its end in which it was to preside, by date."""

    office: Office
    meetings: tuple[Meeting, ...]

    @property
    def version(self) -> int:
        """Return the office's version."""
        return self.office.version


def open_office(
    uow: UnitOfWork,
    unit_id: str,
    kind: OfficeKind,
    title: str,
    valid_from: date,
    *,
    valid_to: date | None = None,
    ground: str | None = None,
) -> Office:
    """Set up an office at a unit; it ends with the unit at the latest.

    ``ground``: 20 to 500 characters, when a locked month lies in its span; only who may insist enters one.

    Raises: NotFound, NotAllowed, InvalidInput with every fault at once (no title, days outside the unit's, a second
        office of a kind of which a unit has one at a time).
    """
    unit = writes(uow, unit_id, Action.KEEP_UNIT)
    last = valid_to or unit.valid_to
    faults = text_faults("title", title, LONGEST_TITLE)
    faults += unit_faults(unit, "valid_from", valid_from)
    faults += order_faults("valid_to", valid_from, valid_to) + unit_faults(unit, "valid_to", valid_to)
    for other in list_offices(uow.session, [unit.id]):
        same = kind in ONE_AT_A_TIME and other.kind == kind
        if same and Span(other.valid_from, other.valid_to).meets(valid_from, last or date.max):
            faults.append(Fault("kind", "office-exists", {"office": other.title}))
    refuse_if(faults)
    office = Office(
        id=uow.new_id(), unit_id=unit.id, kind=kind.value, title=nfc(title), valid_from=valid_from, valid_to=last
    )
    uow.session.add(office)
    uow.session.flush()
    marked = mark_entry(uow, unit.id, Span(valid_from, last), Deed("OfficeOpened", office.id, office.id), ground)
    told = {"office": office.kind, "title": office.title, "valid_from": str(valid_from), **marked}
    uow.record("OfficeOpened", office.id, unit.id, **told)
    return office


def rename_office(uow: UnitOfWork, office_id: str, version: int, title: str) -> Office:
    """Give an office another title.

    Raises: NotFound, NotAllowed, Stale, InvalidInput.
    """
    office = own_office(uow, office_id)
    current(office, version)
    refuse_if(text_faults("title", title, LONGEST_TITLE))
    if office.title != nfc(title):
        former, office.title = office.title, nfc(title)
        uow.session.flush()
        uow.record("OfficeChanged", office.id, office.unit_id, former=former, title=office.title)
        settle_office(uow, office.id)
    return office


def close_office(uow: UnitOfWork, office_id: str, version: int, on: date, ground: str | None = None) -> Closed:
    """End an office with its last day ``on``; who holds it then holds it until that day. ``ground``: as to open one.

    Meetings planned for later are told and left as they are: each is moved or cancelled by somebody. The period of
    its last day stays owed as a whole, and with an office of the kind that follows it is one duty (I).

    Raises: NotFound, NotAllowed, Stale, Conflict when it was ended already, InvalidInput when the day lies before
        the office began or a holding begins after it, Objection when a period that has begun, or in which a meeting
        is announced, would owe nothing more.
    """
    office = own_office(uow, office_id)
    current(office, version)
    unit = uow.session.get_one(Unit, office.unit_id)
    if office.valid_to is not None and office.valid_to != unit.valid_to:
        raise Conflict("office-closed", office=office.title, closed_on=office.valid_to)
    holdings = list_holdings(uow.session, [office.id])
    later = [Fault("on", "held-later", {"first_on": h.first_on}) for h in holdings if h.first_on > on]
    refuse_if(order_faults("on", office.valid_from, on) + unit_faults(unit, "on", on) + later)
    watch = DutyWatch(uow, [office.id], on)
    for held in holdings:
        if held.last_on is None or held.last_on > on:
            end_tenure(uow, office, held, on)
    office.valid_to = on
    uow.session.flush()
    watch.enforce()
    deed = Deed("OfficeClosed", office.id, office.id)
    marked = mark_entry(uow, unit.id, Span(on + timedelta(days=1), unit.valid_to), deed, ground)
    uow.record("OfficeClosed", office.id, office.unit_id, on=str(on), **marked)
    settle_office(uow, office.id)
    chaired = select(MeetingChair.meeting_id).where(MeetingChair.office_id == office.id)
    rows = select(Meeting).where(Meeting.id.in_(chaired), Meeting.held_on > on, Meeting.state.in_(PLANNED))
    return Closed(office, tuple(uow.session.execute(rows.order_by(Meeting.held_on, Meeting.id)).scalars()))


def get(uow: UnitOfWork, office_id: str) -> Office:
    """Return an office within the actor's reach. Raises: NotFound, NotAllowed."""
    office = get_office(uow.session, office_id)
    reads(uow, office.unit_id)
    return office


def list_of_unit(uow: UnitOfWork, unit_id: str, after: str = "", limit: int = 100) -> list[Office]:
    """Return a unit's offices, ended ones too, by id, after an id. Raises: NotFound, NotAllowed."""
    unit = reads(uow, unit_id)
    rows = select(Office).where(Office.unit_id == unit.id, Office.id > after).order_by(Office.id).limit(limit)
    return list(uow.session.execute(rows).scalars())
