"""The month of a unit on one page: who receives when, what is missing, what is still to be posted."""

from enum import StrEnum
from typing import Any

from api.schemas.fields import Choice, Id, Text
from scheduler.core.roles import Action
from scheduler.db.scope import may_write
from scheduler.db.work import UnitOfWork
from scheduler.month_board import Narrowed, month_board
from web.forms import Refused
from web.frames import Shown, shown
from web.pages.months import MonthAsked, kind_key, kind_of, month_after, month_of_text, pages

__all__ = ["pages"]


class Look(StrEnum):
    """How a month is shown; both: the grid where there is room for it, the list on a telephone."""

    BOTH = "ca-hai"
    GRID = "bang"
    LIST = "danh-sach"


class BoardAsked(MonthAsked):
    """Which month, how it is shown, and what of it: one place, one kind of meeting, offices that are short."""

    dang = Choice(Look, load_default=Look.BOTH)
    noi = Id(load_default="")
    loai = Text(80, load_default="")
    thieu = Text(2, load_default="")


@pages.shows("/<id:unit_id>/lich", query=BoardAsked)
def month(
    uow: UnitOfWork,
    unit_id: str,
    query: dict[str, Any] | None = None,
    refused: Refused | None = None,  # noqa: ARG001 - shown by the frame
) -> Shown:
    """Show the month of a unit as a grid of offices and days, or as a list."""
    asked = dict(query or {"thang": "", "dang": Look.BOTH, "noi": "", "loai": "", "thieu": ""})
    # A list of choices cannot send an empty word: nothing is chosen by "0".
    asked |= {name: "" for name in ("noi", "loai") if asked[name] == "0"}
    first = month_of_text(asked["thang"], uow.today)
    narrowed = Narrowed(asked["noi"], kind_of(asked["loai"]), bool(asked["thieu"]))
    view = month_board(uow, unit_id, first, narrowed)
    here = {"unit_id": view.unit.id, "thang": f"{first:%Y-%m}", "dang": asked["dang"].value}
    here |= {name: asked[name] for name in ("noi", "loai", "thieu") if asked[name]}
    return shown(
        "board/month.html",
        view=view,
        form=asked["dang"].value,
        here=here,
        narrowed=bool(asked["noi"] or asked["loai"] or asked["thieu"]),
        kinds=[(kind_key(kind), kind) for kind in view.kinds],
        near={"before": month_after(first, -1), "after": month_after(first)},
        can={action: may_write(uow, view.unit.id, Action(action)) for action in ("book", "publish")},
    )
