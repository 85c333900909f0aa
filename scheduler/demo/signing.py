"""People who can sign in to the demonstration: one for each role, all with the password that the demonstration says.

Roles that need a second step set it up when they sign in first, as anybody would.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.account_deeds import Terms
from scheduler.accounts import Newcomer, assign, invite
from scheduler.core.roles import Role
from scheduler.db.accounts import withdraw_links
from scheduler.db.offices import Office, Person, holder_on, list_holdings, list_offices
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork
from scheduler.passwords import Passwords
from scheduler.wording.roles import role_name

_COMMUNE = (Role.SECRETARY, Role.DEPUTY, Role.OFFICE_CHIEF, Role.UNIT_ADMIN, Role.FRONT, Role.DEPARTMENT, Role.DESK)
_PROVINCE = (Role.SECRETARY, Role.OFFICE_CHIEF, Role.UNIT_ADMIN, Role.INSPECTOR)
_COUNTRY = (Role.LEGAL_ADMIN, Role.OPERATOR)
_DOMAIN = "tiepdan.example"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Somebody who can sign in: where, as what, and by which address of mail."""

    unit: str
    role: str
    email: str


def let_in(uow: UnitOfWork, commune: Unit, province: Unit, passwords: Passwords, password: str) -> list[DemoAccount]:
    """Make an account for each role of the commune and the province, for each of their leaders, and for the country."""
    kept = passwords.kept(password)
    made = []
    for place, who, terms in _everybody(uow, commune, province):
        invited = invite(uow, who)
        assign(uow, invited.account.id, terms)
        withdraw_links(uow.session, invited.account.id, uow.now)
        invited.account.password_hash = kept
        made.append(DemoAccount(place, terms.role.value, who.email))
    uow.session.flush()
    return made


def named(role: Role, unit: Unit | None = None) -> str:
    """Return how somebody of the demonstration is called: "Minh họa: Thư ký xã Tân Đoàn"."""
    full = unit.full_name if unit else ""
    return f"Minh họa: {role_name(role)} {full[:1].lower()}{full[1:]}".rstrip()


def _everybody(uow: UnitOfWork, commune: Unit, province: Unit) -> Iterator[tuple[str, Newcomer, Terms]]:
    for unit, short, roles in ((commune, "xa", _COMMUNE), (province, "tinh", _PROVINCE)):
        offices = list_offices(uow.session, [unit.id])
        for office in offices:
            leader = _holder(uow, office)
            if leader is not None:
                email = f"{office.kind.replace('_', '-')}.{short}@{_DOMAIN}"
                terms = Terms(Role.LEADER, unit.id, office.id, uow.today)
                yield unit.full_name, Newcomer(email, leader.name, unit.id, person_id=leader.id), terms
        for role in roles:
            name, email = named(role, unit), f"{role.value.replace('_', '-')}.{short}@{_DOMAIN}"
            yield unit.full_name, Newcomer(email, name, unit.id), Terms(role, unit.id, None, uow.today)
    for role in _COUNTRY:
        email = f"{role.value.replace('_', '-')}@{_DOMAIN}"
        yield "", Newcomer(email, named(role), None), Terms(role, None, None, uow.today)


def _holder(uow: UnitOfWork, office: Office) -> Person | None:
    held = holder_on(list_holdings(uow.session, [office.id]), office.id, uow.today)
    return uow.session.get(Person, held.person_id) if held else None
