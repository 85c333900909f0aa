"""The month board shows what stands, what is missing and what is still to be posted."""

from datetime import date

import pytest

from scheduler import absences
from scheduler.absences import Whom
from scheduler.arrangement import Seat
from scheduler.core.compliance.values import Status
from scheduler.core.errors import NotFound
from scheduler.core.facts import State
from scheduler.core.roles import Actor, Role
from scheduler.db.meetings import get_meeting
from scheduler.db.work import Works
from scheduler.month_board import month_board
from tests.factories import make_unit
from tests.usecases.acting import FIRST, chief, commune, publishing, secretary

__all__ = ["commune"]


def test_a_row_shows_the_days_of_its_office_and_how_it_stands(works: Works, commune) -> None:
    unit, chair, place, (one, two) = commune
    (waiting,) = publishing(works, unit, (date(2026, 12, 15), Seat(chair.id)), place=place)
    with works.writing(secretary(unit)) as uow:
        absences.add(uow, Whom(office_id=chair.id), date(2026, 12, 10), date(2026, 12, 11), "Đi học")

    with works.reading(secretary(unit)) as uow:
        board = month_board(uow, unit.id, date(2026, 12, 20))

    row = next(row for row in board.rows if row.office.id == chair.id)
    booked = {cell.day: [b.meeting.id for b in cell.booked] for cell in row.cells if cell.booked}
    assert booked == {date(2026, 12, 8): [one.id], date(2026, 12, 15): [waiting], date(2026, 12, 22): [two.id]}
    assert [cell.day.day for cell in row.cells if cell.away] == [10, 11]
    assert row.verdicts[0].status is Status.ON_TRACK
    assert (row.holder, len(board.days), board.approved, board.drafts) == ("Nguyễn Văn Một", 31, 1, 0)
    assert [clock.meeting_id for clock in board.unposted] == [waiting]
    assert board.short == 2  # the party secretary has nothing yet, nor has the chairman met the young this year


def test_a_dropped_draft_is_gone_and_a_cancelled_announcement_stays(works: Works, commune) -> None:
    unit, chair, _, (one, two) = commune
    with works.writing(chief(unit)) as uow:
        for meeting in (get_meeting(uow.session, one.id), get_meeting(uow.session, two.id)):
            meeting.state = State.CANCELLED
            meeting.published_at = meeting.published_at if meeting.id == one.id else None

    with works.reading(secretary(unit)) as uow:
        board = month_board(uow, unit.id, FIRST)

    shown = [b.meeting.id for row in board.rows for cell in row.cells for b in cell.booked]
    assert shown == [one.id]
    assert next(row for row in board.rows if row.office.id == chair.id).short


def test_nobody_looks_at_the_month_of_a_unit_out_of_reach(works: Works, commune) -> None:
    with works.writing(Actor("operator", Role.OPERATOR)) as uow:
        other = make_unit(uow, "Xã Khác")
    with pytest.raises(NotFound), works.reading(secretary(commune[0])) as uow:
        month_board(uow, other.id, FIRST)
