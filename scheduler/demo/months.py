"""A unit's months: planned ahead, published in time or late, and each meeting handed on to what becomes of it."""

from collections.abc import Sequence
from datetime import time
from functools import partial

from scheduler import meetings, plans, publication
from scheduler.arrangement import Description
from scheduler.core.facts import State
from scheduler.core.lifecycle import Action as Step
from scheduler.core.lifecycle import step
from scheduler.db.base import Mode
from scheduler.db.meetings import Meeting, list_meetings
from scheduler.db.work import UnitOfWork
from scheduler.demo.fates import Stage, at, let_happen
from scheduler.demo_data import DemoEvent
from scheduler.ical.settle import settle_many
from scheduler.registering import touch
from scheduler.wording.meetings import title

_PUBLISHING_DAY = 20
_MORNING = time(9)
_OLD_WAYS = "Giữ nếp mỗi tháng một ngày theo thông báo cũ của đơn vị."
_IN_PART = "Buổi còn lại chưa chốt được địa điểm, sẽ niêm yết sau."


def plan(stage: Stage, uow: UnitOfWork) -> None:
    """Plan all months at once, keep the drafts, and arrange for their publication month by month."""
    cast, unit = stage.cast, stage.unit
    first, last = stage.months.first(cast.first_month), stage.months.last(cast.last_month)
    accept = None
    thin = {unit.offices[office.kind] for office in unit.shown.offices if office.insisted}
    if thin:
        proposed = plans.propose(uow, [unit.unit_id], first, last).proposed
        accept = {p.key for p in proposed if p.pattern_id or not thin & set(p.office_ids)}
    _, drafts = plans.keep(uow, unit.unit_id, first, last, accept)
    for draft in drafts:
        _describe(stage, uow, draft)
    for number in range(cast.first_month, unit.shown.published_until + 1):
        when = at(stage.months.first(number - 1).replace(day=_PUBLISHING_DAY), _MORNING)
        stage.line.at(min(when, stage.line.until), stage.actor, partial(_publish, stage, number))


def _describe(stage: Stage, uow: UnitOfWork, draft: Meeting) -> None:
    """Say how people meet, and what a dialogue is about; a reception's usual content stands already."""
    unit = stage.unit
    chairs = {chair.office_id for chair in draft.chairs}
    modes = {office.mode for office in unit.shown.offices if unit.offices[office.kind] in chairs}
    mode = Mode(modes.pop()) if len(modes) == 1 else Mode.IN_PERSON
    subject = None if draft.subject else title(draft.activity, draft.sub_type)
    if subject or mode is not draft.mode:
        meetings.change(uow, draft.id, draft.version, Description(subject=subject, mode=mode))


def _publish(stage: Stage, number: int, uow: UnitOfWork) -> None:
    unit = stage.unit
    first, last = stage.months.first(number), stage.months.last(number)
    found = [m for m in list_meetings(uow.session, [unit.unit_id], first, last) if m.state is State.DRAFT]
    told: dict[str, DemoEvent] = {
        _nth(found, unit.offices[event.office], event.nth).id: event
        for event in unit.shown.events
        if event.month == number
    }
    for meeting in found:
        _approve(uow, meeting)
    late = {m_id for m_id, event in told.items() if event.do == "published_late"}
    insist = _OLD_WAYS if any(office.insisted for office in unit.shown.offices) else (_IN_PART if late else None)
    timely = [m.id for m in found if m.id not in late]
    if timely:
        publication.publish(uow, timely, insist)
    settle_many(uow, [m for m in found if m.id in late])
    for meeting in found:
        let_happen(stage, meeting, told.get(meeting.id))


def _approve(uow: UnitOfWork, meeting: Meeting) -> None:
    """Approve without telling the calendars yet: they are told when the meeting is published a moment later."""
    touch(uow, meeting, None)
    meeting.state = step(meeting.state, Step.APPROVE)
    uow.session.flush()
    uow.record("MeetingApproved", meeting.id, meeting.unit_id, on=str(meeting.held_on))


def _nth(found: Sequence[Meeting], office_id: str, nth: int) -> Meeting:
    mine = [m for m in found if m.sub_type == "periodic" and any(c.office_id == office_id for c in m.chairs)]
    return mine[nth - 1 if nth > 0 else nth]
