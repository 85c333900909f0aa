"""What becomes of a meeting: held and recorded the same evening, unless the story tells otherwise."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from scheduler import delegating, holding, meetings, publication, records, rescheduling
from scheduler.arrangement import Arrangement, Description, Hours, Seat
from scheduler.core.clock import VIETNAM
from scheduler.core.facts import Activity, State
from scheduler.core.roles import WORKER, Actor, Role
from scheduler.core.workdays import WorkCalendar
from scheduler.db.meetings import Meeting, get_meeting
from scheduler.db.work import UnitOfWork
from scheduler.demo.cast import Months, Seated
from scheduler.demo.timeline import Timeline
from scheduler.demo_data import Demo, DemoEvent
from scheduler.demo_names import STORYTELLER
from scheduler.diary import conflicts_of

_AFTERNOON, _EVENING, _NIGHT = time(15), time(17, 30), time(0, 10)
_DELEGATION = "Đi công tác theo triệu tập của Tỉnh ủy, giao cấp phó tiếp thay"
_FORGOTTEN = "Cán bộ ghi nhận nghỉ ốm, nay đối chiếu sổ tiếp công dân và ghi bổ sung"
_CUSTOM = "Người có thẩm quyền đồng ý: {ground}"


@dataclass(frozen=True, slots=True)
class Stage:
    """One unit's part in the story, and the time in which it plays."""

    line: Timeline
    cast: Demo
    unit: Seated
    months: Months
    calendar: WorkCalendar

    @property
    def actor(self) -> Actor:
        """Return who acts for the unit."""
        return Actor(STORYTELLER, Role.OFFICE_CHIEF, self.unit.unit_id)


def at(day: date, hour: time) -> datetime:
    """Return the instant at which Vietnam's clocks show an hour of a day."""
    return datetime.combine(day, hour, VIETNAM)


def let_happen(stage: Stage, meeting: Meeting, event: DemoEvent | None) -> None:
    """Arrange for what happens to an approved or published meeting: the story's event, and the evening's record."""
    if meeting.held_on is None:
        return
    line, actor, day = stage.line, stage.actor, meeting.held_on
    do = event.do if event else ""
    if event is not None and do in _EVENTS:
        days, act = _EVENTS[do]
        when = stage.calendar.shift(day, -(event.working_days if do == "published_late" else days)).due
        line.at(min(at(when, _AFTERNOON), line.until), actor, partial(act, stage, meeting.id, event))
    if do in ("not_held", "entered_late"):
        line.at(at(day + timedelta(days=2), _NIGHT), WORKER, _mark_missed)
    if do != "not_held":
        later = event.working_days if event and do == "entered_late" else 0
        evening = at(stage.calendar.shift(day, later).due, _EVENING)
        line.at(evening, actor, partial(_record, stage, meeting.id, event))


def _record(stage: Stage, meeting_id: str, event: DemoEvent | None, uow: UnitOfWork) -> None:
    """Enter that the meeting was held; one that was moved is recorded on the evening of its new date."""
    meeting = get_meeting(uow.session, meeting_id)
    if meeting.held_on is None or meeting.state not in (State.PUBLISHED, State.MOVED, State.NOT_HELD):
        return
    day = meeting.held_on
    if day > uow.today:
        stage.line.at(at(day, _EVENING), stage.actor, partial(_record, stage, meeting_id, event))
        return
    missing = stage.unit.offices[event.office] if event and event.do == "absent" else None
    record = records.Record(
        started_at=at(day, min(s.starts for s in meeting.sittings)),
        ended_at=at(day, max(s.ends for s in meeting.sittings)),
        presences=tuple(
            records.Presence(c.office_id, present=c.in_person and c.office_id != missing, delegate=c.delegate)
            for c in meeting.chairs
        ),
        citizens_received=(day.toordinal() * 3 + len(stage.unit.shown.code) + int(stage.unit.shown.code)) % 7,
    )
    late = _FORGOTTEN if meeting.state is State.NOT_HELD else None
    holding.hold(uow, meeting_id, meeting.version, record, late)


def _mark_missed(uow: UnitOfWork) -> None:
    for meeting_id in holding.list_missed(uow):
        holding.mark_missed(uow, meeting_id)


def _delegate(stage: Stage, meeting_id: str, event: DemoEvent, uow: UnitOfWork) -> None:
    meeting = get_meeting(uow.session, meeting_id)
    office_id = stage.unit.offices[event.office]
    delegating.delegate(uow, meeting_id, meeting.version, office_id, deputy="Phó Chủ tịch UBND", ground=_DELEGATION)


def _cancel(_stage: Stage, meeting_id: str, event: DemoEvent, uow: UnitOfWork) -> None:
    meeting = get_meeting(uow.session, meeting_id)
    rescheduling.cancel(uow, meeting_id, meeting.version, event.ground, _CUSTOM.format(ground=event.ground))


def _make_up(stage: Stage, meeting_id: str, event: DemoEvent, uow: UnitOfWork) -> None:
    """Arrange the make-up meeting first, so that the minimum is never in danger, then cancel."""
    old = get_meeting(uow.session, meeting_id)
    day = _free_day(stage, old, event.working_days, uow)
    wanted = Arrangement(
        Activity.RECEPTION,
        "periodic",
        tuple(Hours(day, s.starts, s.ends, s.place_id, s.site) for s in old.sittings),
        tuple(Seat(c.office_id) for c in old.chairs),
        Description(subject=old.subject),
        makeup_for=old.id,
    )
    new = meetings.draft(uow, stage.unit.unit_id, wanted)
    meetings.approve(uow, new.id)
    publication.publish(uow, [new.id])
    _cancel(stage, meeting_id, event, uow)
    let_happen(stage, new, None)


def _move(stage: Stage, meeting_id: str, event: DemoEvent, uow: UnitOfWork) -> None:
    meeting = get_meeting(uow.session, meeting_id)
    day = _free_day(stage, meeting, event.working_days, uow)
    rescheduling.move(uow, meeting_id, meeting.version, day, event.ground)


def _postpone(_stage: Stage, meeting_id: str, event: DemoEvent, uow: UnitOfWork) -> None:
    meeting = get_meeting(uow.session, meeting_id)
    rescheduling.postpone(uow, meeting_id, meeting.version, event.ground, _CUSTOM.format(ground=event.ground))


def _publish_late(_stage: Stage, meeting_id: str, _event: DemoEvent, uow: UnitOfWork) -> None:
    publication.publish(uow, [meeting_id])


def _free_day(stage: Stage, meeting: Meeting, working_days: int, uow: UnitOfWork) -> date:
    """Return the first day, some working days after the meeting's, on which nothing stands in its way."""
    day = stage.calendar.shift(meeting.held_on or uow.today, working_days).due
    while conflicts_of(uow, meeting, day):
        day = stage.calendar.next_working(day)
    return day


_EVENTS: dict[str, tuple[int, Callable[[Stage, str, DemoEvent, UnitOfWork], None]]] = {
    "delegated": (1, _delegate),
    "cancelled": (1, _cancel),
    "cancelled_made_up": (2, _make_up),
    "moved": (3, _move),
    "postponed_without_date": (60, _postpone),
    "published_late": (0, _publish_late),
}
"""How many working days before the meeting something happens (never before it is published), and what."""
