"""The month of a unit: the board, proposals, publishing, and looking something up."""

from datetime import date
from enum import StrEnum
from typing import Any

from api.schemas.base import Query
from api.schemas.fields import Choice, Text
from scheduler.core.errors import NotFound
from scheduler.db.work import UnitOfWork
from scheduler.month_board import month_board
from scheduler.wording.dates import month_first
from web.forms import Refused
from web.frames import Pages, Shown, shown

pages = Pages("board", "/lam-viec")


class Look(StrEnum):
    """How a month is shown."""

    GRID = "bang"
    LIST = "danh-sach"


class MonthAsked(Query):
    """Which month ("2026-12"; this one when not given), and as a grid or as a list."""

    thang = Text(7, load_default="")
    dang = Choice(Look, load_default=Look.GRID)


def month_of_text(text: str, today: date) -> date:
    """Return the first day of a month written "2026-12", of today's when nothing is given. Raises: NotFound."""
    if not text:
        return today.replace(day=1)
    try:
        year, month = text.split("-")
        return date(int(year), int(month), 1)
    except ValueError:
        raise NotFound(kind="month", id=text) from None


@pages.shows("/<id:unit_id>/lich", query=MonthAsked)
def month(
    uow: UnitOfWork,
    unit_id: str,
    query: dict[str, Any] | None = None,
    refused: Refused | None = None,  # noqa: ARG001 - shown by the frame
) -> Shown:
    """Show the month of a unit as a grid of offices and days, or as a list."""
    asked = query or {"thang": "", "dang": Look.GRID}
    first = month_of_text(asked["thang"], uow.today)
    view = month_board(uow, unit_id, first)
    near = {"before": month_first(first.year, first.month, -1), "after": month_first(first.year, first.month, 1)}
    return shown("board/month.html", view=view, form=asked["dang"], near=near)
