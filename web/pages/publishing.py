"""From approved to public: what waits, what it brings about, and the evidence of where it was posted."""

from datetime import datetime
from typing import Any

from api.schemas.arranging import LONGEST
from api.schemas.fields import Ground, Hour, Id, Several, Text
from scheduler import publication
from scheduler.core.clock import VIETNAM
from scheduler.core.deadlines import PostingCode
from scheduler.core.errors import InvalidInput
from scheduler.core.periods import month_of
from scheduler.core.roles import Action
from scheduler.db.scope import may_write
from scheduler.db.work import UnitOfWork
from scheduler.enforcement import LONGEST_GROUND, SHORTEST_GROUND
from scheduler.posting_desk import PostingDesk, posting_desk
from scheduler.postings import CHANNELS
from scheduler.publication import LONGEST_NUMBER
from scheduler.weighing import Consequences
from web.forms import AsRead, Form, Refused
from web.frames import Shown, Went, shown, went
from web.pages.months import AnyDay, MonthAsked, month_after, month_of_text, pages
from web.trying import by_table_or_same, fields_named

_LONGEST_LIST = 8000


class DeskAsked(MonthAsked):
    """Which month, and which of its approved meetings are left for later (their ids, a comma between)."""

    bo = Text(_LONGEST_LIST, load_default="")


class Publishing(Form):
    """The meetings as they were shown, the number of their notice, and the written ground after an objection."""

    thang = Text(7, required=True)
    bo = Text(_LONGEST_LIST, load_default="")
    buoi = Several(AsRead(), 1000, load_default=[])
    so_thong_bao = Text(LONGEST_NUMBER, load_default="")
    ly_do_vuot = Ground(SHORTEST_GROUND, LONGEST_GROUND, load_default=None)


class Posted(Form):
    """Where some public meetings were posted, and when."""

    thang = Text(7, required=True)
    da_dang = Several(Id(), 1000, load_default=[])
    kenh = Text(60, required=True)
    ngay = AnyDay(required=True)
    gio = Hour(required=True)
    ghi_chu = Text(LONGEST, load_default="")


@pages.shows("/<id:unit_id>/niem-yet", query=DeskAsked, rehearses=True)
def publishing(
    uow: UnitOfWork, unit_id: str, query: dict[str, Any] | None = None, refused: Refused | None = None
) -> Shown:
    """Show what of a month waits to be posted and what posting it would bring about, and what was posted where."""
    asked = query or (refused.given if refused else {})
    first = month_of_text(asked.get("thang", ""), month_after(uow.today))
    left = frozenset(asked.get("bo", "").split(",")) - {""}
    desk = posting_desk(uow, unit_id, first, month_of(first).last)
    # As they stand: the preview below publishes them for a moment, and their versions move on.
    chosen = {one.meeting.id: one.meeting.version for one in desk.ready if one.meeting.id not in left}
    can = {action: may_write(uow, desk.unit.id, Action(action)) for action in ("publish", "book")}
    return shown(
        "board/publishing.html",
        desk=desk,
        chosen=chosen,
        left=left,
        late=[one for one in desk.ready if one.clock.status.code is PostingCode.OVERDUE],
        channels=CHANNELS,
        today=uow.today,
        near={"before": month_after(first, -1), "after": month_after(first)},
        can=can,
        found=_preview(uow, desk, list(chosen)) if can["publish"] and chosen else None,
    )


@pages.does("/<id:unit_id>/niem-yet", Action.PUBLISH, takes=Publishing, else_shows=publishing)
def publish(uow: UnitOfWork, form: dict[str, Any], unit_id: str) -> Went:
    """Publish the meetings as they were shown, with the number of their notice."""
    if not form["buoi"]:
        raise InvalidInput.at("buoi", "nothing-ticked")
    first = month_of_text(form["thang"], uow.today)
    last, shown_as = month_of(first).last, dict(form["buoi"])
    told = {"insist": form["ly_do_vuot"], "notice_number": form["so_thong_bao"], "versions": shown_as}
    desk = posting_desk(uow, unit_id, first, last)
    with fields_named(by_table_or_same({"notice_number": "so_thong_bao", "insist": "ly_do_vuot"})):
        if _is_whole(desk, list(shown_as)):
            publication.publish_span(uow, unit_id, first, last, **told)
        else:
            publication.publish(uow, list(shown_as), **told)
    return went("board.publishing", unit_id=unit_id, thang=form["thang"], xong="da-niem-yet")


@pages.does("/<id:unit_id>/niem-yet/bang-chung", Action.PUBLISH, takes=Posted, else_shows=publishing)
def post(uow: UnitOfWork, form: dict[str, Any], unit_id: str) -> Went:
    """Enter where the ticked meetings were posted, for all of them or none."""
    if not form["da_dang"]:
        raise InvalidInput.at("da_dang", "nothing-ticked")
    at = datetime.combine(form["ngay"], form["gio"], VIETNAM)
    with fields_named(by_table_or_same({"channel": "kenh", "posted_at": "gio"})):
        for meeting_id in dict.fromkeys(form["da_dang"]):
            publication.post(uow, meeting_id, form["kenh"], at, form["ghi_chu"])
    return went("board.publishing", unit_id=unit_id, thang=form["thang"], xong="da-ghi-niem-yet")


def _preview(uow: UnitOfWork, desk: PostingDesk, chosen: list[str]) -> Consequences:
    if _is_whole(desk, chosen):
        return publication.preview_publish_span(uow, desk.unit.id, desk.first, desk.last)
    return publication.preview_publish(uow, chosen)


def _is_whole(desk: PostingDesk, meeting_ids: list[str]) -> bool:
    """Tell whether these are all that is approved: then the unit's whole plan is judged, for every office."""
    return set(meeting_ids) == {one.meeting.id for one in desk.waiting}
