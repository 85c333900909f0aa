"""What happened to a meeting in sentences: one for each kind of event, and a line for each thing that became other."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from scheduler.core.facts import State
from scheduler.wording.channels import channel_name
from scheduler.wording.dates import inline_date, moment
from scheduler.wording.language import said, say, source
from scheduler.wording.meetings import mode_word, state_word

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that became other: what, how it was ("" when nothing is known), how it is."""

    what: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Telling:
    """An event in words. ``notes``: grounds, and what stays visible for ever. ``corrected``: a record became other."""

    sentence: str
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()
    corrected: bool = False


SENTENCES: dict[str, str] = {
    "MeetingDrafted": source("Lập bản nháp."),
    "MeetingChanged": source("Sửa thông tin của buổi."),
    "MeetingApproved": source("Duyệt buổi."),
    "MeetingReturned": source("Trả lại bản nháp."),
    "MeetingPublished": source("Niêm yết buổi {on}."),
    "MeetingPosted": source("Ghi bằng chứng niêm yết: {channel}, lúc {posted_at}."),
    "PostingWithdrawn": source("Ghi việc gỡ niêm yết: {channel}."),
    "MeetingMoved": source("Chuyển buổi từ {former} sang {on}."),
    "MeetingRearranged": source("Đổi giờ, địa điểm hoặc hình thức; ngày giữ nguyên."),
    "MeetingPostponed": source("Hoãn buổi {former}, chưa có ngày mới."),
    "MeetingCancelled": source("Hủy buổi {former}."),
    "MeetingDropped": source("Bỏ bản nháp {former}."),
    "MeetingHeld": source("Ghi nhận kết quả buổi {on}: {citizens} công dân."),
    "MeetingNotHeld": source("{on} đã qua mà chưa có kết quả: ghi là không diễn ra."),
    "MeetingDelegated": source("Cử {deputy} tiếp thay {office}; buổi không tính vào định mức của người đứng đầu."),
    "MeetingCorrected": source("Đính chính kết quả; bản trước được giữ lại."),
}
UNKNOWN = source("Sự kiện {kind}.")
FIELDS: dict[str, str] = {
    "state": source("Trạng thái"),
    "on": source("Ngày"),
    "sittings": source("Giờ và địa điểm"),
    "chairs": source("Người chủ trì"),
    "mode": source("Hình thức"),
    "notice_number": source("Số thông báo"),
    "pinned": source("Giữ ngày khi lập lại đề xuất"),
    "subject": source("Nội dung dự kiến"),
    "co_attendees": source("Thành phần dự"),
    "trigger": source("Vụ việc đột xuất"),
    "online_url": source("Địa chỉ phòng họp trực tuyến"),
    "started_at": source("Bắt đầu thực tế"),
    "ended_at": source("Kết thúc thực tế"),
    "citizens": source("Số công dân được tiếp"),
    "late": source("Nhập muộn"),
}
_ACTORS = {
    "demo": source("Dữ liệu minh họa"),
    "worker": source("Hệ thống (tự động)"),
    "operator": source("Người vận hành hệ thống"),
    "nobody": source("Người chưa đăng nhập"),
}
_NOTHING = source("để trống")


def actor_words(person: str, key: str, own: str) -> str:
    """Return who did something: a person, a program by the name of its key, the service itself."""
    if person:
        return person
    return say(source("Chương trình “{key}”"), key=key) if key else said(_ACTORS.get(own, source("Tài khoản cũ")))


def telling(kind: str, body: Mapping[str, Any], names: Names) -> Telling:
    """Return an event of a meeting in words; ``names`` gives those of offices, places and people by id."""
    values = {
        "kind": kind,
        "on": _day(body.get("on")),
        "former": _day(body.get("former")),
        "channel": channel_name(str(body.get("channel", ""))),
        "posted_at": _instant(body.get("posted_at")),
        "citizens": body.get("citizens", "…"),
        "deputy": body.get("deputy", ""),
        "office": names.get(str(body.get("office", "")), ""),
    }
    told = say(SENTENCES.get(kind, UNKNOWN), **values)
    first, rest = told[:1].upper(), told[1:]
    return Telling(f"{first}{rest}", tuple(_changes(body, names)), tuple(_notes(body)), kind == "MeetingCorrected")


def _changes(body: Mapping[str, Any], names: Names) -> Iterable[Change]:
    was, now = body.get("before") or {}, body.get("after") or {}
    untold = [str(name) for name in body.get("fields", ()) if name not in now]
    for name, what in FIELDS.items():
        if name in now and was.get(name) != now[name]:
            before = _shown(name, was[name], names) if name in was else ""
            yield Change(said(what), before, _shown(name, now[name], names))
        elif name in untold:
            yield Change(said(what), "", said(source("đã sửa (nội dung chưa niêm yết không ghi vào nhật ký)")))


def _notes(body: Mapping[str, Any]) -> Iterable[str]:
    if body.get("ground"):
        yield say(source("Lý do: {ground}"), ground=body["ground"])
    if body.get("insisted"):
        yield say(source("Vẫn thực hiện dù trái quy định, lý do bằng văn bản: {ground}"), ground=body["insisted"])
    if body.get("late"):
        yield said(source("Nhập muộn: dấu này không xóa được."))
    if body.get("after_lock"):
        yield said(source("Sửa sau khi khóa số liệu của tháng: dấu này không xóa được."))
    if body.get("unplanned"):
        yield said(source("Buổi chưa từng được lập lịch trên hệ thống."))


def _shown(name: str, value: Any, names: Names) -> str:  # noqa: ANN401 - as the journal keeps it
    if value is None or value in ("", []):
        return said(_NOTHING)
    show = _SHOWN.get(name)
    return show(value, names) if show else str(value)


def _sittings(value: Iterable[Mapping[str, Any]], names: Names) -> str:
    lines = []
    for s in value:
        where = ", ".join(filter(None, (names.get(s.get("place_id") or "", ""), s.get("site", ""))))
        line = f"{_day(s.get('day'))} {s.get('starts')}–{s.get('ends')}"
        lines.append(f"{line}, {where}" if where else line)
    return "; ".join(lines)


def _chairs(value: Iterable[Mapping[str, Any]], names: Names) -> str:
    return "; ".join(_chair(chair, names) for chair in value)


def _chair(chair: Mapping[str, Any], names: Names) -> str:
    office = names.get(str(chair.get("office_id")), "…")
    deputy = chair.get("delegate") or ""
    if chair.get("present") is True:
        return say(source("{office}: trực tiếp chủ trì"), office=office)
    if deputy and not chair.get("in_person"):
        return say(source("{office}: {deputy} tiếp thay theo ủy quyền"), office=office, deputy=deputy)
    if chair.get("present") is False:
        return say(source("{office}: vắng mặt"), office=office)
    return office


def _day(value: object) -> str:
    return inline_date(date.fromisoformat(str(value))) if value and value != "None" else said(source("chưa có ngày"))


def _instant(value: object) -> str:
    return moment(datetime.fromisoformat(str(value))) if value else "…"


def _yes(value: object, _: Names) -> str:
    return said(source("có")) if value else said(source("không"))


_SHOWN: dict[str, Callable[[Any, Names], str]] = {
    "state": lambda value, _: state_word(State(value)),
    "on": lambda value, _: _day(value),
    "sittings": _sittings,
    "chairs": _chairs,
    "mode": lambda value, _: mode_word(value),
    "pinned": _yes,
    "late": _yes,
    "started_at": lambda value, _: _instant(value),
    "ended_at": lambda value, _: _instant(value),
}
