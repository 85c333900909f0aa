"""One way to find a unit, whatever of its names is typed and however."""

import pytest
from sqlalchemy import event

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


@pytest.fixture
def placed(works: Works) -> Works:
    """Two provinces with communes of one name, and names and districts from before they merged."""
    with works.writing(OPERATOR) as uow:
        lang_son = make_unit(uow, "Tỉnh Lạng Sơn", level="tinh", code="20")
        ha_noi = make_unit(uow, "Thành phố Hà Nội", level="tinh", code="01")
        thai_nguyen = make_unit(uow, "Tỉnh Thái Nguyên", level="tinh", code="19")
        make_unit(uow, "Xã Tân Đoàn", code="06316", parent_id=lang_son.id)
        make_unit(uow, "Xã Tân Đoạn", code="06317", parent_id=lang_son.id)
        make_unit(uow, "Xã Tân Đoàn", code="05555", parent_id=thai_nguyen.id)
        make_unit(uow, "Phường Hoàn Kiếm", code="00070", parent_id=ha_noi.id)
        make_unit(uow, "Xã Hoàn Kiếm", code="06400", parent_id=lang_son.id)
        make_unit(uow, "Xã Ba Bể", code="02000", parent_id=thai_nguyen.id)
        for number, (name, within, codes) in enumerate(
            [
                ("Tỉnh Bắc Kạn", "", ["19"]),
                ("Xã Tràng Phái", "Huyện Văn Quan, Tỉnh Lạng Sơn", ["06316"]),
                ("Xã Tân Đoàn", "Huyện Văn Quan, Tỉnh Lạng Sơn", ["06316"]),
                ("Phường Hàng Bạc", "Quận Hoàn Kiếm, Thành phố Hà Nội", ["00070"]),
                ("Xã Hàng Bạc", "Huyện Ba Bể, Tỉnh Bắc Kạn", ["02000"]),
            ]
        ):
            uow.session.add(
                FormerName(id=number, full_name=name, within=within, search_key=fold(name), successor_codes=codes)
            )
    return works


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ("tan doan lang son", ["06316", "06317"]),
        ("xa tan doan lang son", ["06316", "06317"]),
        ("xã tân đoàn, tỉnh lạng sơn", ["06316", "06317"]),
        ("tân đoạn, lạng sơn", ["06317", "06316"]),
        ("UBND xã Tân Đoàn - tỉnh Thái Nguyên", ["05555"]),
        ("phuong hoan kiem ha noi", ["00070"]),
        ("hoàn kiếm, TP HN", ["00070"]),
        ("ba be bac kan", ["02000"]),
        ("tràng phái, văn quan, lạng sơn", ["06316"]),
        ("tràng phái, huyện văn quan", ["06316"]),
        ("tan doan, huyen van quan, tinh lang son", ["06316"]),
        ("hang bac quan hoan kiem", ["00070"]),
        ("hang bac bac kan", ["02000"]),
        ("hang bac thai nguyen", ["02000"]),
        ("tan doan ha noi", []),
        ("tan doan tinh", []),
        ("xa lang son", []),
    ],
)
def test_a_name_may_be_followed_by_where_it_lies_or_lay(placed: Works, asked: str, codes: list[str]) -> None:
    with placed.reading(OPERATOR) as uow:
        assert [hit.unit.code for hit in units.search(uow, asked)] == codes
    assert len(found(placed, asked)) == len(codes)


def test_what_is_the_whole_question_comes_before_what_lies_there(placed: Works) -> None:
    with placed.writing(OPERATOR) as uow:
        above = units.by_code(uow, "20")[0]
        make_unit(uow, "Xã Tân Đoàn Lạng Sơn", code="06999", parent_id=above.id)
        make_unit(uow, "Xã Tân Đoàn Lạng Sơn Thượng", code="06998", parent_id=above.id)
    with placed.reading(OPERATOR) as uow:
        assert [hit.unit.code for hit in units.search(uow, "tan doan lang son")] == ["06999", "06316", "06317", "06998"]


def test_a_former_name_found_by_its_place_is_told_unless_the_unit_still_bears_it(placed: Works) -> None:
    with placed.reading(OPERATOR) as uow:
        (kept,) = units.search(uow, "tan doan huyen van quan")
        (old,) = units.search(uow, "trang phai lang son")
    assert (kept.unit.code, kept.former) == ("06316", ())
    assert [name.full_name for name in old.former] == ["Xã Tràng Phái"]


def test_names_with_places_are_looked_up_by_index(placed: Works) -> None:
    asked: list[str] = []
    with placed.reading(OPERATOR) as uow:
        connection = uow.session.connection()

        def note(_connection: object, _cursor: object, statement: str, values: object, *_more: object) -> None:
            if "search_key IN" in statement and "LIKE" not in statement and "||" not in statement:
                asked.append((statement, values))

        event.listen(connection, "before_cursor_execute", note)
        units.search(uow, "tan doan lang son")
        event.remove(connection, "before_cursor_execute", note)
        on_sqlite = connection.dialect.name == "sqlite"
        if not on_sqlite:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        explain = "EXPLAIN QUERY PLAN " if on_sqlite else "EXPLAIN "
        plans = [str(connection.exec_driver_sql(f"{explain}{said}", values).all()) for said, values in asked]
    assert len(plans) == 3
    assert all("search_key" in plan and "SCAN unit" not in plan and "Seq Scan" not in plan for plan in plans), plans
