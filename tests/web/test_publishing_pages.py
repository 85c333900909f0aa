"""Publishing a month, the evidence of its postings, and finding things of the unit, as pages."""

from datetime import date
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scheduler import meetings
from scheduler.arrangement import Description
from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.db.meetings import get_meeting
from scheduler.db.offices import list_offices
from scheduler.db.places import list_places
from scheduler.db.units import get_unit
from tests.factories import make_meeting
from tests.web.office import as_read, at_the_office, form
from tests.web.test_month_pages import base, chief, month_world

__all__ = ["base", "chief", "month_world"]
GROUND = "Lãnh đạo đơn vị đã báo cáo Thường trực Tỉnh ủy"


@pytest.fixture
def december(app: Flask, month_world: SimpleNamespace) -> dict[str, str]:
    """Four approved meetings that meet every minimum, one without content, one whose deadline has passed."""
    unit_id = month_world.commune.id
    with app.extensions["works"].writing(OPERATOR) as uow:
        unit, (party, chair) = get_unit(uow.session, unit_id), list_offices(uow.session, [unit_id])
        (place,) = list_places(uow.session, [unit_id])
        wanted = {"one": (party, 8), "two": (chair, 10), "three": (party, 22), "four": (chair, 24)}
        made = {
            name: make_meeting(
                uow, unit, office, on=date(2026, 12, day), state=State.APPROVED, place=place, subject="Đất đai"
            )
            for name, (office, day) in wanted.items()
        }
        bare = make_meeting(uow, unit, chair, on=date(2026, 12, 29), state=State.APPROVED)
        late = make_meeting(
            uow, unit, chair, on=date(2026, 11, 26), state=State.APPROVED, place=place, subject="Đất đai"
        )
    return {name: one.id for name, one in made.items()} | {"bare": bare.id, "late": late.id}


def state_of(app: Flask, meeting_id: str) -> tuple[State, str]:
    with app.extensions["works"].reading(OPERATOR) as uow:
        meeting = get_meeting(uow.session, meeting_id)
        return meeting.state, meeting.notice_number


def test_what_waits_is_shown_with_deadlines_consequences_and_what_is_missing(
    app: Flask, chief: FlaskClient, base: str, december: dict[str, str]
) -> None:
    page = chief.get(f"{base}/niem-yet?thang=2026-12").text
    assert "Niêm yết 4 buổi" in page
    assert "Điều gì sẽ thay đổi" in page
    assert "không tính: Thứ Bảy 05/12, Chủ nhật 06/12" in page
    assert "Còn thiếu nội dung phải niêm yết (1)" in page
    assert "Cần ghi nội dung dự kiến trước khi niêm yết" in page
    left = chief.get(f"{base}/niem-yet?thang=2026-12&bo={december['one']}").text
    assert "Niêm yết 3 buổi" in left
    (as_it_stands,) = as_read(app, december["one"])
    assert f'name="buoi" value="{as_it_stands}"' in page
    assert f'name="buoi" value="{december["one"]}:' not in left
    assert state_of(app, december["one"])[0] is State.APPROVED
    reader = at_the_office(app, Actor("r", Role.DEPARTMENT, base.rsplit("/", maxsplit=1)[-1]))
    text = reader.get(f"{base}/niem-yet?thang=2026-12").text
    assert "<form" not in text.split("<main")[1]


def test_meetings_are_published_together_with_the_number_of_their_notice_and_once(
    app: Flask, chief: FlaskClient, base: str, december: dict[str, str]
) -> None:
    four = [december[name] for name in ("one", "two", "three", "four")]
    data = form(thang="2026-12", buoi=as_read(app, *four), so_thong_bao="02/TB-UBND <b>")
    answer = chief.post(f"{base}/niem-yet", data=data)
    assert answer.headers["Location"] == f"{base}/niem-yet?thang=2026-12&xong=da-niem-yet"
    assert {state_of(app, one) for one in four} == {(State.PUBLISHED, "02/TB-UBND <b>")}
    assert chief.post(f"{base}/niem-yet", data=data).status_code == 409
    page = chief.get(f"{base}/niem-yet?thang=2026-12").text
    assert "02/TB-UBND &lt;b&gt;" in page
    assert page.count("hệ thống ghi") == 4


def test_what_changed_since_it_was_shown_is_not_published(
    app: Flask, chief: FlaskClient, base: str, december: dict[str, str]
) -> None:
    four = as_read(app, *(december[name] for name in ("one", "two", "three", "four")))
    with app.extensions["works"].writing(OPERATOR) as uow:
        one = get_meeting(uow.session, december["two"])
        meetings.return_to_draft(uow, one.id, one.version, GROUND, GROUND)
        meetings.change(uow, one.id, one.version, Description(subject="Bồi thường"))
        meetings.approve(uow, one.id)
    late = chief.post(f"{base}/niem-yet", data=form(thang="2026-12", buoi=four))
    assert (late.status_code, state_of(app, december["one"])[0]) == (409, State.APPROVED)
    assert "Bồi thường" in late.text
    bare = chief.post(f"{base}/niem-yet", data=form(thang="2026-12", buoi=[december["one"]]))
    assert (bare.status_code, state_of(app, december["one"])[0]) == (422, State.APPROVED)


