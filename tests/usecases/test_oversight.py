"""Boards: what a cell says is what its evidence says; whoever looks sees own unit and below; nothing stale unseen."""

from datetime import date, timedelta

import pytest

from scheduler import delegating, holding, oversight
from scheduler.core.clock import StoppedClock
from scheduler.core.compliance.values import Status
from scheduler.core.duty import FIRST_ASKED, Duty, find_duty
from scheduler.core.errors import InvalidInput, NotAllowed, NotFound
from scheduler.core.facts import Activity, OfficeKind
from scheduler.core.roles import OPERATOR, Role
from scheduler.db.confirmations import ChairConfirmation, Word
from scheduler.db.work import Works
from scheduler.oversight import Sort, looking
from scheduler.rejudging import fill, rejudge_changed
from tests.factories import make_unit
from tests.usecases.acting import GROUND
from tests.usecases.leading import signed_in
from tests.usecases.overseeing import CHAIRMAN, a_province, actor, meeting_on, record

CHAIR = Duty(OfficeKind.CHU_TICH_UBND, Activity.RECEPTION, "periodic")
OCTOBER = date(2026, 10, 1)


@pytest.fixture
def world(works: Works):
    return a_province(works)


@pytest.fixture(params=["kept", "live"])
def seen(request: pytest.FixtureRequest, works: Works, world):
    """The same boards from what is kept and from what is judged on the spot."""
    if request.param == "kept":
        fill(works)
    return world


def rows(works: Works, unit, **asked) -> list[oversight.Row]:
    with works.reading(OPERATOR) as uow:
        return list(oversight.board(uow, unit.id, 2026, CHAIR, **asked).rows)


def test_a_cell_tells_in_person_delegated_and_short_apart(works: Works, seen) -> None:
    province, first, second = seen
    told = {row.unit_id: row for row in rows(works, province)}
    mine, theirs = told[first.unit.id].cells[9], told[second.unit.id].cells[9]

    assert (mine.status, mine.sums.held, mine.sums.required, mine.sums.short) == (Status.BREACHED, 1, 2, 1)
    assert (mine.sums.delegated, theirs.sums.delegated) == (1, 0)
    assert (theirs.status, theirs.sums.held, theirs.sums.short) == (Status.MET, 2, 0)
    assert mine.refs == (oversight.Ref(first.chair.id, CHAIRMAN, OCTOBER),)
    assert mine.sums.late_publications == 2  # held and never posted


def test_each_cell_is_the_figure_of_its_evidence(works: Works, seen) -> None:
    province, _, _ = seen
    with works.reading(OPERATOR) as uow:
        for row in oversight.board(uow, province.id, 2026, CHAIR).rows:
            for cell in row.cells[6:]:
                (ref,) = cell.refs
                found = oversight.cell(uow, ref.office_id, ref.rule_id, ref.first_on)
                counted = [day for proof in found.proofs for day in proof.counted if not day.planned]
                assert (len(counted), found.verdict.status) == (cell.sums.held, cell.status)
                assert sum(proof.posting_days_late > 0 for proof in found.proofs) >= cell.sums.late_publications


def test_a_week_stands_in_the_month_in_which_it_begins(works: Works, seen) -> None:
    province, first, _ = seen
    (row,) = [row for row in rows(works, province) if row.unit_id == first.unit.id]

    assert [cell.sums.required for cell in row.cells] == [4, 4, 5, 4, 4, 4, 2, 2, 2, 2, 2, 2]
    assert [ref.first_on for ref in row.cells[5].refs] == [date(2026, 6, day) for day in (1, 8, 15, 22)]


def test_those_short_of_most_come_first_or_the_first_of_the_alphabet(works: Works, seen) -> None:
    province, first, second = seen
    assert [row.unit_id for row in rows(works, province)] == [first.unit.id, second.unit.id]
    assert [row.unit_id for row in rows(works, province, sort=Sort.NAME)] == [second.unit.id, first.unit.id]
    assert [row.unit_id for row in rows(works, province, after=1, limit=1)] == [second.unit.id]


