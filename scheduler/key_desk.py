"""Keys of programs and calendar links of a unit as their page shows them: for whom, by whom, and when last used."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from scheduler.core.roles import COUNTRY_ROLES, MAY, OPERATOR, UNIT_ROLES, WORKER, Action, Actor, Role
from scheduler.db.access import ApiKey, list_keys
from scheduler.db.accounts import Account
from scheduler.db.feeds import FeedLink, FeedScope, list_feed_links
from scheduler.db.journal import JournalEntry
from scheduler.db.offices import Office, Person, list_offices
from scheduler.db.scope import may_write, reads
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork

_MOST = 1000
_FAR_BACK = 50_000
"""Entries of the journal that are looked through for what a key did: the page must not wait for all of them."""


@dataclass(frozen=True, slots=True)
class KeyTold:
    """A key with the name of its unit ("" for the country), of its issuer, and when it last changed something.

    Only changes are known, by the newest 50,000 entries of the journal; that a program merely looked is not kept.
    ``is_open``: it opens something today.
    """

    key: ApiKey
    where: str
    by: str
    changed_at: datetime | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class LinkTold:
    """A calendar link, whose calendar it is ("" for the whole unit's), and who issued it."""

    link: FeedLink
    whose: str
    by: str


@dataclass(frozen=True, slots=True)
class KeyDesk:
    """Keys and links, those in use first and the newest first; ``targets``: calendars to issue links of.

    ``unit`` is None for who acts for the country and chose none. ``roles``: those that a new key may have.
    """

    unit: Unit | None
    keys: tuple[KeyTold, ...]
    links: tuple[LinkTold, ...]
    targets: tuple[tuple[FeedScope, str, str], ...]
    roles: tuple[Role, ...]
    may_link: bool


def desk(uow: UnitOfWork, unit_id: str | None) -> KeyDesk:
    """Return the keys and links of a unit; None: the country's keys, and no links. At most 1,000 keys.

    Raises: NotFound, NotAllowed.
    """
    uow.require(Action.KEEP_KEYS)
    own = uow.actor.unit_id
    unit = reads(uow, own or unit_id or "") if own or unit_id else None
    if unit is not None and not may_write(uow, unit.id, Action.KEEP_KEYS):
        uow.refuse(Action.KEEP_KEYS)
    found = [k for k in list_keys(uow.session, unit.id if unit else None, "", _MOST) if unit or k.unit_id is None]
    links = list_feed_links(uow.session, unit.id) if unit else []
    by = _issuers(uow, {key.issued_by for key in found} | {link.issued_by for link in links})
    changed = _changed(uow, [key.id for key in found])
    whose = _targets(uow, unit)
    names = {(scope.value, target): name for scope, target, name in whose}
    told = [
        KeyTold(key, unit.full_name if unit else "", by.get(key.issued_by, ""), changed.get(key.id), _is_open(uow, key))
        for key in found
    ]
    calendars = [LinkTold(one, names.get((one.scope, one.target_id), ""), by.get(one.issued_by, "")) for one in links]
    return KeyDesk(
        unit=unit,
        keys=tuple(sorted(told, key=lambda one: (one.is_open, one.key.issued_at), reverse=True)),
        links=tuple(sorted(calendars, key=lambda one: (one.link.revoked_at is None, one.link.issued_at), reverse=True)),
        targets=whose,
        roles=tuple(role for role in Role if _may_have(uow.actor, role, unit)),
        may_link=unit is not None and may_write(uow, unit.id, Action.KEEP_FEEDS),
    )


def _is_open(uow: UnitOfWork, key: ApiKey) -> bool:
    return key.revoked_at is None and (key.expires_on is None or uow.today <= key.expires_on)


def _may_have(actor: Actor, role: Role, unit: Unit | None) -> bool:
    if role in (UNIT_ROLES if unit is None else COUNTRY_ROLES):
        return False
    return actor.unit_id is None or not (
        role in COUNTRY_ROLES or (Action.INSIST in MAY[role] and not actor.may(Action.INSIST))
    )


def _issuers(uow: UnitOfWork, ids: Iterable[str]) -> Mapping[str, str]:
    wanted = list(ids)
    people = uow.session.execute(select(Account.id, Account.name).where(Account.id.in_(wanted)))
    keys = uow.session.execute(select(ApiKey.id, ApiKey.name).where(ApiKey.id.in_(wanted)))
    machine = {OPERATOR.id: "", WORKER.id: ""}
    return machine | {row.id: row.name for row in people} | {row.id: row.name for row in keys}


def _changed(uow: UnitOfWork, ids: Iterable[str]) -> Mapping[str, datetime]:
    newest = uow.session.execute(select(func.max(JournalEntry.seq))).scalar() or 0
    rows = select(JournalEntry.actor, func.max(JournalEntry.at)).where(JournalEntry.actor.in_(list(ids)))
    rows = rows.where(JournalEntry.seq > newest - _FAR_BACK)
    return dict(uow.session.execute(rows.group_by(JournalEntry.actor)).all())


def _targets(uow: UnitOfWork, unit: Unit | None) -> tuple[tuple[FeedScope, str, str], ...]:
    """Return the calendars of a unit: its own ("" for a name), its offices' by title, its people's by name."""
    if unit is None:
        return ()
    offices: Iterable[Office] = list_offices(uow.session, [unit.id])
    people = uow.session.execute(select(Person).where(Person.unit_id == unit.id).order_by(Person.search_key)).scalars()
    return (
        (FeedScope.UNIT, unit.id, ""),
        *((FeedScope.OFFICE, office.id, office.title) for office in offices if _is_there(office, uow.today)),
        *((FeedScope.PERSON, person.id, person.name) for person in people),
    )


def _is_there(office: Office, day: date) -> bool:
    return office.valid_to is None or office.valid_to >= day
