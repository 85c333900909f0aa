"""The journal, for those who audit: what happened in words, narrowed, taken away in a file, and its chain checked."""

from enum import StrEnum
from typing import Any, cast

from flask import current_app

from api.schemas.base import Query
from api.schemas.fields import Choice, Day, Id, Text, Whole
from scheduler import audit
from scheduler.audit import Sought
from scheduler.core.roles import Action
from scheduler.db.scope import for_the_country
from scheduler.db.work import UnitOfWork, Works
from scheduler.wording.journal_kinds import GROUPS
from web.forms import Form, Refused
from web.frames import Pages, Sent, Shown, shown
from web.journal_files import as_csv, as_json
from web.trying import read, tried

pages = Pages("auditing", "/nhat-ky")
_LAST_SEQ = 999_999_999


class FileKind(StrEnum):
    """As what the entries are taken away."""

    CSV = "csv"
    JSON = "json"


class EntriesAsked(Query):
    """Which entries; texts, so that a wrong one is shown beside its field. ``before``: go on before this number."""

    unit_id = Text(64, shortest=0, load_default="")
    subject = Text(100, shortest=0, load_default="")
    kind = Text(60, shortest=0, load_default="")
    actor = Text(64, shortest=0, load_default="")
    named = Text(100, shortest=0, load_default="")
    first = Text(20, shortest=0, load_default="")
    last = Text(20, shortest=0, load_default="")
    before = Whole(1, _LAST_SEQ, load_default=None)


class EntriesSought(Form):
    """Which entries, checked."""

    unit_id = Id(load_default=None)
    subject = Text(100, load_default="")
    kind = Text(60, load_default="")
    actor = Text(64, load_default="")
    named = Text(100, load_default="")
    first = Day(load_default=None)
    last = Day(load_default=None)


class TakenAway(EntriesSought):
    """Which entries are taken away, and as what."""

    form = Choice(FileKind, required=True)


@pages.shows("", Action.AUDIT, query=EntriesAsked)
def browse(uow: UnitOfWork, query: dict[str, Any] | None = None, refused: Refused | None = None) -> Shown:
    """Show what happened, newest first."""
    before = (query or {}).get("before")
    asked = refused.given if refused else {k: v for k, v in (query or {}).items() if k != "before"}
    given = {name: value for name, value in asked.items() if value and name in EntriesSought().fields}
    trial = tried(lambda: audit.browse(uow, Sought(**read(EntriesSought, given)), before), given, refused)
    return shown(
        "journal/browse.html",
        trial.status,
        found=trial.found,
        refused=trial.refused,
        given=given,
        further=before is not None,
        units=audit.units_to_narrow(uow),
        groups=GROUPS,
        chain=audit.chain_state(uow),
        most=audit.MOST_EXPORTED,
        checks=uow.actor.unit_id is None,
    )


@pages.does("/tai", Action.AUDIT, takes=TakenAway, else_shows=browse)
def take_away(uow: UnitOfWork, form: dict[str, Any]) -> Sent:
    """Give the entries that were sought as a file; that somebody took them is an entry too."""
    kind = form.pop("form")
    found = audit.export(uow, Sought(**form), kind.value)
    name = f"nhat-ky-{uow.today.isoformat()}.{kind.value}"
    if kind is FileKind.CSV:
        return Sent(as_csv(found), "text/csv; charset=utf-8", name)
    return Sent(as_json(found), "application/json", name)


@pages.shows("/chuoi", Action.AUDIT)
def chain(uow: UnitOfWork) -> Shown:
    """Walk the whole chain and show whether anything was altered, taken out or swapped."""
    for_the_country(uow, Action.AUDIT)
    key = cast("Works", current_app.extensions["works"]).audit_key
    return shown("journal/chain.html", chain=audit.chain_state(uow, key), at=uow.now, most=audit.MOST_DAMAGE)
