"""The first start: while nobody has an account, whoever runs the machine gets one address that makes the first one.

The address is a secret of 48 hours, kept as a digest in the data folder beside the keys, for their owner only. It is
good while the database holds no account at all, and of two who use it at once one makes the account.
"""

import hmac
import json
import os
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from scheduler import accounts
from scheduler.account_deeds import Terms
from scheduler.core.errors import Gone, InvalidInput, NotFound
from scheduler.core.ids import LONG, digest, new_secret
from scheduler.core.roles import Role
from scheduler.core.vietnamese import fold
from scheduler.db.accounts import has_accounts
from scheduler.db.journal import JournalHead
from scheduler.db.units import Unit, in_force_on
from scheduler.db.work import UnitOfWork
from scheduler.settings import Settings
from scheduler.wording.letters import server_words

FILE = "first-start.json"
PATH = "/khoi-tao"
"""Where the page stands; the secret follows."""
LASTS = timedelta(hours=48)
MOST_UNITS, SHORTEST = 20, 2


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A file that holds a key: whether it is there, and whether only its owner can read it."""

    name: str
    there: bool
    closed: bool


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the machine was given, for whoever starts it: the address people see, where data and keys lie, mail.

    ``mail``: how the mail server is reached, "" without one; ``sender``: the address letters come from.
    """

    public_url: str
    secure: bool
    database: str
    folder: str
    keys: tuple[KeyFile, ...]
    mail: str
    sender: str


@dataclass(frozen=True, slots=True)
class First:
    """The first account, and the secret that opens it, shown this once."""

    account_id: str
    secret: str = field(repr=False)


def offer(uow: UnitOfWork, settings: Settings) -> str | None:
    """Make the one good address of a first start, withdrawing an earlier one; None once anybody has an account.

    Raises: OSError when the data folder cannot be written.
    """
    if has_accounts(uow.session):
        withdraw(settings)
        return None
    secret = new_secret(LONG)
    told = {"digest": digest(secret), "ends_at": (uow.now + LASTS).isoformat()}
    path = settings.data / FILE
    fresh = path.with_name(f"{FILE}.{os.urandom(8).hex()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        json.dump(told, out)
    fresh.replace(path)
    return f"{settings.public_url}{PATH}/{secret}"


def check(uow: UnitOfWork, settings: Settings, secret: str) -> None:
    """Pass when an address of a first start is still good.

    Raises: NotFound (it never was one of ours, or a newer one was made), Gone (it ended, or somebody has an account).
    """
    known = _known(settings.data / FILE)
    if known is None or not hmac.compare_digest(known[0].encode(), digest(secret).encode()):
        raise NotFound(kind="first_start")
    if known[1] <= uow.now or has_accounts(uow.session):
        raise Gone("first-start-over")


def make_first(uow: UnitOfWork, settings: Settings, secret: str, who: accounts.Newcomer, unit_id: str | None) -> First:
    """Make the first account: operator of the service, and administrator of a unit when one is named.

    ``who`` must be kept by no unit. Password and second step are set by the link of the account, as for anybody.
    Raises: NotFound, Gone, InvalidInput.
    """
    # Two with one address: the head of the journal makes the second wait, and then there is an account.
    uow.session.execute(select(JournalHead).with_for_update())
    check(uow, settings, secret)
    unit = uow.session.get(Unit, unit_id) if unit_id else None
    if unit_id and unit is None:
        raise InvalidInput.at("unit_id", "no-such-unit")
    made = accounts.invite(uow, who, Terms(Role.OPERATOR, None, None, uow.today))
    if unit is not None:
        accounts.assign(uow, made.account.id, Terms(Role.UNIT_ADMIN, unit.id, None, uow.today))
    return First(made.account.id, made.secret)


def withdraw(settings: Settings) -> None:
    """Take the address back: what is not there cannot be guessed."""
    with suppress(OSError):
        (settings.data / FILE).unlink(missing_ok=True)


def find_units(uow: UnitOfWork, text: str) -> list[tuple[str, str]]:
    """Return units in force whose name holds the text, marks and case ignored: ids with names, at most 20."""
    key = fold(text)
    if len(key) < SHORTEST:
        return []
    rows = select(Unit).where(Unit.search_key.contains(key, autoescape=True), *in_force_on(uow.today))
    found = uow.session.scalars(rows.order_by(Unit.level, Unit.search_key).limit(MOST_UNITS)).all()
    above = {unit.parent_id for unit in found if unit.parent_id}
    names = {unit.id: unit.full_name for unit in uow.session.scalars(select(Unit).where(Unit.id.in_(above)))}
    return [(u.id, f"{u.full_name}, {names[u.parent_id]}" if u.parent_id in names else u.full_name) for u in found]


def surroundings(settings: Settings) -> Surroundings:
    """Return what the machine was given. Keys are looked at from outside only."""
    return Surroundings(
        public_url=settings.public_url,
        secure=settings.public_url.startswith("https://"),
        database="SQLite" if settings.url.startswith("sqlite") else "PostgreSQL",
        folder=str(settings.data.resolve()),
        keys=tuple(_key_file(path) for path in (settings.audit_key_file, settings.seal_keys_file)),
        mail=server_words(settings.mail_host, settings.port_for_mail, settings.mail_tls) if settings.mail_host else "",
        sender=settings.mail_from,
    )


def _key_file(path: Path) -> KeyFile:
    there = path.is_file()
    return KeyFile(path.name, there, there and not path.stat().st_mode & 0o077)


def _known(path: Path) -> tuple[str, datetime] | None:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return str(told["digest"]), datetime.fromisoformat(told["ends_at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
