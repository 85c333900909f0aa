"""The pages of a month: what they show, what they do once, and what they refuse with everything kept."""

from datetime import date, time
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.meetings import Meeting, get_meeting
from scheduler.db.offices import list_offices
from scheduler.db.places import list_places
from scheduler.db.units import get_unit
from scheduler.db.work import UnitOfWork
from tests.factories import (
    load_law,
    make_day_off,
    make_holding,
    make_meeting,
    make_office,
    make_person,
    make_place,
    make_unit,
)
from tests.usecases.test_plans import pattern
from tests.web.office import at_the_office, form

FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)


@pytest.fixture
def month_world(app: Flask) -> SimpleNamespace:
    """A province, two communes with a secretary and a chairman each, and the law."""
    with app.extensions["works"].writing(OPERATOR) as uow:
        province = make_unit(uow, "Tỉnh Lạng Sơn", level="tinh", code="20")
        units = [make_unit(uow, name, parent_id=province.id) for name in ("Xã Tân Đoàn", "Xã Khánh Khê")]
        for unit in (province, *units):
            make_place(uow, unit)
            for kind, title in (("bi_thu_cap_uy", "Bí thư <b>Đảng ủy</b>"), ("chu_tich_ubnd", "Chủ tịch UBND")):
                make_holding(uow, make_office(uow, unit, kind, title), make_person(uow, unit, f"Lộc Văn {title}"))
        load_law(uow)
    return SimpleNamespace(province=province, commune=units[0], neighbour=units[1])


def approved_draft_and_public(uow: UnitOfWork, unit_id: str) -> SimpleNamespace:
    """Give a unit an approved meeting, a draft and a public one in December."""
    unit = get_unit(uow.session, unit_id)
    office = list_offices(uow.session, [unit_id])[1]
    (place, *_) = list_places(uow.session, [unit_id])
    said = {"subject": "Theo thẩm quyền", "place": place}
    made = {
        "approved": make_meeting(uow, unit, office, on=date(2026, 12, 15), state=State.APPROVED, **said),
        "draft": make_meeting(uow, unit, office, on=date(2026, 12, 22), state=State.DRAFT, **said),
        "public": make_meeting(uow, unit, office, on=date(2026, 12, 8), **said),
    }
    return SimpleNamespace(
        **{name: meeting.id for name, meeting in made.items()},
        office=office.id,
        place=place.id,
        first=FIRST,
        last=LAST,
        later=date(2027, 1, 1),
        later_last=date(2027, 1, 31),
    )


@pytest.fixture
def base(month_world: SimpleNamespace) -> str:
    return f"/lam-viec/{month_world.commune.id}"


@pytest.fixture
def chief(app: Flask, month_world: SimpleNamespace) -> FlaskClient:
    return at_the_office(app, Actor("chief", Role.OFFICE_CHIEF, month_world.commune.id))


def states(app: Flask) -> list[str]:
    with app.extensions["works"].reading(OPERATOR) as uow:
        return sorted(meeting.state.value for meeting in uow.session.query(Meeting))


def keys(text: str) -> list[str]:
    return [part.partition('"')[0] for part in text.split('name="nhan" value="')[1:]]


def test_an_empty_month_offers_its_proposal_and_names_its_days_off(app: Flask, chief: FlaskClient, base: str) -> None:
    with app.extensions["works"].writing(OPERATOR) as uow:
        make_day_off(uow, date(2026, 12, 24), "Ngày <i>lễ</i>")
    text = chief.get(f"{base}/lich?thang=2026-12").text
    assert "Tháng 12/2026 chưa có buổi nào" in text
    assert "24/12 ngày nghỉ lễ (Ngày &lt;i&gt;lễ&lt;/i&gt;)" in text
    assert "Bí thư &lt;b&gt;Đảng ủy&lt;/b&gt;" in text
    assert "2 chức vụ chưa đủ định mức" in text
    assert "Đề xuất lịch tháng" in text
    inspector = at_the_office(app, Actor("i", Role.INSPECTOR, base.rsplit("/", maxsplit=1)[-1]))
    assert "Đề xuất lịch tháng" not in inspector.get(f"{base}/lich?thang=2026-12").text


def test_a_month_is_narrowed_by_place_kind_and_what_is_short(app: Flask, chief: FlaskClient, base: str) -> None:
    with app.extensions["works"].writing(OPERATOR) as uow:
        ids = approved_draft_and_public(uow, base.rsplit("/", maxsplit=1)[-1])
    whole = chief.get(f"{base}/lich?thang=2026-12&dang=danh-sach").text
    assert whole.count('class="agenda-what"') == 3
    assert chief.get(f"{base}/lich?thang=2026-12&noi={ids.place}").text.count('class="agenda-what"') == 3
    for other in ("noi=elsewhere", "loai=dialogue/youth", "thieu=co&loai=dialogue/youth"):
        text = chief.get(f"{base}/lich?thang=2026-12&{other}").text
        assert text.count('class="agenda-what"') == 0
        assert "Bỏ lọc" in text
    grid = chief.get(f"{base}/lich?thang=2026-12&dang=bang").text
    assert grid.count('role="img"') + grid.count('href="/lam-viec/buoi/') == 3
    assert "Niêm yết 1 buổi đã duyệt" in grid


