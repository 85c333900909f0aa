"""Offices and how people hold them, in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from scheduler.core.facts import OfficeKind
from scheduler.wording.dates import short_date
from scheduler.wording.language import said, say, source

KINDS: dict[str, str] = {
    OfficeKind.BI_THU.value: source("Bí thư cấp ủy"),
    OfficeKind.CHU_TICH_UBND.value: source("Chủ tịch Ủy ban nhân dân"),
    OfficeKind.CHU_TICH_HDND.value: source("Chủ tịch Hội đồng nhân dân"),
    OfficeKind.THUONG_TRUC_HDND.value: source("Thường trực Hội đồng nhân dân"),
    OfficeKind.THU_TRUONG_CO_QUAN.value: source("Thủ trưởng cơ quan"),
    OfficeKind.THU_TRUONG_DON_VI.value: source("Thủ trưởng đơn vị sự nghiệp"),
    OfficeKind.CHINH_QUYEN_XA.value: source("Chính quyền địa phương cấp xã"),
}
CAPACITIES: dict[str, str] = {
    "holder": source("Người giữ chức vụ"),
    "acting": source("Quyền, phụ trách (đứng đầu như người giữ chức vụ)"),
    "caretaker": source("Điều hành tạm (chức vụ vẫn tính là khuyết)"),
}
_SHORT: dict[str, str] = {
    "holder": source("giữ chức vụ"),
    "acting": source("quyền, phụ trách"),
    "caretaker": source("điều hành tạm"),
}


def office_kind_name(kind: str) -> str:
    """Return the name of a kind of office: "Chủ tịch Ủy ban nhân dân"."""
    return said(KINDS[kind])


def capacity_word(capacity: str) -> str:
    """Return how somebody holds an office: "quyền, phụ trách"."""
    return said(_SHORT[capacity])


COLUMNS = ("Họ và tên", "Loại chức vụ", "Tên chức vụ", "Tư cách", "Từ ngày", "Đến hết ngày")
"""The head of the table that is imported; its words are Vietnamese in every language, as in the file."""
CAPACITY_WORDS: dict[str, str] = {
    "Giữ chức vụ": "holder",
    "Quyền": "acting",
    "Phụ trách": "acting",
    "Quyền, phụ trách": "acting",
    "Điều hành": "caretaker",
    "Điều hành tạm": "caretaker",
}
EFFECTS: dict[str, str] = {
    "new": source("mới"),
    "changed": source("thay đổi"),
    "same": source("không đổi"),
    "refused": source("chưa nhập được"),
}


def effect_word(effect: str) -> str:
    """Return what a row of an import does, in a word: "mới"."""
    return said(EFFECTS[effect])


def step_sentence(code: str, values: Mapping[str, Any]) -> str:
    """Return one thing that a row of an import does: "Thêm Nguyễn Văn A vào nhân sự"."""
    shown = {name: short_date(value) if isinstance(value, date) else value for name, value in values.items()}
    match code:
        case "person-new":
            return say("Thêm {name} vào nhân sự", **shown)
        case "office-new":
            return say("Mở chức vụ {office} từ {valid_from}", **shown)
        case "office-renamed":
            return say("Đổi tên chức vụ: {was} thành {office}", **shown)
        case "until":
            return say("Thôi giữ {office} hết ngày {last_on}", **shown)
    span = (
        source("Giữ {office} từ {first_on} đến {last_on}")
        if values["last_on"]
        else source("Giữ {office} từ {first_on}")
    )
    took = say(span, **shown)
    former = ", ".join(values["instead_of"])
    return say("{took}, thay {former}", took=took, former=former) if former else took
