"""The yearly conference of a commune with its people: some have held it, one is posted, most still owe it."""

from datetime import time
from functools import partial

from scheduler import meetings, offices, publication
from scheduler.arrangement import Arrangement, Description, Hours, Seat
from scheduler.core.facts import Activity, OfficeKind
from scheduler.db.units import get_unit
from scheduler.db.work import UnitOfWork
from scheduler.demo.fates import Stage, at, let_happen
from scheduler.demo_data import DemoConference

_PUBLISHING_DAY = 20
_MORNING, _STARTS, _ENDS = time(9, 30), time(8), time(11, 30)
_SITE = "Hội trường trung tâm"
_SUBJECT = "Tình hình kinh tế - xã hội; trật tự, vệ sinh môi trường; ý kiến của Nhân dân"
_OTHERS = "Ủy ban MTTQ Việt Nam và Thường trực HĐND cùng cấp; mời cấp ủy"


def found(stage: Stage, uow: UnitOfWork) -> None:
    """Open the office of the commune as a body, and arrange for its conference when it holds one.

    Comes after the months are planned: a planner that knew the body would plan every commune's conference.

    Law: Luật 72/2025 Điều 43 (a duty of the body, not of one person; at least once a year).
    """
    unit, kind = stage.unit, OfficeKind.CHINH_QUYEN_XA
    since = get_unit(uow.session, unit.unit_id).valid_from
    body = offices.open_office(uow, unit.unit_id, kind, unit.shown.body, since)
    wanted = unit.shown.conference
    if wanted is not None:
        posted = stage.months.first(wanted.month - 1).replace(day=_PUBLISHING_DAY)
        when = min(at(posted, _MORNING), stage.line.until)
        stage.line.at(when, stage.actor, partial(_announce, stage, body.id, wanted))


def _announce(stage: Stage, office_id: str, wanted: DemoConference, uow: UnitOfWork) -> None:
    day = stage.calendar.working_on_or_after(stage.months.first(wanted.month).replace(day=wanted.day))
    arranged = Arrangement(
        Activity.DIALOGUE,
        "commune_people_conference",
        (Hours(day, _STARTS, _ENDS, site=_SITE),),
        (Seat(office_id),),
        Description(subject=_SUBJECT, co_attendees=_OTHERS),
    )
    drafted = meetings.draft(uow, stage.unit.unit_id, arranged)
    meetings.approve(uow, drafted.id)
    publication.publish(uow, [drafted.id])
    let_happen(stage, drafted, None)
