"""Publication: meetings become public, refused while an avoidable shortfall remains; evidence of each channel."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from scheduler.core.clock import VIETNAM
from scheduler.core.errors import Conflict, Fault, InvalidInput, NotFound, Stale, WrongState
from scheduler.core.facts import State
from scheduler.core.lifecycle import Action as Step
from scheduler.core.lifecycle import is_public, step
from scheduler.core.periods import month_of
from scheduler.core.roles import Action
from scheduler.core.vietnamese import nfc
from scheduler.db.meetings import Meeting, Posting, get_meeting, list_meetings
from scheduler.db.offices import list_offices
from scheduler.db.places import closed_places
from scheduler.db.scope import reads, writes
from scheduler.db.work import UnitOfWork
from scheduler.enforcement import checked_ground, enforce
from scheduler.history import changes
from scheduler.ical.settle import settle_many
from scheduler.ledger import work_calendar
from scheduler.postings import CHANNELS, add_posting, dated_since, post_on_portal, posting_faults, shut_faults
from scheduler.registering import as_read, own, own_all, refuse_if, text_faults, touch
from scheduler.weighing import Consequences, PostingClock, Publishing, Watch, postings_of

LONGEST_NUMBER = 100
"""Letters of the number of a notice."""


def publish(
    uow: UnitOfWork,
    meeting_ids: Sequence[str],
    insist: str | None = None,
    *,
    versions: Mapping[str, int] | None = None,
    notice_number: str = "",
) -> Consequences:
    """Publish approved meetings of one unit; they appear on the public page and in the feeds.

    Refused when an office presiding would be left short of a minimum that such meetings serve, in a month (or a longer
    period ending with it) although dates remain: an avoidable shortfall. Only what is public then is looked at: the
    approved meetings of an office's month are published together. Refused also when something stands in a
    meeting's way. ``insist`` is the written ground of somebody entitled. ``versions``: by id, in which each was read.
    ``notice_number``: of the notice for all of them, at most 100 letters; "" leaves each as it is.

    Raises: NotFound, NotAllowed, Stale, WrongState, InvalidInput (what the law wants posted is missing), Objection.
    Law: Luật 42/2013 Điều 24 (content and five working days); the minimum of each rule.
    """
    _check_number(notice_number)
    return _done(uow, preview_publish(uow, meeting_ids, versions=versions), insist, notice_number)


def preview_publish(
    uow: UnitOfWork, meeting_ids: Sequence[str], *, versions: Mapping[str, int] | None = None
) -> Consequences:
    """Publish inside this unit of work without asking whether it is lawful, and return what it brings about.

    Raises: NotFound, NotAllowed, Stale, WrongState, InvalidInput.
    """
    meetings = own_all(uow, meeting_ids, Action.PUBLISH)
    for meeting in meetings:
        as_read(meeting, (versions or {}).get(meeting.id))
    if not meetings or len({m.unit_id for m in meetings}) > 1:
        raise InvalidInput.at("meetings", "meetings-of-one-unit")
    offices = {c.office_id for m in meetings for c in m.chairs}
    last = max((m.held_on for m in meetings if m.held_on), default=uow.today)
    serving = frozenset((m.activity.value, m.sub_type) for m in meetings)
    return _publish(uow, meetings, offices, Publishing(month_of(last).last, serving))


def publish_span(
    uow: UnitOfWork,
    unit_id: str,
    first: date,
    last: date,
    insist: str | None = None,
    *,
    versions: Mapping[str, int] | None = None,
    notice_number: str = "",
) -> Consequences:
    """Publish a unit's whole plan: all approved meetings of the closed span, judged for every office of the unit.

    ``insist`` and ``notice_number``: as publish. ``versions``: of all that was approved when the plan was read, by id.

    Raises: as publish; NotFound also when nothing is approved in the span, Stale also when other meetings are.
    Law: as publish.
    """
    _check_number(notice_number)
    return _done(uow, preview_publish_span(uow, unit_id, first, last, versions=versions), insist, notice_number)


def preview_publish_span(
    uow: UnitOfWork, unit_id: str, first: date, last: date, *, versions: Mapping[str, int] | None = None
) -> Consequences:
    """Publish the span inside this unit of work without asking whether it is lawful; what it brings about.

    The month in which the span ends is judged whole: a span cut short is no way round its minimum.

    Raises: NotFound (also when nothing is approved in the span), NotAllowed, Stale, InvalidInput.
    """
    unit = writes(uow, unit_id, Action.PUBLISH)
    meetings = [m for m in list_meetings(uow.session, [unit.id], first, last) if m.state is State.APPROVED]
    if not meetings:
        raise NotFound("nothing-approved", first=first, last=last)
    for meeting in meetings:
        as_read(meeting, (versions or {}).get(meeting.id))
    if versions is not None and versions.keys() != {m.id for m in meetings}:
        raise Stale("plan-changed")
    offices = {o.id for o in list_offices(uow.session, [unit.id])}
    return _publish(uow, meetings, offices, Publishing(month_of(last).last))


def post(
    uow: UnitOfWork, meeting_id: str, channel: str, posted_at: datetime, note: str = "", *, version: int | None = None
) -> Posting:
    """Enter evidence that a published meeting was posted through a channel.

    ``version``: in which the meeting was read, so that the same form sent twice enters nothing twice.
    ``posted_at``: an instant from when the meeting was entered (once it was moved: got its present date) until now.
    It is evidence only: whether the posting was in time is judged by when it was known here.

    Raises: NotFound, NotAllowed, Stale, WrongState, InvalidInput.
    Law: Luật 42/2013 Điều 24.4 (at headquarters, at the reception place, on the website).
    """
    meeting = own(uow, meeting_id, Action.PUBLISH)
    if not is_public(meeting.state, ever_published=True):
        raise WrongState("not-yet-published", state=meeting.state.value)
    faults = [Fault("channel", "unknown-value", {"allowed": CHANNELS})] if channel not in CHANNELS else []
    since = dated_since(meeting)
    if posted_at > uow.now:
        faults.append(Fault("posted_at", "in-the-future"))
    if posted_at < meeting.created_at:
        faults.append(Fault("posted_at", "before-it-existed"))
    elif since is not None and posted_at < since:
        faults.append(Fault("posted_at", "before-its-date-was-set", {"earliest": since}))
    if faults:
        raise InvalidInput(faults)
    touch(uow, meeting, version)
    posting = add_posting(uow, meeting, channel, posted_at, note)
    uow.record("MeetingPosted", meeting.id, meeting.unit_id, channel=channel, posted_at=posted_at.isoformat())
    return posting


def withdraw_posting(
    uow: UnitOfWork, meeting_id: str, posting_id: str, ground: str, *, version: int | None = None
) -> Posting:
    """Note that a posting was taken down; that it hung there is not erased (T36). ``version``: as in post.

    Raises: NotFound, NotAllowed, Stale, InvalidInput, Conflict when it was taken down already.
    """
    meeting = own(uow, meeting_id, Action.PUBLISH)
    posting = next((p for p in meeting.postings if p.id == posting_id), None)
    if posting is None:
        raise NotFound(kind="posting", id=posting_id)
    if posting.withdrawn_at is not None:
        raise Conflict("posting-withdrawn-already", at=posting.withdrawn_at)
    touch(uow, meeting, version)
    posting.withdrawn_at, posting.withdrawal_ground = uow.now, checked_ground(ground, shortest=5)
    uow.record(
        "PostingWithdrawn", meeting.id, meeting.unit_id, channel=posting.channel, ground=posting.withdrawal_ground
    )
    return posting


def clock(uow: UnitOfWork, meeting_id: str) -> PostingClock:
    """Return how a meeting's publication stands against its deadline; late is said for ever, also after it was held.

    Raises: NotFound, NotAllowed.
    Law: the posting rows of deadlines.csv (5 working days, 7 days, 30 days).
    """
    meeting = get_meeting(uow.session, meeting_id)
    reads(uow, meeting.unit_id)
    (found,) = postings_of(uow, work_calendar(uow), [meeting])
    return found


def _publish(uow: UnitOfWork, meetings: Sequence[Meeting], offices: set[str], question: Publishing) -> Consequences:
    days = [m.held_on for m in meetings if m.held_on]
    watch = Watch(uow, offices, days or [uow.today], publishing=True)
    for meeting in meetings:
        touch(uow, meeting, None)
        meeting.state = step(meeting.state, Step.PUBLISH)
        meeting.published_at = uow.now
        post_on_portal(uow, meeting)
    _ready(uow, meetings)
    return watch.weigh(meetings, question, near=min(days))


def _check_number(notice_number: str) -> None:
    refuse_if(text_faults("notice_number", notice_number, LONGEST_NUMBER, needed=False))


def _done(uow: UnitOfWork, found: Consequences, insist: str | None, notice_number: str) -> Consequences:
    found, insisted = enforce(uow, found, insist)
    for meeting in found.meetings:
        told: dict[str, object] = {"on": str(meeting.held_on)}
        if notice_number and (was := meeting.notice_number) != nfc(notice_number):
            meeting.notice_number = nfc(notice_number)
            told |= changes({"notice_number": was}, {"notice_number": meeting.notice_number})
        told["notice_number"] = meeting.notice_number
        uow.record("MeetingPublished", meeting.id, meeting.unit_id, **told, **insisted.get(meeting.id, {}))
    settle_many(uow, found.meetings)
    return found


def _ready(uow: UnitOfWork, meetings: Sequence[Meeting]) -> None:
    faults: list[Fault] = []
    closed = closed_places(uow.session, {s.place_id for m in meetings for s in m.sittings if s.place_id})
    for meeting in meetings:
        if meeting.held_on is None or meeting.held_on < uow.today:
            faults.append(Fault(meeting.id, "day-passed", {"day": meeting.held_on, "earliest": uow.today}))
        elif (first := meeting.begins_at()) is not None and first < uow.now:
            faults.append(Fault(meeting.id, "hour-passed", {"starts": first.astimezone(VIETNAM).time()}))
        wrong = [*posting_faults(meeting), *shut_faults(meeting, closed)]
        faults += [Fault(f"{meeting.id}/{f.where}", f.code, f.values) for f in wrong]
    if faults:
        raise InvalidInput(faults)
