"""A printed sheet speaks for the body whose head receives, under that body's own heading."""

from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient

from scheduler.public.views import ChairView, UnitAbout, UnitLink
from tests.web.html import get
from web.heads import Side, head_of

PROVINCE = ("Tỉnh Lạng Sơn", "tinh")
COMMUNE = ("Xã Tân Đoàn", "xa")


def about(full_name: str, level: str) -> UnitAbout:
    return UnitAbout(UnitLink(full_name, "x"), level, "x", "", "", "", None, None)


def sheet(*kinds: str) -> SimpleNamespace:
    return SimpleNamespace(chairs=tuple(ChairView("", "", in_person=True, kind=kind) for kind in kinds))


@pytest.mark.parametrize(
    ("unit", "kinds", "body", "side"),
    [
        (COMMUNE, ["chu_tich_ubnd"], "UBND xã Tân Đoàn", Side.STATE),
        (COMMUNE, ["bi_thu_cap_uy"], "Đảng ủy xã Tân Đoàn", Side.PARTY),
        (PROVINCE, ["bi_thu_cap_uy"], "Tỉnh ủy Lạng Sơn", Side.PARTY),
        (("Thành phố Hà Nội", "tinh"), ["bi_thu_cap_uy"], "Thành ủy Hà Nội", Side.PARTY),
        (COMMUNE, ["chu_tich_hdnd"], "HĐND xã Tân Đoàn", Side.STATE),
        (COMMUNE, ["chu_tich_hdnd", "chu_tich_ubnd"], "Xã Tân Đoàn", Side.STATE),
        (COMMUNE, ["bi_thu_cap_uy", "chu_tich_ubnd"], "Xã Tân Đoàn", Side.NEITHER),
        (COMMUNE, [], "UBND xã Tân Đoàn", Side.STATE),
        (("Sở Nội vụ", "so"), ["thu_truong_co_quan"], "Sở Nội vụ", Side.STATE),
    ],
)
def test_the_body_and_its_heading_follow_the_chairs(unit, kinds, body, side) -> None:
    head = head_of(about(*unit), [sheet(kind) for kind in kinds])
    assert (head.body, head.side) == (body, side)


def test_the_party_secretarys_sheet_bears_the_partys_heading(client: FlaskClient, world: SimpleNamespace) -> None:
    head = get(client, f"/buoi/{world.ids['postponed']}").one("div", class_="issuer").text
    assert head == "ĐẢNG ỦY XÃ TÂN ĐOÀN ĐẢNG CỘNG SẢN VIỆT NAM"


def test_a_month_of_the_committee_bears_the_states_heading(client: FlaskClient, world: SimpleNamespace) -> None:
    page = get(client, f"/don-vi/{world.commune.public_name}/in?thang=2027-01")
    assert page.one("div", class_="head-left").text == "ỦY BAN NHÂN DÂN XÃ TÂN ĐOÀN"
    assert page.one("strong", class_="nation").text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def test_regular_hours_are_printed_only_where_the_unit_published_them(
    client: FlaskClient, world: SimpleNamespace
) -> None:
    def told(unit):
        return "Tiếp công dân thường xuyên" in get(client, f"/don-vi/{unit.public_name}/in?thang=2026-12").text

    assert (told(world.commune), told(world.empty)) == (True, False)