def test_shares_and_totals_are_over_all_units_whatever_the_page(works: Works, seen) -> None:
    province, _, _ = seen
    with works.writing(OPERATOR) as uow:
        make_unit(uow, "Xã Vạn Linh", parent_id=province.id)
    with works.reading(OPERATOR) as uow:
        found = oversight.board(uow, province.id, 2026, CHAIR, limit=1)
    october = found.shares[9]

    assert (found.units, found.without, found.next, found.updating) == (2, 1, 1, 0)
    assert [column.key for column in found.columns][9:] == ["2026-10", "2026-11", "2026-12"]
    assert (october.owed, october.met, october.missed, october.sums.held, october.sums.short) == (2, 1, 1, 3, 1)
    assert all(type(value) is int for value in (october.owed, october.sums.held))


def test_a_yearly_duty_has_one_column(works: Works, seen) -> None:
    province, _, _ = seen
    youth = Duty(OfficeKind.CHU_TICH_UBND, Activity.DIALOGUE, "youth")
    with works.reading(OPERATOR) as uow:
        found = oversight.board(uow, province.id, 2026, youth)
    assert [column.key for column in found.columns] == ["2026"]
    assert [len(row.cells) for row in found.rows] == [1, 1]


def test_the_country_is_its_provinces(works: Works, seen) -> None:
    province, _, _ = seen
    with works.reading(OPERATOR) as uow:
        found, board = oversight.country(uow, 2026, CHAIR), oversight.board(uow, province.id, 2026, CHAIR)
    (told,) = found.provinces
    assert (told.unit_id, told.name, told.units, told.shares) == (province.id, province.full_name, 2, board.shares)
    assert (found.total, found.shares) == (told.total, told.shares)
    assert [column.key for column in found.columns] == [column.key for column in board.columns]


def test_a_board_shows_a_change_before_the_worker_has_seen_it(works: Works, world) -> None:
    province, _, second = world
    fill(works)
    with works.writing(OPERATOR) as uow:
        meeting = meeting_on(uow, second, date(2026, 12, 8))
        delegating.delegate(uow, meeting.id, meeting.version, second.chair.id, deputy="Phó Chủ tịch", ground=GROUND)

    before = {row.unit_id: row.cells[11].sums.planned for row in rows(works, province)}
    rejudge_changed(works)
    after = {row.unit_id: row.cells[11].sums.planned for row in rows(works, province)}
    assert before == after
    assert before[second.unit.id] == 0


def test_more_changes_than_can_be_judged_are_told_with_their_number(
    works: Works, clock: StoppedClock, world, monkeypatch: pytest.MonkeyPatch
) -> None:
    province, first, _ = world
    fill(works)
    monkeypatch.setattr(looking, "LIVE_UNITS", 1)
    clock.advance(timedelta(days=1))
    with works.reading(OPERATOR) as uow:
        found, country = oversight.board(uow, province.id, 2026, CHAIR), oversight.country(uow, 2026, CHAIR)
    assert found.updating == country.updating == country.provinces[0].updating == 2
    assert sorted(row.updating for row in found.rows) == [False, True]

    with works.reading(OPERATOR) as uow:
        assert oversight.board(uow, first.unit.id, 2026, CHAIR).updating == 0


