"""Who may open which page of a meeting, and do what there: every line of pages.csv about them is tried."""

import csv
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask

from scheduler.core.facts import State
from scheduler.core.roles import OPERATOR, Role
from tests.web.duty_world import GROUND, MEETINGS, a_month, as_person, at, in_state, meeting
from tests.web.office import form
from web.pages.meeting import pages

LISTED = (Path(__file__).parent / "pages.csv").read_text(encoding="utf-8").splitlines()
FRAMES = {(frame.method, frame.rule) for frame in pages.frames}
ROWS = [row for row in csv.DictReader(LISTED) if (row["method"], row["rule"]) in FRAMES]
_HELD = {"ngay": "2026-11-20", "tu": "08:05", "het": "11:00", "ghe1": "dung-dau", "cong_dan": "4", "ly_do": GROUND}
VOUCHING = "xac-nhan-chu-tri"
_STATES = {
    "duyet": State.DRAFT,
    "huy": State.DRAFT,
    "tra-lai": State.APPROVED,
    "niem-yet": State.APPROVED,
    "dinh-chinh": State.HELD,
    VOUCHING: State.HELD,
}
_FORMS = {
    "duyet": {},
    "niem-yet": {},
    "tra-lai": {"ly_do": "Cần sửa nội dung"},
    "huy": {"ly_do": "Trùng lịch họp"},
    "hoan": {"ly_do": "Bão số 12", "ly_do_vuot": GROUND},
    "doi": {"den": "2026-12-10", "ly_do": "Họp Hội đồng", "tu1": "08:00", "het1": "11:30", "diem1": "Nhà văn hóa"},
    "uy-quyen": {"nguoi": "Phó Chủ tịch", "ly_do": GROUND},
    "sua": {"noi_dung": "Đất đai"},
    "niem-yet-khac": {"kenh": "hq_board", "ngay": "2026-11-21", "gio": "09:00"},
    "go-niem-yet": {"ly_do": "Thay bản mới"},
    "ghi-nhan": _HELD,
    "dinh-chinh": _HELD,
}


@pytest.fixture
def month(app: Flask) -> SimpleNamespace:
    return a_month(app)


def test_every_page_of_a_meeting_is_listed() -> None:
    assert {(row["method"], row["rule"]) for row in ROWS} == FRAMES


def page_of(rule: str) -> str:
    """Which page an address leads to: "doi"; "" to the meeting itself."""
    parts = [part for part in rule.removeprefix(MEETINGS).split("/") if part and not part.startswith("<")]
    return parts[0] if parts else ""


def ready(month: SimpleNamespace, page: str) -> tuple[str, dict[str, str]]:
    """A meeting that bears the page, and what stands for the names in its address."""
    past = page in {"ghi-nhan", "dinh-chinh", VOUCHING}
    with month.works.writing(OPERATOR) as uow:
        state = _STATES.get(page, State.PUBLISHED)
        one = in_state(uow, month, state, date(2026, 11, 20) if past else date(2026, 12, 9))
        one.recorded_by = "nguoi-ghi"
        posting = one.postings[0].id if one.postings else "khong-co"
    return one.id, {"meeting_id": one.id, "posting_id": posting}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['method']} {row['rule']}")
def test_each_role_gets_at_each_distance_what_is_written(month: SimpleNamespace, row: dict[str, str]) -> None:
    page = page_of(row["rule"])
    one, names = ready(month, page)
    address = row["rule"]
    for name, value in names.items():
        address = address.replace(f"<id:{name}>", value)
    near = {"other": month.sister, "child": month.province, "own": month.unit}
    for role in Role:
        for distance, unit in near.items():
            if distance == "own" and row["method"] == "POST" and role not in {Role.OFFICE_CHIEF, Role.DEPUTY}:
                continue  # a form works once: one who may and one who may not
            given = {"phien_ban": meeting(month.works, one).version, "chuc_vu": month.chair.id, **_FORMS.get(page, {})}
            if page != "uy-quyen":
                del given["chuc_vu"]
            given = {"office_id": month.chair.id} if page == VOUCHING else given
            client = (as_person if page == VOUCHING else at)(month, role, unit)
            answer = client.get(address) if row["method"] == "GET" else client.post(address, data=form(**given))
            wanted = int(row[distance]) if role.value in row["roles"].split() else 403
            assert answer.status_code == wanted, (role, distance, answer.status_code)


def test_what_belongs_to_the_unit_above_is_out_of_sight(month: SimpleNamespace) -> None:
    with month.works.writing(OPERATOR) as uow:
        above = SimpleNamespace(unit=month.province, chair=month.chair, place=month.place)
        one = in_state(uow, above, State.PUBLISHED, date(2026, 12, 9))
    for page in ("", "/doi", "/huy", "/sua"):
        assert at(month, Role.OFFICE_CHIEF).get(f"{MEETINGS}/{one.id}{page}").status_code == 404
