"""The journal on the pages: who sees which entries, in which words, taken away without formulas, its chain checked."""

import csv
import io
import json
import re
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from scheduler import daymarks, meetings
from scheduler.arrangement import Description
from scheduler.core.clock import StoppedClock
from scheduler.core.events import KINDS
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.core.workdays import CalendarDay, DayKind
from scheduler.db.journal import JournalEntry
from scheduler.wording import journal_kinds
from tests.usecases.overseeing import a_province
from tests.web.duty_world import text_of
from tests.web.office import at_the_office, form
from web.journal_files import inert
from web.pages.journal import pages

LISTED = (Path(__file__).parent / "pages.csv").read_text(encoding="utf-8").splitlines()
FRAMES = {(frame.method, frame.rule) for frame in pages.frames}
ROWS = [row for row in csv.DictReader(LISTED) if (row["method"], row["rule"]) in FRAMES]
HOSTILE = '=HYPERLINK("http://x","<script>alert(1)</script>")'
pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def world(app: Flask, clock: StoppedClock) -> SimpleNamespace:
    """A meeting of the first commune described twice, a hostile name for a day off, and a day later another entry."""
    works = app.extensions["works"]
    province, first, second = a_province(works)
    with works.reading(OPERATOR) as uow:
        (one,) = meetings.list_of_unit(uow, first.unit.id, date(2026, 12, 1), date(2026, 12, 31))
    with works.writing(OPERATOR) as uow:
        meetings.change(uow, one.id, one.version, Description(notice_number="02/TB-UBND"))
        daymarks.set_day(uow, CalendarDay(date(2027, 3, 3), DayKind.OFF, HOSTILE, "Công văn 01"))
    clock.advance(timedelta(days=1))
    with works.writing(OPERATOR) as uow:
        uow.record("BackupTaken", "=1+1", None, bytes=7)
        uow.record("PlaceAdded", "nowhere", second.unit.id, name="Nhà văn hóa")
    return SimpleNamespace(province=province, first=first, second=second, meeting=one, works=works)


def browser(app: Flask, role: Role = Role.LEGAL_ADMIN, unit=None) -> FlaskClient:
    return at_the_office(app, Actor(f"a-{role.value}", role, unit.id if unit else None), where="Cả nước")


def numbers(page: str) -> list[int]:
    return [int(n) for n in re.findall(r'<th scope="row">#(\d+)', page)]


def entries(app: Flask) -> list[JournalEntry]:
    with app.extensions["works"].reading(OPERATOR) as uow:
        return uow.session.query(JournalEntry).order_by(JournalEntry.seq).all()


def test_every_kind_has_its_words_and_its_group() -> None:
    grouped = [kind for _, kinds in journal_kinds.GROUPS.values() for kind in kinds]
    assert sorted(grouped) == sorted(KINDS) == sorted(journal_kinds.KINDS)


def test_every_page_of_the_journal_is_listed() -> None:
    assert {(row["method"], row["rule"]) for row in ROWS} == FRAMES


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['method']} {row['rule']}")
def test_each_role_gets_at_each_distance_what_is_written(
    app: Flask, world: SimpleNamespace, row: dict[str, str]
) -> None:
    stands = {"other": world.second.unit, "child": world.province, "own": None}
    for role, distance in product(Role, stands):
        client = browser(app, role, stands[distance])
        given = form(form="csv")
        answer = client.get(row["rule"]) if row["method"] == "GET" else client.post(row["rule"], data=given)
        wanted = int(row[distance]) if role.value in row["roles"].split() else 403
        assert answer.status_code == wanted, (role, distance, answer.status_code)


def test_a_unit_sees_its_own_entries_only_and_what_changed_in_words(app: Flask, world: SimpleNamespace) -> None:
    page = browser(app, Role.INSPECTOR, world.first.unit).get("/nhat-ky").text
    told = text_of(page)
    assert "Sửa thông tin của buổi." in told
    assert "Số thông báo" in told
    assert "02/TB-UBND" in told
    assert f"/lam-viec/buoi/{world.meeting.id}" in page
    assert "Sao lưu" not in page.partition("<table")[2]
    assert "Nhà văn hóa" not in page
    above = browser(app, Role.INSPECTOR, world.province).get("/nhat-ky").text
    assert "Nhà văn hóa" in above
    assert "Kiểm tra chuỗi" not in above
    country = browser(app).get("/nhat-ky").text
    assert "&lt;script&gt;" in country
    assert "<script>alert" not in country
    assert "Loại ngày: ngày nghỉ lễ" in re.sub(r"\s*:?\s*</dt>\s*<dd>\s*<ins>", ": ", country)


