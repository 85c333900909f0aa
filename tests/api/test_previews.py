"""What the previews answer: the consequences of the change itself, and nothing is written."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from scheduler.arrangement import Seat
from scheduler.core.roles import OPERATOR, Role
from scheduler.db.work import Works
from tests.api.conftest import Caller
from tests.factories import a_commune, load_law
from tests.usecases.acting import GROUND, publishing


@pytest.fixture
def town(works: Works, caller: Callable[..., Caller]):
    unit, _, chair, place = a_commune(works)
    with works.writing(OPERATOR) as uow:
        load_law(uow)
    return unit, chair, place, caller(Role.SECRETARY, unit.id), caller(Role.OFFICE_CHIEF, unit.id)


def read(who: Caller, *meeting_ids: str) -> list[dict[str, Any]]:
    """Meetings as somebody read them just now."""
    return [{"id": one, "version": who.get(f"/meetings/{one}").json["version"]} for one in meeting_ids]


def test_a_late_publication_is_told_with_its_law_and_not_refused(works: Works, town) -> None:
    unit, chair, place, secretary, _ = town
    days = (date(2026, 11, 25), date(2026, 11, 30))
    late, timely = publishing(works, unit, *((day, Seat(chair.id)) for day in days), place=place)

    for path in ("/publications/preview", "/publications"):
        answer = secretary.post(path, {"meetings": read(secretary, late, timely)})
        assert answer.status_code == 200, answer.json
        assert answer.json["refused"] is False
        (finding,) = answer.json["findings"]
        assert (finding["code"], finding["severity"]) == ("late_publication", "warn")
        assert (finding["meeting_id"], finding["due"], finding["days_late"]) == (late, "2026-11-18", 2)
        assert finding["legal_basis"]
        assert "niêm yết trễ 2 ngày" in finding["detail"].lower()


def test_a_delegation_is_previewed_as_it_is_then_saved(works: Works, town) -> None:
    unit, chair, place, secretary, _ = town
    days = (date(2026, 12, 8), date(2026, 12, 22))
    one, two = publishing(works, unit, *((day, Seat(chair.id)) for day in days), place=place)
    assert secretary.post("/publications", {"meetings": read(secretary, one, two)}).status_code == 200
    before = secretary.get(f"/meetings/{one}")

    asked = {"If_Match": before.headers["ETag"]}
    seen = secretary.post(f"/meetings/{one}/delegations/preview", {"office_id": chair.id}, **asked)
    assert seen.status_code == 200, seen.json
    assert secretary.get(f"/meetings/{one}").json == before.json
    wanted = {"office_id": chair.id, "deputy": "Phó Chủ tịch", "ground": GROUND}
    done = secretary.post(f"/meetings/{one}/delegations", wanted, **asked)

    assert [f["code"] for f in seen.json["findings"]] == ["shortfall"]
    assert {**seen.json, "meetings": None} == {**done.json, "meetings": None}


def test_an_approval_taken_back_is_previewed_as_it_is_then_refused(works: Works, town) -> None:
    unit, chair, place, _, chief = town
    days = (date(2026, 12, 8), date(2026, 12, 22))
    one, two = publishing(works, unit, *((day, Seat(chair.id)) for day in days), place=place)
    assert chief.post("/publications", {"meetings": read(chief, one), "insist": GROUND}).status_code == 200
    before = chief.get(f"/meetings/{two}")

    asked = {"If_Match": before.headers["ETag"]}
    seen = chief.post(f"/meetings/{two}/returns/preview", None, **asked)
    assert seen.status_code == 200, seen.json
    assert chief.get(f"/meetings/{two}").json == before.json
    refused = chief.post(f"/meetings/{two}/returns", {"ground": "Xếp lại lịch"}, **asked)

    assert seen.json["refused"] is True
    assert refused.status_code == 409
    assert seen.json["findings"] == refused.json["findings"]
    assert seen.json["cures"] == refused.json["cures"]


@pytest.mark.parametrize(
    ("verb", "asked", "said"),
    [
        ("cancellations", None, {"ground": "Bão số 12"}),
        ("postponements", None, {"ground": "Bão số 12"}),
        ("moves", {"to": "2027-01-14"}, {"to": "2027-01-14", "ground": "Bão số 12"}),
    ],
)
def test_a_change_insisted_on_is_told_as_done_and_its_preview_as_refused(
    works: Works, town, verb: str, asked: object, said: dict[str, str]
) -> None:
    unit, chair, place, _, chief = town
    days = (date(2026, 12, 8), date(2026, 12, 22))
    one, two = publishing(works, unit, *((day, Seat(chair.id)) for day in days), place=place)
    lawful = chief.post("/publications", {"meetings": read(chief, one, two)})
    assert (lawful.json["refused"], lawful.json["insisted"]) == (False, False)
    current = {"If_Match": chief.get(f"/meetings/{one}").headers["ETag"]}

    seen = chief.post(f"/meetings/{one}/{verb}/preview", asked, **current)
    assert (seen.json["refused"], seen.json["insisted"]) == (True, False)
    assert chief.post(f"/meetings/{one}/{verb}", said, **current).status_code == 409
    done = chief.post(f"/meetings/{one}/{verb}", {**said, "insist": GROUND}, **current)

    assert done.status_code == 200, done.json
    assert (done.json["refused"], done.json["insisted"]) == (False, True)
    assert done.json["findings"] == seen.json["findings"] != []


def test_a_publication_insisted_on_is_told_as_done(works: Works, town) -> None:
    unit, chair, place, _, chief = town
    (one,) = publishing(works, unit, (date(2026, 12, 8), Seat(chair.id)), place=place)

    seen = chief.post("/publications/preview", {"meetings": read(chief, one)})
    assert (seen.json["refused"], seen.json["insisted"]) == (True, False)
    done = chief.post("/publications", {"meetings": read(chief, one), "insist": GROUND})

    assert done.status_code == 200, done.json
    assert (done.json["refused"], done.json["insisted"]) == (False, True)
