"""People who hold offices, in turn or several at once. A vacancy is simply a span without a holding."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import select

from scheduler.core.errors import Fault, InvalidInput, NotFound
from scheduler.core.facts import Span
from scheduler.core.roles import Action
from scheduler.core.vietnamese import fold, nfc
from scheduler.db.offices import Holding, Office, Person, get_office, list_holdings
from scheduler.db.scope import reads, writes
from scheduler.db.work import UnitOfWork
from scheduler.duty_watch import DutyWatch, stands
from scheduler.ical.settle import settle_office, settle_person
from scheduler.locking import Deed, mark_entry
from scheduler.registering import current, end_tenure, order_faults, own_office, refuse_if, text_faults
from scheduler.tenures import covers, office_faults, rivals, sat_in_for

LONGEST_NAME = 120
_DAY = timedelta(days=1)


class Capacity(StrEnum):
    """How somebody keeps an office: its holder, acting head (quyền, phụ trách), or caretaker (điều hành).

    A caretaker does not head the office: the office counts as vacant (T12, I).
    """

    HOLDER = "holder"
    ACTING = "acting"
    CARETAKER = "caretaker"


@dataclass(frozen=True, slots=True)
class Taking:
    """That a person takes an office in a capacity, for a closed span; ``last_on`` None: until further notice."""

    person_id: str
    capacity: Capacity
    first_on: date
    last_on: date | None = None


def add_person(uow: UnitOfWork, unit_id: str, name: str) -> Person:
    """Enter somebody who is to hold an office of the unit. Never a citizen.

    Raises: NotFound, NotAllowed, InvalidInput.
    """
    unit = writes(uow, unit_id, Action.KEEP_UNIT)
    refuse_if(text_faults("name", name, LONGEST_NAME))
    person = Person(id=uow.new_id(), unit_id=unit.id, name=nfc(name), search_key=fold(name))
    uow.session.add(person)
    uow.session.flush()
    # The journal can never forget, so it keeps the row's id and not the name.
    uow.record("PersonAdded", person.id, unit.id)
    return person


def rename_person(uow: UnitOfWork, person_id: str, version: int, name: str) -> Person:
    """Correct or change a person's name.

    Two entries under one name are one person (I): where another name turns how an office stood, only who acts for the
    country enters it. Raises: NotFound, NotAllowed, Stale, InvalidInput.
    """
    person = get_person(uow, person_id)
    writes(uow, person.unit_id, Action.KEEP_UNIT)
    current(person, version)
    refuse_if(text_faults("name", name, LONGEST_NAME))
    if person.name != nfc(name):
        held = uow.session.scalars(select(Holding.office_id).where(Holding.person_id == person.id))
        offices = sorted(set(held))
        # Whose tenures were one person's before may be two people's after: so all of the office's count.
        since = min((h.first_on for h in list_holdings(uow.session, offices)), default=uow.today)
        before = stands(uow, offices, since) if offices else ()
        person.name, person.search_key = nfc(name), fold(name)
        uow.session.flush()
        if uow.actor.unit_id is not None and offices and stands(uow, offices, since) != before:
            raise InvalidInput.at("name", "name-turns-verdicts")
        uow.record("PersonChanged", person.id, person.unit_id)
        settle_person(uow, person.id)
    return person


def begin_holding(
    uow: UnitOfWork,
    office_id: str,
    person_id: str,
    capacity: Capacity,
    first_on: date,
    *,
    last_on: date | None = None,
    ground: str | None = None,
) -> Holding:
    """Let a person of the unit take an office for a closed span; they may hold another one as well (T11).

    Whoever heads an office for less than a whole period, between two holdings of one person, stands in for that
    person: what they hold does not count (I). ``ground``: 20 to 500 characters, for a span that reaches into a locked
    month; only who may insist enters one.

    Raises: NotFound, NotAllowed, InvalidInput with every fault at once (no such person at the unit, days outside
        the office's, somebody else heads it at that time, a deputy is on record for a day of it that is past),
        Objection when a period that has begun would owe nothing any more.
    """
    office = own_office(uow, office_id)
    faults = _taking_faults(uow, office, Taking(person_id, capacity, first_on, last_on))
    if capacity is not Capacity.CARETAKER:
        faults += rivals(list_holdings(uow.session, [office.id]), first_on, last_on, "first_on")
        faults += sat_in_for(uow, office, "first_on", first_on, last_on)
    refuse_if(faults)
    watch = DutyWatch(uow, [office.id], first_on)
    return _begun(uow, office, Taking(person_id, capacity, first_on, last_on), watch, ground)


def hand_over(uow: UnitOfWork, office_id: str, taking: Taking, ground: str | None = None) -> Holding:
    """Let somebody follow in an office: whoever heads it on their first day has the day before as the last.

    Weighed as one change: an office that is handed on is at no time vacant. ``ground``: as for begin_holding.

    Raises: NotFound, NotAllowed, InvalidInput (as begin_holding; or who heads it began on that very day or later, or
        is the same person), Objection when a period that has begun would owe nothing any more.
    """
    office = own_office(uow, office_id)
    first_on, last_on, faults = taking.first_on, taking.last_on, _taking_faults(uow, office, taking)
    held = list_holdings(uow.session, [office.id])
    former = next((h for h in held if h.capacity != Capacity.CARETAKER and covers(h, first_on)), None)
    if former is not None and former.person_id == taking.person_id:
        faults.append(Fault("person_id", "heads-it-already", {"first_on": former.first_on}))
    giving_way = former is not None and former.first_on < first_on
    faults += rivals([h for h in held if not (giving_way and h is former)], first_on, last_on, "first_on")
    faults += sat_in_for(uow, office, "first_on", first_on, last_on)
    refuse_if(faults)
    watch = DutyWatch(uow, [office.id], first_on)
    if former is not None:
        deed = Deed("TenureEnded", former.id, office.id)
        marked = mark_entry(uow, office.unit_id, Span(first_on, former.last_on), deed, ground)
        end_tenure(uow, office, former, first_on - _DAY, marked)
    return _begun(uow, office, taking, watch, ground)


def end_holding(uow: UnitOfWork, holding_id: str, last_on: date, ground: str | None = None) -> Holding:
    """Say which day is the last of a holding, or correct it. ``ground``: as for begin_holding.

    Raises: NotFound, NotAllowed, InvalidInput (before its first day, after the office's end, somebody else heads
        the office by then, or a deputy is on record for a past day that it would now cover), Objection when a
        period that has begun would owe nothing any more.
    """
    held = uow.session.get(Holding, holding_id)
    if held is None:
        raise NotFound(kind="holding", id=holding_id)
    office = own_office(uow, held.office_id)
    # Read again now: whoever held the office's lock before us may have ended it.
    held = uow.session.get_one(Holding, holding_id, with_for_update={"key_share": True}, populate_existing=True)
    faults = order_faults("last_on", held.first_on, last_on) + office_faults(office, "last_on", last_on)
    if held.capacity != Capacity.CARETAKER:
        others = [h for h in list_holdings(uow.session, [office.id]) if h.id != held.id]
        faults += rivals(others, held.first_on, last_on, "last_on")
        if held.last_on is not None:
            faults += sat_in_for(uow, office, "last_on", held.last_on + _DAY, last_on)
    refuse_if(faults)
    if held.last_on != last_on:
        watch, was = DutyWatch(uow, [office.id], last_on), held.last_on or date.max
        other = Span(min(was, last_on, date.max - _DAY) + _DAY, max(was, last_on))
        deed = Deed("TenureEnded", held.id, office.id)
        marked = mark_entry(uow, office.unit_id, other, deed, ground)
        end_tenure(uow, office, held, last_on, marked)
        watch.enforce()
        settle_office(uow, office.id)
    return held


def _begun(uow: UnitOfWork, office: Office, taking: Taking, watch: DutyWatch, ground: str | None) -> Holding:
    """Write down a holding that was checked, weigh it, and tell the journal and the calendars."""
    held = Holding(
        id=uow.new_id(),
        office_id=office.id,
        person_id=taking.person_id,
        capacity=taking.capacity.value,
        first_on=taking.first_on,
        last_on=taking.last_on or office.valid_to,
    )
    uow.session.add(held)
    uow.session.flush()
    watch.enforce()
    values: dict[str, object] = {"office": office.id, "person": held.person_id, "capacity": held.capacity}
    deed, span = Deed("TenureBegun", held.id, office.id), Span(taking.first_on, taking.last_on)
    values |= {"first_on": str(held.first_on)} | mark_entry(uow, office.unit_id, span, deed, ground)
    uow.record("TenureBegun", held.id, office.unit_id, **values)
    settle_office(uow, office.id)
    return held


def get_person(uow: UnitOfWork, person_id: str) -> Person:
    """Return a person within the actor's reach. Raises: NotFound, NotAllowed."""
    person = uow.session.get(Person, person_id)
    if person is None:
        raise NotFound(kind="person", id=person_id)
    reads(uow, person.unit_id)
    return person


def list_people(uow: UnitOfWork, unit_id: str, after: str = "", limit: int = 100) -> list[Person]:
    """Return the people entered at a unit, by id, after an id. Raises: NotFound, NotAllowed."""
    unit = reads(uow, unit_id)
    rows = select(Person).where(Person.unit_id == unit.id, Person.id > after).order_by(Person.id).limit(limit)
    return list(uow.session.execute(rows).scalars())


def holdings_of(uow: UnitOfWork, office_id: str) -> list[Holding]:
    """Return who held an office and when, oldest first. Raises: NotFound, NotAllowed."""
    office = get_office(uow.session, office_id)
    reads(uow, office.unit_id)
    return list_holdings(uow.session, [office.id])


def _taking_faults(uow: UnitOfWork, office: Office, taking: Taking) -> list[Fault]:
    person = uow.session.get(Person, taking.person_id)
    strange = person is None or person.unit_id != office.unit_id
    faults = [Fault("person_id", "no-such-person")] if strange else []
    faults += order_faults("last_on", taking.first_on, taking.last_on)
    return [
        *faults,
        *office_faults(office, "first_on", taking.first_on),
        *office_faults(office, "last_on", taking.last_on),
    ]