def test_entries_are_narrowed_by_kind_unit_thing_actor_and_days(app: Flask, world: SimpleNamespace) -> None:
    client = browser(app)
    everything = numbers(client.get("/nhat-ky").text)
    assert everything == sorted(everything, reverse=True)
    for asked, kinds in (
        ("kind=BackupTaken", ["BackupTaken"]),
        ("kind=law", ["CalendarDaySet"]),
        (f"unit_id={world.second.unit.id}", ["PlaceAdded"]),
        (f"subject={world.meeting.id}", ["MeetingChanged"]),
        ("first=2026-11-23&last=2026-11-23", ["PlaceAdded", "BackupTaken"]),
        ("last=2026-11-22&kind=BackupTaken", []),
        ("actor=nobody-at-all", []),
        ("named=operator&kind=BackupTaken", ["BackupTaken"]),
        ("named=khong+co+ai", []),
    ):
        found = numbers(client.get(f"/nhat-ky?{asked}").text)
        by_seq = {entry.seq: entry.kind for entry in entries(app)}
        assert [by_seq[seq] for seq in found] == kinds, asked
    assert "Không có mục nào khớp" in client.get("/nhat-ky?actor=nobody-at-all").text


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("kind=Gi", 422),
        ("first=hom-qua", 422),
        ("first=2026-12-01&last=2026-11-01", 422),
        ("before=x", 422),
        ("before=0", 422),
        ("unit_id=khong-co", 404),
        ("unit_id=co+dau+cach", 422),
        ("la=1", 422),
        ("subject=%00", 200),
    ],
)
def test_a_filter_that_makes_no_sense_says_so(app: Flask, world: SimpleNamespace, asked: str, status: int) -> None:
    answer = browser(app, Role.INSPECTOR, world.first.unit).get(f"/nhat-ky?{asked}")
    assert answer.status_code == status
    assert "<h1" in answer.text


def test_a_unit_cannot_narrow_to_another(app: Flask, world: SimpleNamespace) -> None:
    client = browser(app, Role.INSPECTOR, world.first.unit)
    assert client.get(f"/nhat-ky?unit_id={world.second.unit.id}").status_code == 404
    taken = client.post("/nhat-ky/tai", data=form(form="csv", unit_id=world.second.unit.id))
    assert taken.status_code == 404


def test_pages_follow_each_other_by_number(app: Flask, world: SimpleNamespace) -> None:
    with world.works.writing(OPERATOR) as uow:
        for n in range(120):
            uow.record("BackupTaken", f"b{n}.zip", None, bytes=n)
    client, address, seen = browser(app), "/nhat-ky", []
    while address:
        page = client.get(address).text
        seen += numbers(page)
        address = (re.findall(r'href="(/nhat-ky\?before=\d+[^"]*)"', page) or [""])[0].replace("&amp;", "&")
    assert seen == [entry.seq for entry in reversed(entries(app))]


def test_what_is_taken_away_holds_no_formula_and_leaves_an_entry(app: Flask) -> None:
    client = browser(app)
    answer = client.post("/nhat-ky/tai", data=form(form="csv", kind="law"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="nhat-ky-2026-11-23.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row["kind"] for row in rows] == ["CalendarDaySet"]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row.values())
    last = entries(app)[-1]
    assert (last.kind, last.actor, last.body) == (
        "JournalExported",
        "a-legal_admin",
        {"entries": 1, "format": "csv", "filters": {"kind": "law"}},
    )
    told = json.loads(client.post("/nhat-ky/tai", data=form(form="json", kind="law")).data)
    assert told["more"] is False
    assert told["entries"][0]["body"]["name"] == HOSTILE
    named = client.post("/nhat-ky/tai", data=form(form="csv", kind="BackupTaken")).data.decode("utf-8-sig")
    assert [row["subject"] for row in csv.DictReader(io.StringIO(named))] == ["'=1+1"]
    assert client.post("/nhat-ky/tai", data=form(form="exe")).status_code == 422
    before = len(entries(app))
    assert client.post("/nhat-ky/tai", data={"form": "csv"}).status_code == 403
    assert len(entries(app)) == before


@pytest.mark.parametrize("start", ["=1+1", "+84 912", "-1", "@x", "\t=1", "\r=1", "\n=1"])
def test_a_cell_is_marked_and_never_cut(start: str) -> None:
    assert inert(start) == f"'{start}"
    assert inert("Nhà văn hóa") == "Nhà văn hóa"


def test_the_chain_is_walked_and_an_altered_entry_is_named(app: Flask, world: SimpleNamespace) -> None:
    client, seq = browser(app), entries(app)[1].seq
    assert "Nguyên vẹn đến mục" in client.get("/nhat-ky/chuoi").text
    with world.works.engine.begin() as raw:
        if raw.dialect.name == "sqlite":
            raw.execute(text("drop trigger journal_no_update"))
        else:
            raw.execute(text("alter table journal disable trigger user"))
        raw.execute(text("update journal set actor = 'somebody' where seq = :seq"), {"seq": seq})
    page = client.get("/nhat-ky/chuoi").text
    assert "không nguyên vẹn" in page
    assert f"số {seq}" in page or f"#{seq}" in page


def test_the_page_of_a_meeting_leads_to_its_entries(app: Flask, world: SimpleNamespace) -> None:
    page = browser(app, Role.OFFICE_CHIEF, world.first.unit).get(f"/lam-viec/buoi/{world.meeting.id}").text
    assert f'href="/nhat-ky?subject={world.meeting.id}"' in page
    clerk = browser(app, Role.SECRETARY, world.first.unit).get(f"/lam-viec/buoi/{world.meeting.id}").text
    assert "/nhat-ky" not in clerk