def test_who_sees_what(works: Works, world) -> None:
    province, first, second = world
    for role in (Role.INSPECTOR, Role.OFFICE_CHIEF, Role.LEGAL_ADMIN):
        with works.reading(actor(role, province)) as uow:
            assert oversight.board(uow, province.id, 2026).units == 2
            assert oversight.cell(uow, first.chair.id, CHAIRMAN, OCTOBER).unit_id == first.unit.id
        with works.reading(actor(role, first.unit)) as uow:
            assert [row.unit_id for row in oversight.board(uow, first.unit.id, 2026).rows] == [first.unit.id]
            for beyond in (second.unit.id, province.id):
                with pytest.raises(NotFound):
                    oversight.board(uow, beyond, 2026)
            with pytest.raises(NotFound):
                oversight.cell(uow, second.chair.id, CHAIRMAN, OCTOBER)
            with pytest.raises(NotAllowed):
                oversight.country(uow, 2026)
            with pytest.raises(NotAllowed):
                oversight.board(uow, None, 2026)
    with works.reading(actor(Role.SECRETARY, first.unit)) as uow, pytest.raises(NotAllowed):
        oversight.board(uow, first.unit.id, 2026)


def test_a_year_of_which_nothing_is_kept_is_refused(works: Works, world) -> None:
    province, _, _ = world
    with works.reading(OPERATOR) as uow, pytest.raises(InvalidInput) as refusal:
        oversight.board(uow, province.id, 2031)
    assert refusal.value.faults[0].code == "year-not-kept"


def test_the_duties_that_have_boards_are_those_somebody_has(works: Works, world) -> None:
    province, _, _ = world
    fill(works)
    with works.reading(OPERATOR) as uow:
        names = [duty.name for duty in oversight.duties(uow, province.id, 2026)]
    assert names == [FIRST_ASKED.name, "chu_tich_ubnd.dialogue.youth", CHAIR.name]
    assert [find_duty(name) for name in ("x", "a.b.c", "chu_tich_ubnd.reception.")] == [None, None, None]


def test_the_evidence_tells_who_sat_when_and_what_was_posted(works: Works, world) -> None:
    _, first, _ = world
    with works.writing(OPERATOR) as uow:
        meeting = meeting_on(uow, first, date(2026, 10, 15))
        holding.hold(uow, meeting.id, meeting.version, record(first, date(2026, 10, 15)), GROUND)
    with works.reading(OPERATOR) as uow:
        found = oversight.cell(uow, first.chair.id, CHAIRMAN, OCTOBER)

    proofs = {proof.days[0].day: proof for proof in found.proofs}
    assert sorted(proofs) == [8, 15, 22]
    assert (proofs[15].entered_late, proofs[15].ground, proofs[15].citizens_received) == (True, GROUND, 4)
    assert [(sat.present, sat.delegate) for sat in proofs[22].chairs] == [(False, "Phó Chủ tịch")]
    assert [bool(proof.counted) for proof in proofs.values()] == [True, True, False]
    assert proofs[8].posted_on is None
    assert proofs[8].posting_days_late > 0
    with works.reading(OPERATOR) as uow, pytest.raises(NotFound):
        oversight.cell(uow, first.chair.id, "R-P-COMM-01", OCTOBER)


def test_the_evidence_tells_who_confirmed_that_the_head_sat_there(works: Works, world) -> None:
    _, first, _ = world
    leader = signed_in(works, first.unit, Role.LEADER, first.chair)
    with works.writing(OPERATOR) as uow:
        said = {
            "office_id": first.chair.id,
            "account_id": leader.account_id,
            "word": Word.CHAIR,
            "confirmed_at": uow.now,
        }
        for day, about in ((8, date(2026, 10, 8)), (22, date(2026, 10, 1))):
            meeting = meeting_on(uow, first, date(2026, 10, day))
            row = ChairConfirmation(id=uow.new_id(), meeting_id=meeting.id, for_day=about, **said)
            uow.session.add(row)
    with works.reading(OPERATOR) as uow:
        found = oversight.cell(uow, first.chair.id, CHAIRMAN, OCTOBER)

    told = {proof.days[0].day: [sat.confirmed for sat in proof.chairs] for proof in found.proofs}
    # Of another date it says nothing.
    assert [[len(said) for said in chairs] for chairs in (told[8], told[22])] == [[1], [0]]
    assert (told[8][0][0].by, told[8][0][0].word) == (leader.account_id, Word.CHAIR)
