"""One way to find a unit, whatever of its names is typed and however."""

import pytest

from scheduler import units
from scheduler.core.roles import OPERATOR, Actor, Role
from scheduler.core.vietnamese import fold
from scheduler.db.units import FormerName
from scheduler.db.work import Works
from scheduler.public.pages import home
from tests.factories import make_unit

FORMER = (
    ("Huyện Tân Đoàn", ["00001", "00002"]),
    ("Xã Tràng Phái", ["00003"]),
    ("Thị trấn Tân Đoàn Đông", ["00004"]),
    ("Xã Tân Đoạn", ["00005"]),
)
COUNTRY = (
    "Xã Văn Quan",
    "Xã Tri Lễ",
    "Xã Tân Đoàn",
    "Xã Điềm He",
    "Xã Tân Đoạn",
    "Xã Tân Đoàn Hạ",
    "Phường Mỹ Tân Đoàn",
)


@pytest.fixture
def known(works: Works) -> Works:
    with works.writing(OPERATOR) as uow:
        province = make_unit(uow, "Tỉnh Lạng Sơn", level="tinh", code="20")
        for number, name in enumerate(COUNTRY, 1):
            make_unit(uow, name, code=f"{number:05d}", parent_id=province.id)
        for number, (name, codes) in enumerate(FORMER):
            uow.session.add(
                FormerName(id=number, full_name=name, within="x", search_key=fold(name), successor_codes=codes)
            )
    return works


def found(works: Works, asked: str) -> list[str]:
    """Ask as a program and as a visitor, who must be told the same."""
    with works.reading(OPERATOR) as uow:
        told = [(hit.unit.full_name, [name.full_name for name in hit.former]) for hit in units.search(uow, asked)]
        shown = [(hit.unit.full_name, [name.full_name for name in hit.former]) for hit in home(uow, asked).hits]
    assert told == shown
    return [name for name, _ in told]


def test_present_names_come_before_former_ones_that_fit_as_well(known: Works) -> None:
    assert found(known, "tan doan") == [
        "Xã Tân Đoàn",
        "Xã Tân Đoạn",
        "Xã Tri Lễ",
        "Xã Văn Quan",
        "Xã Tân Đoàn Hạ",
        "Xã Điềm He",
        "Phường Mỹ Tân Đoàn",
    ]


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("Tân Đoàn", "Xã Tân Đoàn"),
        ("Tân Đoạn", "Xã Tân Đoạn"),
        ("UBND xã tan doan", "Xã Tân Đoàn"),
        ("Ủy ban nhân dân xã Tân Đoàn", "Xã Tân Đoàn"),
        ("TRANG PHAI", "Xã Tân Đoàn"),
        ("TT Tân Đoàn Đông", "Xã Điềm He"),
        ("00002", "Xã Tri Lễ"),
        ("tinh lang son", "Tỉnh Lạng Sơn"),
    ],
)
def test_the_unit_that_is_meant_comes_first(known: Works, asked: str, first: str) -> None:
    assert found(known, asked)[0] == first


@pytest.mark.parametrize("asked", ["", " ", "%", "_", "ubnd", "không có"])
def test_what_names_nothing_finds_nothing(known: Works, asked: str) -> None:
    assert found(known, asked) == []


def test_a_bounded_actor_is_told_the_same_of_its_own(known: Works) -> None:
    with known.reading(OPERATOR) as uow:
        (mine,) = units.by_code(uow, "00003")
    with known.reading(Actor("k", Role.SECRETARY, mine.id)) as uow:
        assert [hit.unit.id for hit in units.search(uow, "tan doan")] == [mine.id]
        assert [hit.former[0].full_name for hit in units.search(uow, "trang phai")] == ["Xã Tràng Phái"]
        assert units.search(uow, "van quan") == []