def test_a_month_is_proposed_accepted_undone_and_approved(app: Flask, chief: FlaskClient, base: str) -> None:
    page = chief.get(f"{base}/de-xuat?thang=2026-12").text
    found = keys(page)
    assert len(found) == 5  # two days for each, and the year's dialogue with the young
    assert "Chấp nhận 5 buổi" in page
    assert states(app) == []

    answer = chief.post(f"{base}/de-xuat", data=form(thang="2026-12", nhan=found))
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{base}/de-xuat?thang=2026-12&xong=da-chap-nhan")
    again = chief.post(f"{base}/de-xuat", data=form(thang="2026-12", nhan=found))
    assert again.status_code == 422
    assert "Đề xuất đã thay đổi" in again.text
    assert "/periodic/" not in again.text.split("</ul>")[0].split("problems")[-1]
    assert states(app) == ["draft"] * 5

    page = chief.get(f"{base}/de-xuat?thang=2026-12").text
    plan = page.split('name="ke_hoach" value="')[1].partition('"')[0]
    assert "Hoàn tác 5 buổi" in page
    assert chief.post(f"{base}/de-xuat/hoan-tac", data=form(thang="2026-12", ke_hoach=plan)).status_code == 303
    assert states(app) == ["cancelled"] * 5
    twice = chief.post(f"{base}/de-xuat/hoan-tac", data=form(thang="2026-12", ke_hoach=plan))
    assert (twice.status_code, "Không hoàn tác được nữa" in twice.text) == (409, True)

    chief.post(f"{base}/de-xuat", data=form(thang="2026-12", nhan=found[:2]))
    page = chief.get(f"{base}/de-xuat?thang=2026-12").text
    drafts = list(dict.fromkeys(part.partition('"')[0] for part in page.split('name="buoi" value="')[1:]))
    assert "Duyệt tất cả 2 buổi" in page
    assert "không có đề xuất" not in page
    assert chief.post(f"{base}/de-xuat/duyet", data=form(thang="2026-12", buoi=drafts)).status_code == 303
    refused = chief.post(f"{base}/de-xuat/duyet", data=form(thang="2026-12", buoi=drafts))
    assert refused.status_code == 422
    assert refused.text.count("đang ở trạng thái “đã duyệt” nên không duyệt được") == 2
    assert states(app) == ["approved"] * 2 + ["cancelled"] * 5


def test_ticking_nothing_accepts_nothing(app: Flask, chief: FlaskClient, base: str) -> None:
    answer = chief.post(f"{base}/de-xuat", data=form(thang="2026-12"))
    assert answer.status_code == 422
    assert "<title>Lỗi:" in answer.text
    assert "Chưa chọn buổi nào" in answer.text
    assert states(app) == []


def test_a_meeting_is_entered_by_hand_and_a_wrong_one_keeps_what_was_typed(
    app: Flask, chief: FlaskClient, base: str
) -> None:
    page = chief.get(f"{base}/lich/them?ngay=2026-12-10&loai=reception/adhoc").text
    office = page.split('name="chuc_vu" value="')[1].partition('"')[0]
    wrong = chief.post(
        f"{base}/lich/them",
        data=form(
            loai="reception/adhoc", ngay="10/12/2026", bat_dau="11:00", ket_thuc="08:00", bat_dau_2="13:30",
            noi_dung="<script>x</script>", chuc_vu=[office],
        ),
    )  # fmt: skip
    assert wrong.status_code == 422
    assert '<a href="#ket_thuc_2">' in wrong.text
    wrong = chief.post(
        f"{base}/lich/them",
        data=form(
            loai="reception/adhoc", ngay="10/12/2026", bat_dau="11:00", ket_thuc="08:00",
            noi_dung="<script>x</script>", chuc_vu=[office],
        ),
    )  # fmt: skip
    assert wrong.status_code == 422
    for named in ("ket_thuc", "vu_viec"):
        assert f'<a href="#{named}">' in wrong.text
    assert "&lt;script&gt;x&lt;/script&gt;" in wrong.text
    assert "checked" in wrong.text
    empty = chief.post(f"{base}/lich/them", data=form(loai="reception/periodic"))
    assert empty.text.count('<a href="#') >= 3
    assert '<a href="#ngay"><strong>Ngày:</strong> Cần nhập mục này.</a>' in empty.text
    assert states(app) == []

    right = chief.post(
        f"{base}/lich/them",
        data=form(
            loai="reception/adhoc", ngay="10/12/2026", bat_dau="08:00", ket_thuc="11:00", bat_dau_2="13:30",
            ket_thuc_2="16:00", vu_viec="Vụ việc đông người", chuc_vu=[office],
        ),
    )  # fmt: skip
    assert right.headers["Location"] == f"{base}/lich?thang=2026-12&xong=da-them"
    with app.extensions["works"].reading(OPERATOR) as uow:
        (made,) = uow.session.query(Meeting)
        kept = get_meeting(uow.session, made.id)
        assert (kept.sub_type, len(kept.sittings), kept.state) == ("adhoc", 2, State.DRAFT)


def test_a_date_left_out_is_told_with_its_conflict_and_leads_to_the_form(
    app: Flask, chief: FlaskClient, base: str
) -> None:
    unit_id = base.rsplit("/", maxsplit=1)[-1]
    with app.extensions["works"].writing(OPERATOR) as uow:
        unit = get_unit(uow.session, unit_id)
        party, chair = list_offices(uow.session, [unit_id])
        (place,) = list_places(uow.session, [unit_id])
        uow.session.add(pattern(unit, chair, place=place, days=(15,)))
        make_meeting(uow, unit, party, on=date(2026, 12, 15), place=place, hours=(time(7), time(17)))
    page = chief.get(f"{base}/de-xuat?thang=2026-12").text
    assert "bỏ qua" in page
    assert "địa điểm đã kín phòng vào giờ này (Phòng Tiếp công dân)" in page
    link = page.split('<a href="')
    add = next(part.partition('"')[0] for part in link if "/lich/them?ngay=" in part).replace("&amp;", "&")
    text = chief.get(add).text
    assert 'value="2026-12-15"' in text
    assert f'value="{chair.id}" checked' in text
