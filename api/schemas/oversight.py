"""Shapes of boards."""

from typing import Any

from marshmallow import fields

from api.schemas.base import Output, Query
from api.schemas.fields import Choice, Text, Told, Whole
from scheduler.core.compliance.values import Status
from scheduler.oversight import Sort
from scheduler.oversight.boards import MOST_ROWS
from scheduler.wording.oversight import duty_name, updating_sentence
from scheduler.wording.verdicts import status_word

_DUTY = {"description": "office, ledger and kind: chu_tich_ubnd.reception.periodic"}
_PLACE = {"description": "0 for the first page, else the last answer's next"}


class YearAsked(Query):
    """One year of one duty."""

    year = Whole(2014, 2199, required=True)
    duty = Text(120, load_default=None, allow_none=True, metadata=_DUTY)


class BoardAsked(YearAsked):
    """A page of a board."""

    sort = Choice(Sort, load_default=Sort.SHORT)
    after = Whole(0, 100_000, load_default=0, metadata=_PLACE)
    limit = Whole(1, MOST_ROWS, load_default=50)


class DutiesAsked(Query):
    """The duties of one year."""

    year = Whole(2014, 2199, required=True)


class DutySchema(Output):
    """A kind of meeting that a kind of office owes."""

    name = fields.String(metadata=_DUTY)
    detail = Told(duty_name)


class DutiesSchema(Output):
    """What somebody in reach owes."""

    items = fields.List(fields.Nested(DutySchema))


class ColumnSchema(Output):
    """One span of a board."""

    key = fields.String()
    first = fields.Date()
    last = fields.Date()


class SumsSchema(Output):
    """Days and meetings added up; ``held`` are received in person by the head."""

    required = fields.Integer()
    held = fields.Integer()
    planned = fields.Integer()
    missing = fields.Integer()
    short = fields.Integer(metadata={"description": "days that were missed for good"})
    delegated = fields.Integer()
    adhoc = fields.Integer()
    late_publications = fields.Integer()
    late_entries = fields.Integer()
    after_lock = fields.Integer()
    insisted = fields.Integer()
    excused = fields.Integer()


class ShareSchema(Output):
    """Of how many units something is owed, how many met it, how many missed it for good."""

    owed = fields.Integer()
    met = fields.Integer()
    missed = fields.Integer()
    sums = fields.Nested(SumsSchema)


class RefSchema(Output):
    """One verdict behind a cell."""

    office_id = fields.String()
    rule_id = fields.String()
    first_on = fields.Date()


class CellSchema(Output):
    """How a unit stands in a column."""

    status = Choice(Status)
    detail = Told(lambda one: status_word(one.status))
    sums = fields.Nested(SumsSchema)
    locked = fields.Boolean()
    refs = fields.List(fields.Nested(RefSchema))


class RowSchema(Output):
    """A unit by columns; null where it owes nothing that is known."""

    unit_id = fields.String()
    name = fields.String()
    level = fields.String()
    cells = fields.List(fields.Nested(CellSchema, allow_none=True))
    total = fields.Nested(ShareSchema)
    updating = fields.Boolean(metadata={"description": "these figures are not current yet"})


class _Seen(Output):
    year = fields.Integer()
    duty = fields.Nested(DutySchema)
    columns = fields.List(fields.Nested(ColumnSchema))
    shares = fields.List(fields.Nested(ShareSchema))
    total = fields.Nested(ShareSchema)
    updating = fields.Integer(metadata={"description": "of so many units the figures are not current yet"})
    detail = Told(lambda one: updating_sentence(one.updating))


class BoardSchema(_Seen):
    """Units by months."""

    rows = fields.List(fields.Nested(RowSchema))
    units = fields.Integer()
    without = fields.Integer(metadata={"description": "units of these levels in which nobody has the duty"})
    next = fields.Integer(allow_none=True)


class ProvinceSchema(Output):
    """A province with all units in it."""

    unit_id = fields.String()
    name = fields.String()
    units = fields.Integer()
    shares = fields.List(fields.Nested(ShareSchema))
    total = fields.Nested(ShareSchema)
    updating = fields.Integer()


class CountrySchema(_Seen):
    """Provinces by months."""

    provinces = fields.List(fields.Nested(ProvinceSchema))


def asked(query: dict[str, Any]) -> dict[str, Any]:
    """Return a page of a board as the use case takes it, without what was not asked."""
    return {name: query[name] for name in ("sort", "after", "limit")}
