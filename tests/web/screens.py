"""Every screen that there is: the rows of pages.csv, what some show only when asked, the public pages and the door."""

import re
from dataclasses import dataclass, replace
from types import SimpleNamespace

from scheduler.core.roles import Actor, Role
from scheduler.core.vietnamese import fold
from tests.web.conftest import PUBLIC
from tests.web.every_page import ROWS, address_of, reader_of

_PATTERN = "?kind=days_of_month&days=31&short_month=last_day&offices={office_id}&first=2026-12-01&on_day_off=next"
_RULE = "&sub_type=reception/periodic&office=chu_tich_ubnd&level=xa&minimum=3&unit=day&period=month"
_BOARD = "/lam-viec/<id:unit_id>/lich"
ASKED = (
    (_BOARD, "?thang=2026-12"),
    (_BOARD, "?thang=2026-12&dang=danh-sach"),
    ("/lam-viec/<id:unit_id>/tim", "?q=chu+tich"),
    ("/cua-toi/bao-ban", "?first_on=2026-12-09&part=all"),
    ("/cua-toi/tiep-thay", "?meeting_id={meeting_id}"),
    ("/lam-viec/buoi/<id:meeting_id>/doi", "?den=2026-12-17"),
    ("/lam-viec/buoi/<id:meeting_id>/uy-quyen", "?chuc_vu={office_id}"),
    ("/ngay-nghi/them", "?on=2026-12-15&kind=off"),
    ("/quy-tac/<id:rule_id>/thay", f"?on=2026-10-01{_RULE}"),
    ("/lam-viec/<id:unit_id>/vang-mat/them", "?whom=unit:{unit_id}&first_on=2026-12-09&last_on=&part=all"),
    ("/lam-viec/<id:unit_id>/mau-lap/them", f"{_PATTERN}&turns=together&sub_type=reception/periodic"),
    ("/lam-viec/<id:unit_id>/chuc-vu/<id:office_id>/nguoi-giu", "?name=Vi&capacity=acting&first_on=2026-12-01"),
)
"""What a page shows only when it is asked: consequences, finds, other looks."""
PRESSED = (
    ("/cua-toi/lich", "Tạo liên kết"),
    ("/lam-viec/<id:unit_id>/lich/them", "Lưu bản nháp"),
    ("/lam-viec/<id:unit_id>/mau-lap/them", "Xem những ngày mẫu cho ra"),
)
"""What a page shows once a button is pressed on the form as it stands: what is shown once, and what is wrong."""
DOOR = {
    "dang-nhap": "/dang-nhap",
    "dang-nhap-ma": "/dang-nhap/ma",
    "quen-mat-khau": "/quen-mat-khau",
    "quen-mat-khau-da-gui": "/quen-mat-khau/da-gui",
    "mo-tai-khoan": "/mo-tai-khoan/{invitation}",
    "vai-tro": "/vai-tro",
    "tai-khoan": "/tai-khoan",
    "tai-khoan-buoc-hai": "/tai-khoan/buoc-hai",
    "tai-khoan-co-quan": "/tai-khoan/co-quan",
    "khoi-tao": "{first_start}",
}
OWN = {"vai-tro", "tai-khoan", "tai-khoan-buoc-hai", "tai-khoan-co-quan"}
"""Pages of somebody who came in through the real door."""


@dataclass(frozen=True)
class Screen:
    """A page to look at.

    ``side``: whose it is (office, door, public); ``more`` is asked of it, ``press`` a button of it; ``reader``: who
    looks, where it is not the usual one; ``phone`` says that it is for thumbs.
    """

    side: str
    rule: str
    more: str = ""
    press: str = ""
    reader: Role | None = None
    phone: bool = False

    @property
    def name(self) -> str:
        """A name that fits a test and a file."""
        told = f"{self.side} {self.rule} {self.more} {self.press} {self.reader or ''}"
        return re.sub(r"[^a-z0-9]+", "-", fold(re.sub(r"<(?:\w+:)?(\w+)>", "x", told))).strip("-")[:90]


def _of_the_office() -> list[Screen]:
    plain = {row["rule"]: Screen("office", row["rule"], phone=row["rule"].startswith("/cua-toi")) for row in ROWS}
    asked = [replace(plain[rule], more=more) for rule, more in ASKED]
    pressed = [replace(plain[rule], press=press) for rule, press in PRESSED]
    above = [replace(plain["/giam-sat"], reader=role) for role in (Role.INSPECTOR, Role.LEGAL_ADMIN)]
    return [*plain.values(), *asked, *pressed, *above]


SCREENS = [
    *_of_the_office(),
    *(Screen("door", name, phone=True) for name in DOOR),
    Screen("door", "dang-nhap", press="Đăng nhập", phone=True),
    *(Screen("public", name, phone=True) for name in PUBLIC),
]
_ROWS = {row["rule"]: row for row in ROWS}


def office_address(world: SimpleNamespace, screen: Screen) -> str:
    """The address of a page of the office, with what is asked of it."""
    return address_of(world, screen.rule) + screen.more.format(**world.names)


def reader_at(world: SimpleNamespace, screen: Screen) -> Actor:
    """Who looks at a page of the office."""
    if screen.reader is Role.INSPECTOR:
        return Actor("account-inspector", Role.INSPECTOR, world.province.id)
    if screen.reader is not None:
        return Actor(f"account-{screen.reader.value}", screen.reader)
    return reader_of(world, _ROWS[screen.rule])
