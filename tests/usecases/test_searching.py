"""Whoever looks for something of their unit finds it by whatever they remember of it, with marks or without."""

from datetime import date

import pytest

from scheduler import searching
from scheduler.core.errors import InvalidInput, NotFound
from scheduler.core.facts import Activity
from scheduler.core.roles import OPERATOR
from scheduler.core.vietnamese import fold
from scheduler.db.meetings import FormerDate
from scheduler.db.work import Works
from tests.factories import a_commune, make_meeting, make_person, make_unit
from tests.usecases.acting import secretary


@pytest.fixture
def commune(works: Works):
    unit, party, chair, place = a_commune(works)
    with works.writing(OPERATOR) as uow:
        land = make_meeting(
            uow,
            unit,
            chair,
            on=date(2026, 12, 15),
            place=place,
            subject="Giải phóng MẶT BẰNG tuyến đường Đông Ngạc",
            notice_number="02/TB-UBND",
        )
        youth = make_meeting(
            uow, unit, party, on=date(2027, 1, 14), place=place, activity=Activity.DIALOGUE, sub_type="youth"
        )
        land.former_dates.append(
            FormerDate(
                id="was", number=1, day=date(2026, 12, 10), left_at=uow.now, ground="họp", was_public=True, as_posted={}
            )
        )
        other = make_unit(uow, "Xã Khác")
        make_meeting(uow, other, chair, on=date(2026, 12, 15), subject="mặt bằng")
        make_person(uow, other, "Nguyễn Văn Một")
    return unit, {"land": land.id, "youth": youth.id}


def found(works: Works, unit, text: str) -> searching.Finds:
    with works.reading(secretary(unit)) as uow:
        return searching.search(uow, unit.id, text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("mat bang", ["land"]),
        ("MẶT BẰNG", ["land"]),
        ("duong dong ngac", ["land"]),
        ("02/tb-ubnd", ["land"]),
        ("tb ubnd", ["land"]),
        ("chu tich", ["land"]),
        ("Bí thư", ["youth"]),
        ("thanh nien", ["youth"]),
        ("dinh ky", ["land"]),
        ("15/12", ["land"]),
        ("15/12/2026", ["land"]),
        ("2026-12-15", ["land"]),
        ("12/2026", ["land"]),
        ("10/12/2026", ["land"]),
        ("01/2027 thanh niên", ["youth"]),
        ("15/12/2026 thanh niên", []),
        ("14/1", ["youth"]),
        ("16/12/2026", []),
        ("31/02/2026", []),
        ("100%", []),
        ("__", []),
    ],
)
def test_meetings_are_found_by_what_is_remembered(works: Works, commune, text: str, names: list[str]) -> None:
    unit, ids = commune
    if text == "__":
        with pytest.raises(InvalidInput):
            found(works, unit, text)
        return
    assert [one.meeting.id for one in found(works, unit, text).meetings] == [ids[name] for name in names]


def test_people_and_offices_of_the_own_unit_are_found_and_no_others(works: Works, commune) -> None:
    unit, _ = commune
    finds = found(works, unit, "nguyen van mot")
    assert [(p.person.name, p.offices) for p in finds.people] == [("Nguyễn Văn Một", ("Chủ tịch UBND",))]
    finds = found(works, unit, "bi thu")
    assert [(o.office.title, o.holder) for o in finds.offices] == [("Bí thư Đảng ủy", "Trần Thị Hai")]
    assert (finds.number, finds.more) == (2, False)


@pytest.mark.parametrize("text", ["", " ", "a", "-", "ă"])
def test_fewer_than_two_letters_find_nothing_and_say_so(works: Works, commune, text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        found(works, commune[0], text)
    assert [f.code for f in refused.value.faults] == ["search-too-short"]


def test_more_than_fifty_are_said_to_be_more(works: Works, commune) -> None:
    unit, _ = commune
    with works.writing(OPERATOR) as uow:
        for _ in range(51):
            make_meeting(uow, unit, subject="Hỏi về đường điện")
    finds = found(works, unit, "duong dien")
    assert (len(finds.meetings), finds.more) == (50, True)


def test_the_database_folds_as_we_do(works: Works, commune) -> None:
    letters = "ạảãàáâậầấẩẫăắằặẳẵóòọõỏôộổỗồốơờớợởỡéèẻẹẽêếềệểễúùụủũưựữửừứíìịỉĩýỳỷỵỹđ"
    unit, _ = commune
    with works.writing(OPERATOR) as uow:
        for n, letter in enumerate(letters + letters.upper()):
            make_meeting(uow, unit, subject=f"từ{letter}khóa{n}")
    for n, letter in enumerate(letters + letters.upper()):
        assert len(found(works, unit, f"{fold(f'từ{letter}khóa')}{n}").meetings) >= 1


def test_nobody_searches_a_unit_out_of_reach(works: Works, commune) -> None:
    with works.writing(OPERATOR) as uow:
        far = make_unit(uow, "Xã Xa")
    with pytest.raises(NotFound), works.reading(secretary(commune[0])) as uow:
        searching.search(uow, far.id, "mat bang")
