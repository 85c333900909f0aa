"""What stands in the menu of whom, in the order people work in."""

from dataclasses import dataclass

from flask import current_app, request, url_for

from scheduler.core.roles import Actor
from scheduler.wording.language import said, source

_PLANNERS = frozenset({"secretary", "office_chief"})
_KEEPERS = frozenset({"unit_admin"})
_LEADERS = frozenset({"leader", "deputy"})
_WATCHERS = frozenset({"inspector", "office_chief", "legal_admin", "operator"})
_READERS = frozenset({"front", "department", "desk", "inspector"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the menu: its name, and who sees it there. ``at_unit``: its address names the reader's unit."""

    name: str
    endpoint: str
    roles: frozenset[str]
    at_unit: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as shown: where it leads, and whether the reader is there."""

    name: str
    address: str
    here: bool


ENTRIES = (
    Entry(source("Lịch của tôi"), "leader.own", _LEADERS, at_unit=False),
    Entry(source("Báo bận"), "leader.absence", _LEADERS, at_unit=False),
    Entry(source("Tiếp thay"), "leader.stand_in", _LEADERS, at_unit=False),
    Entry(source("Lịch trên điện thoại"), "leader.calendars", _LEADERS, at_unit=False),
    Entry(source("Lịch tháng"), "board.month", _PLANNERS | _KEEPERS | _LEADERS | _READERS),
    Entry(source("Đề xuất", "menu"), "board.proposal", _PLANNERS),
    Entry(source("Niêm yết"), "board.publishing", _PLANNERS),
    Entry(source("Đề nghị của lãnh đạo"), "requests.waiting", _PLANNERS),
    Entry(source("Vắng mặt"), "unit.absences", _PLANNERS | _KEEPERS),
    Entry(source("Mẫu lặp"), "unit.patterns", _PLANNERS | _KEEPERS),
    Entry(source("Địa điểm", "menu"), "unit.places", _PLANNERS | _KEEPERS),
    Entry(source("Chức vụ, nhân sự"), "staff.of_unit", _PLANNERS | _KEEPERS),
    Entry(source("Tìm"), "board.search", _PLANNERS | _KEEPERS | _READERS),
    Entry(source("Giám sát"), "supervision.board", _WATCHERS, at_unit=False),
    Entry(source("Giải trình"), "supervision.explanations", _WATCHERS | _PLANNERS, at_unit=False),
    Entry(source("Quy tắc"), "law.rules", _KEEPERS | frozenset({"legal_admin", "operator"}), at_unit=False),
    Entry(source("Ngày nghỉ"), "law.days", frozenset({"legal_admin", "operator"}), at_unit=False),
    Entry(source("Người dùng"), "keeping.accounts", _KEEPERS | frozenset({"operator"}), at_unit=False),
    Entry(source("Khóa và liên kết"), "keeping.keys", _KEEPERS | frozenset({"operator"}), at_unit=False),
    Entry(
        source("Nhật ký"),
        "auditing.browse",
        _KEEPERS | frozenset({"inspector", "legal_admin", "operator", "office_chief"}),
        at_unit=False,
    ),
)


def menu_of(actor: Actor) -> tuple[Item, ...]:
    """Return the menu of whoever is signed in: the pages that exist and are for the role."""
    return tuple(_item(entry, actor) for entry in ENTRIES if _has(entry, actor))


def _has(entry: Entry, actor: Actor) -> bool:
    there = entry.endpoint in current_app.view_functions
    return there and actor.role.value in entry.roles and (actor.unit_id is not None or not entry.at_unit)


def _item(entry: Entry, actor: Actor) -> Item:
    address = url_for(entry.endpoint, unit_id=actor.unit_id) if entry.at_unit else url_for(entry.endpoint)
    return Item(said(entry.name, "menu"), address, request.endpoint == entry.endpoint)
