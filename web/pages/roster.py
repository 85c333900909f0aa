"""Offices and their holders from a file (K9): choose it, see row by row what it would do, then all or nothing."""

from typing import Any

from flask import request

from api.schemas.fields import Text
from scheduler import roster_import, roster_table
from scheduler.core.errors import InvalidInput
from scheduler.core.roles import Action
from scheduler.db.scope import may_write, reads
from scheduler.db.work import UnitOfWork
from scheduler.roster_import import Effect, Roster
from scheduler.sheets import MOST_BYTES, read_sheet
from web.forms import Form, Refused
from web.frames import Sent, Shown, Went, shown, went
from web.pages.offices import pages

_KEEP = Action.KEEP_UNIT
_ALL = "/<id:unit_id>/chuc-vu/nhap"
_LONGEST = 60_000


class FileForm(Form):
    """A file with the template's table. It is read before any unit of work begins: nobody waits for it with a lock."""

    def completed(self, values: dict[str, Any]) -> dict[str, Any]:
        """Add the cells of the file. Raises: InvalidInput."""
        sent = request.files.get("tep")
        if sent is None or not sent.filename:
            raise InvalidInput.at("tep", "sheet-missing")
        cells = read_sheet(sent.stream.read(MOST_BYTES + 1), "tep")
        roster_table.check_table(cells, "tep")
        return values | {"cells": cells}


class TableForm(Form):
    """The table that a preview was made of."""

    bang = Text(_LONGEST, required=True)


@pages.shows(_ALL, _KEEP)
def importing(uow: UnitOfWork, unit_id: str, refused: Refused | None = None) -> Shown:
    """Show how to import, with the template."""
    unit = reads(uow, unit_id)
    if not may_write(uow, unit.id, _KEEP):
        uow.refuse(_KEEP)
    return shown("offices/import.html", unit=unit, refused=refused, most=roster_table.MOST_ROWS)


@pages.tries(f"{_ALL}/xem-truoc", _KEEP, takes=FileForm, else_shows=importing)
def preview(uow: UnitOfWork, form: dict[str, Any], unit_id: str) -> Shown:
    """Show what each row of a file would do; nothing is kept."""
    return _previewed(uow, unit_id, roster_import.enter(uow, unit_id, form["cells"]), form["cells"])


def _again(uow: UnitOfWork, unit_id: str, refused: Refused | None = None) -> Shown | Went | Sent:
    """Show a table once more that could not be imported, with what stands in its way now."""
    text = refused.given.get("bang", "") if refused else ""
    try:
        cells = roster_table.unpacked(text, "tep")
        return _previewed(uow, unit_id, roster_import.enter(uow, unit_id, cells), cells)
    except InvalidInput:
        return importing(uow, unit_id, refused)


@pages.does(_ALL, _KEEP, takes=TableForm, else_shows=_again)
def do_import(uow: UnitOfWork, form: dict[str, Any], unit_id: str) -> Went:
    """Do all that a table says, or nothing."""
    roster_import.enter_all(uow, unit_id, roster_table.unpacked(form["bang"], "tep"))
    return went("staff.of_unit", unit_id=unit_id, xong="da-nhap")


def _previewed(uow: UnitOfWork, unit_id: str, roster: Roster, cells: list[list[str]]) -> Shown:
    table = roster_table.packed(cells)
    if len(table) > _LONGEST:
        raise InvalidInput.at("tep", "sheet-too-long", most=roster_table.MOST_ROWS)
    counts = [(effect.value, roster.number(effect)) for effect in Effect]
    unit = reads(uow, unit_id)
    wrong = roster.number(Effect.REFUSED)
    return shown("offices/import_preview.html", unit=unit, roster=roster, counts=counts, table=table, wrong=wrong)
