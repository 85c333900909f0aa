"""The journal in words: what each entry tells, with its values named, and what became other."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from scheduler.wording.dates import moment, short_date
from scheduler.wording.journal_kinds import GROUPS, KINDS
from scheduler.wording.language import said, say, source
from scheduler.wording.meeting_events import SENTENCES as OF_MEETINGS
from scheduler.wording.meeting_events import Change, Telling, telling
from scheduler.wording.reasons import DAY_KINDS
from scheduler.wording.roles import ROLES
from scheduler.wording.rules import PERIODS

Names = Mapping[str, str]

LABELS: dict[str, str] = {
    "unit": source("Đơn vị"),
    "units": source("Số đơn vị"),
    "office": source("Chức vụ"),
    "person": source("Người"),
    "account": source("Tài khoản"),
    "role": source("Vai trò"),
    "name": source("Tên"),
    "title": source("Tên chức vụ"),
    "kind": source("Loại"),
    "kind_of_day": source("Loại ngày"),
    "capacity": source("Tư cách"),
    "address": source("Địa chỉ"),
    "telephone": source("Điện thoại"),
    "regular_hours": source("Giờ tiếp thường xuyên"),
    "rooms": source("Số phòng"),
    "first_on": source("Từ ngày"),
    "last_on": source("Đến hết ngày"),
    "first": source("Từ ngày"),
    "last": source("Đến hết ngày"),
    "on": source("Ngày"),
    "valid_from": source("Có hiệu lực từ"),
    "valid_to": source("Hiệu lực đến hết"),
    "closed_on": source("Ngừng từ"),
    "part": source("Phần trong ngày"),
    "level": source("Cấp"),
    "reason": source("Lý do"),
    "ground": source("Lý do"),
    "source": source("Nguồn"),
    "confirmed": source("Đã xác nhận"),
    "rule": source("Quy tắc"),
    "rules": source("Các quy tắc"),
    "succeeded_by": source("Quy tắc thay thế"),
    "legal_basis": source("Căn cứ"),
    "minimum": source("Ít nhất"),
    "min_count": source("Ít nhất"),
    "period": source("Kỳ"),
    "month": source("Tháng"),
    "code": source("Điều bị vướng"),
    "meetings": source("Số buổi"),
    "touched": source("Số buổi bị ảnh hưởng"),
    "verdicts": source("Số kết quả được giữ"),
    "differed": source("Số kết quả đã khác"),
    "year": source("Năm"),
    "question": source("Câu hỏi"),
    "answer": source("Trả lời"),
    "word": source("Lời xác nhận"),
    "scope": source("Lịch của"),
    "target": source("Đối tượng"),
    "language": source("Ngôn ngữ"),
    "sessions": source("Số phiên đã đóng"),
    "entries": source("Số mục"),
    "faults": source("Số lỗi của cơ sở dữ liệu"),
    "rows": source("Số dòng dữ liệu"),
    "bytes": source("Số byte"),
    "filters": source("Bộ lọc"),
    "format": source("Dạng tệp"),
    "former": source("Trước đây"),
    "sub_type": source("Loại buổi"),
    "activity": source("Hoạt động"),
    "device": source("Thiết bị"),
    "known": source("Thiết bị đã biết"),
    "handed": source("Đã giao liên kết"),
    "expires_on": source("Hết hạn"),
    "deputy": source("Người tiếp thay"),
    "channel": source("Nơi niêm yết"),
    "posted_at": source("Niêm yết lúc"),
    "change": source("Thay đổi"),
    "batches": source("Số lô"),
    "fields": source("Các mục"),
    "of": source("Của"),
    "office_id": source("Chức vụ"),
    "person_id": source("Người"),
    "unit_id": source("Đơn vị"),
    "former_units": source("Số đơn vị cũ"),
    "former_names": source("Số tên cũ"),
    "unplanned": source("Ngoài kế hoạch"),
    "after_lock": source("Sau khi chốt số liệu"),
}
"""What the values of an entry are called; what is not here keeps its own name."""
_YES, _NO, _NOTHING = source("có"), source("không"), source("để trống")
_UNTOLD = frozenset({"row", "pattern", "before", "after", "shape"})
"""Values with an inside of their own: told by the lines made of them, and whole in a file that is taken away."""
_COUNTED = frozenset({"meetings", "touched", "ended"})
_WORDS: dict[str, Mapping[str, str]] = {
    "role": ROLES,
    "kind_of_day": {kind.value: name for kind, name in DAY_KINDS.items()},
    "period": {kind.value: name for kind, name in PERIODS.items()},
    "device": {"office": source("máy ở cơ quan"), "desk": source("máy ở quầy tiếp"), "phone": source("điện thoại")},
}
_LONGEST = 300


def kind_name(kind: str) -> str:
    """Return what happened, in general: "Ghi ngày nghỉ hoặc ngày làm bù"."""
    return said(KINDS.get(kind, kind))


def group_name(group: str) -> str:
    """Return the name of a group of kinds."""
    return said(GROUPS[group][0])


def told(kind: str, body: Mapping[str, Any], names: Names) -> Telling:
    """Return an entry in words; ``names`` gives those of units, offices, people, places and accounts by id."""
    if kind in OF_MEETINGS:
        return telling(kind, body, names)
    return Telling(kind_name(kind), tuple(_lines(body, names)))


def _lines(body: Mapping[str, Any], names: Names) -> Iterable[Change]:
    was, now = body.get("before") or {}, body.get("after") or {}
    for name, value in now.items():
        if was.get(name) != value:
            yield Change(_label(name), _shown(name, was.get(name), names), _shown(name, value, names))
    inside = body.get("row")
    rows = inside if isinstance(inside, Mapping) else {}
    plain = {
        name: rows[name] for name in ("legal_basis", "min_count", "period", "valid_from", "valid_to") if rows.get(name)
    }
    for name, value in {**plain, **body}.items():
        if name not in _UNTOLD and value not in (None, "", [], {}):
            yield Change(_label(name), "", _shown(name, value, names))


def _label(name: str) -> str:
    return said(LABELS.get(name, name))


def _shown(name: str, value: Any, names: Names) -> str:  # noqa: ANN401 - as the journal keeps it
    match value:
        case None | "":
            return said(_NOTHING)
        case bool():
            return said(_YES if value else _NO)
        case str():
            return _short(names.get(value) or _word(name, value))
        case list() | dict():
            return _short(_listed(name, value, names))
        case _:
            return str(value)


def _listed(name: str, value: list[Any] | dict[str, Any], names: Names) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{_label(key)}: {_shown(key, item, names)}" for key, item in value.items())
    return str(len(value)) if name in _COUNTED else ", ".join(_shown(name, item, names) for item in value)


def _word(name: str, text: str) -> str:
    if text in _WORDS.get(name, ()):
        return said(_WORDS[name][text])
    try:
        return short_date(date.fromisoformat(text)) if len(text) == len("2026-12-15") else _instant(text)
    except ValueError:
        return text


def _instant(text: str) -> str:
    return moment(datetime.fromisoformat(text)) if "T" in text and text.endswith("+00:00") else text


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else say(source("{head}… (xem đủ trong tệp tải về)"), head=text[:_LONGEST])