def test_late_is_said_before_and_for_ever_after(
    app: Flask, chief: FlaskClient, base: str, december: dict[str, str]
) -> None:
    page = chief.get(f"{base}/niem-yet?thang=2026-11").text
    assert "1 buổi đã quá hạn niêm yết. Vẫn phải niêm yết ngay" in page
    late = as_read(app, december["late"])
    answer = chief.post(f"{base}/niem-yet", data=form(thang="2026-11", buoi=late, ly_do_vuot=GROUND))
    assert answer.status_code == 303
    assert "niêm yết trễ" in chief.get(f"{base}/niem-yet?thang=2026-11").text


def test_a_ground_is_asked_for_only_after_an_objection_and_of_whoever_is_entitled(
    app: Flask, chief: FlaskClient, base: str, december: dict[str, str]
) -> None:
    assert "ly_do_vuot" not in chief.get(f"{base}/niem-yet?thang=2026-12").text
    with app.extensions["works"].writing(OPERATOR) as uow:
        get_meeting(uow.session, december["three"]).state = State.DRAFT
    short = form(thang="2026-12", buoi=as_read(app, december["one"]), so_thong_bao="số đã gõ")
    secretary = at_the_office(app, Actor("s", Role.SECRETARY, base.rsplit("/", maxsplit=1)[-1]))
    refused = secretary.post(f"{base}/niem-yet", data=short)
    assert refused.status_code == 409
    assert "ly_do_vuot" not in refused.text
    chief = at_the_office(app, Actor("c", Role.OFFICE_CHIEF, base.rsplit("/", maxsplit=1)[-1]))
    refused = chief.post(f"{base}/niem-yet", data=short)
    assert (refused.status_code, 'id="ly_do_vuot"' in refused.text) == (409, True)
    assert 'value="số đã gõ"' in refused.text
    assert "còn thiếu 1" in refused.text
    assert state_of(app, december["one"])[0] is State.APPROVED
    assert chief.post(f"{base}/niem-yet", data=short | {"ly_do_vuot": GROUND}).status_code == 303
    assert state_of(app, december["one"])[0] is State.PUBLISHED


def test_a_posting_is_entered_for_all_that_are_ticked_or_for_none(
    app: Flask, chief: FlaskClient, base: str, december: dict[str, str]
) -> None:
    four = [december[name] for name in ("one", "two", "three", "four")]
    chief.post(f"{base}/niem-yet", data=form(thang="2026-12", buoi=as_read(app, *four)))
    told = {"thang": "2026-12", "kenh": "hq_board", "ngay": "22/11/2026", "ghi_chu": "Bảng <b>tin</b>"}
    early = chief.post(f"{base}/niem-yet/bang-chung", data=form(**told, da_dang=four, gio="23:00"))
    assert (early.status_code, '<a href="#gio">' in early.text) == (422, True)
    assert chief.post(f"{base}/niem-yet/bang-chung", data=form(**told, gio="07:30")).status_code == 422
    mixed = form(**told, gio="07:30", da_dang=[four[0], december["bare"]])
    assert chief.post(f"{base}/niem-yet/bang-chung", data=mixed).status_code == 409
    assert "Bảng tin trụ sở, 22/11" not in chief.get(f"{base}/niem-yet?thang=2026-12").text
    assert chief.post(f"{base}/niem-yet/bang-chung", data=form(**told, da_dang=four, gio="07:30")).status_code == 303
    page = chief.get(f"{base}/niem-yet?thang=2026-12").text
    assert page.count("Bảng tin trụ sở, 22/11/2026 07:30 – Bảng &lt;b&gt;tin&lt;/b&gt;") == 4


def test_what_is_looked_for_is_found_in_groups_or_told_to_be_too_short(
    chief: FlaskClient, base: str, december: dict[str, str]
) -> None:
    page = chief.get(f"{base}/tim?q=chu+tich").text
    assert "Buổi (4)" in page
    assert "29/12/2026" in page
    assert chief.get(f"{base}/tim?q=29/12").text.count(december["bare"]) == page.count(december["bare"])
    assert "Chức vụ (1)" in page
    assert "Buổi (2)" in chief.get(f"{base}/tim?q=bi+thu").text
    assert "Người (1)" in chief.get(f"{base}/tim?q=loc+van+chu").text
    nothing = chief.get(f"{base}/tim?q=%3Cscript%3E").text
    assert "&lt;script&gt;" in nothing
    assert "<script>" not in nothing
    short = chief.get(f"{base}/tim?q=a")
    assert (short.status_code, "<title>Lỗi:" in short.text, 'value="a"' in short.text) == (422, True, True)
    assert chief.get(f"{base}/tim").status_code == 200
    assert chief.get(f"{base}/tim?q={'x' * 101}").status_code == 422
