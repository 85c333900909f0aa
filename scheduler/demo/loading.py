"""Loading the demonstration, whole or not at all."""

from dataclasses import dataclass
from datetime import time, timedelta
from functools import partial

from sqlalchemy import select

from scheduler.core.errors import Conflict, NotFound
from scheduler.core.roles import OPERATOR, Action, Role
from scheduler.db.feeds import FeedScope
from scheduler.db.meetings import Meeting
from scheduler.db.offices import Office
from scheduler.db.units import Unit, list_children, units_by_code
from scheduler.db.work import UnitOfWork
from scheduler.demo import conferences
from scheduler.demo.cast import Casting, Months, Seated
from scheduler.demo.fates import Stage, at
from scheduler.demo.months import plan
from scheduler.demo.signing import DemoAccount, let_in, named
from scheduler.demo.timeline import Timeline
from scheduler.demo_data import Demo, demo, demo_province
from scheduler.feeds import issue_link
from scheduler.keys import issue_key
from scheduler.ledger import work_calendar
from scheduler.passwords import Passwords

_OPENING = time(8)
_SIGN_INS = (Role.SECRETARY, Role.LEADER, Role.OFFICE_CHIEF, Role.UNIT_ADMIN)


@dataclass(frozen=True, slots=True)
class SignIn:
    """A demonstration key: whose it is, and its secret (shown once; the door may keep it for the demonstration)."""

    unit: str
    role: str
    secret: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded, and how to look at it. ``feed`` is the secret of the chairman's calendar."""

    units: int
    meetings: int
    unit_id: str
    public_name: str
    sign_ins: tuple[SignIn, ...]
    accounts: tuple[DemoAccount, ...]
    password: str
    feed: str


def is_empty(uow: UnitOfWork) -> bool:
    """Tell whether nobody has set up an office yet, so that a demonstration would disturb nothing."""
    return uow.session.execute(select(Office.id).limit(1)).first() is None


def load(uow: UnitOfWork, audit_key: bytes, passwords: Passwords) -> Loaded:
    """Play the demonstration from three months ago to this instant; the journal tells each act at its own time.

    Units, law and calendar must be loaded. Everything happens in this one unit of work.

    Raises: NotAllowed, Conflict when offices stand already, NotFound when the units are not loaded.
    """
    uow.require(Action.KEEP_UNITS)
    if not is_empty(uow):
        raise Conflict("demo-not-empty")
    cast, units = _units(uow)
    months = Months(uow.today)
    line = Timeline(uow, audit_key, until=uow.now)
    begins = months.first(cast.first_month - 1)
    line.go_to(at(begins, _OPENING), OPERATOR)
    seats = [Casting(uow, cast, units[shown.code], months).seat(shown) for shown in cast.units]
    calendar = work_calendar(uow)
    for number, seated in enumerate(seats):
        stage = Stage(line, cast, seated, months, calendar)
        planned = at(begins, _OPENING) + timedelta(minutes=30 + number)
        line.at(planned, stage.actor, partial(plan, stage))
        if seated.shown.body:
            line.at(planned, OPERATOR, partial(conferences.found, stage))
    line.run()
    line.go_to(line.until, OPERATOR)
    return _finish(uow, cast, seats, units, passwords)


def _units(uow: UnitOfWork) -> tuple[Demo, dict[str, Unit]]:
    province = units_by_code(uow.session, [demo_province()], uow.today).get(demo_province())
    if province is None:
        raise NotFound(kind="unit", id=demo_province())
    communes = sorted(list_children(uow.session, province.id, uow.today), key=lambda unit: unit.code)
    here = [unit for unit in communes if unit.level == "xa"]
    return demo([(unit.code, unit.kind) for unit in here]), {unit.code: unit for unit in (province, *here)}


def _finish(uow: UnitOfWork, cast: Demo, seats: list[Seated], units: dict[str, Unit], passwords: Passwords) -> Loaded:
    """Issue the keys and make the accounts that open the demonstration, and a calendar link to try."""
    shown = next(seated for seated in seats if seated.shown.code == cast.sign_in_unit)
    unit, province = units[cast.sign_in_unit], units[cast.province]
    wanted = [(unit, role) for role in _SIGN_INS] + [(province, Role.INSPECTOR)]
    sign_ins = [_sign_in(uow, place, role) for place, role in wanted]
    _, secret = issue_key(uow, "Minh họa: quản trị hệ thống", None, Role.OPERATOR)
    sign_ins.append(SignIn("", Role.OPERATOR.value, secret))
    _, feed = issue_link(uow, FeedScope.OFFICE, shown.offices["chu_tich_ubnd"], "Minh họa")
    people = let_in(uow, unit, province, passwords, cast.password)
    meetings = len(uow.session.execute(select(Meeting.id)).all())
    uow.record("DemoLoaded", "demo", province.id, units=len(seats), meetings=meetings)
    return Loaded(len(seats), meetings, unit.id, unit.public_name, tuple(sign_ins), tuple(people), cast.password, feed)


def _sign_in(uow: UnitOfWork, unit: Unit, role: Role) -> SignIn:
    _, secret = issue_key(uow, named(role, unit), unit.id, role)
    return SignIn(unit.full_name, role.value, secret)
