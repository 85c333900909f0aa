"""Which days of which meetings count towards an obligation, and why the others do not."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from scheduler.core.compliance.heads import Heads
from scheduler.core.compliance.values import DEFAULT_POLICY, Counted, NotCounted, Obligation, Policy, WhyNot
from scheduler.core.facts import Activity, Chair, DayPart, MeetingFact, OfficeFact, Span, State
from scheduler.core.rules import Answer, CountUnit, Rule

# Meetings that have books of their own: a step of a complaint procedure (Luật Khiếu nại Điều 30, T26), the voters'
# meetings of the People's Council, the yearly conference of an agency's own staff.
_OWN_LEDGER = frozenset({"complaint", "voter_contact", "staff_conference"})

NO_RIVALS: Mapping[str, Sequence[Span]] = MappingProxyType({})

_STATE: dict[State, WhyNot] = {
    State.DRAFT: WhyNot.DRAFT,
    State.POSTPONED: WhyNot.POSTPONED,
    State.CANCELLED: WhyNot.CANCELLED,
    State.NOT_HELD: WhyNot.NOT_HELD,
}


@dataclass(frozen=True, slots=True)
class Count:
    """The distinct dates that count, and everything that does not."""

    counted: tuple[Counted, ...]
    not_counted: tuple[NotCounted, ...]
    late_entries: tuple[str, ...]
    insisted: tuple[str, ...]
    after_lock: tuple[str, ...] = ()


def count(  # noqa: PLR0913 - everything that decides whether a day counts
    obligation: Obligation,
    office: OfficeFact,
    meetings: Iterable[MeetingFact],
    today: date,
    *,
    absences: Sequence[Span] = (),
    halves: Sequence[tuple[Span, DayPart]] = (),
    worked: Collection[date] | None = None,
    twins: Collection[str] = (),
    rivals: Mapping[str, Sequence[Span]] = NO_RIVALS,
    policy: Policy = DEFAULT_POLICY,
) -> Count:
    """Sort the days of ``meetings`` that lie in the obligation's span into counted and not counted.

    ``absences``: spans in which the head cannot sit; ``halves``: those in which he cannot in one half of each day.
    ``worked``: the working days; a reception planned for another does not count until held, unless insisted on (T16).
    ``twins``: the other offices of the same person (T11); ``rivals``: those that owe the same, and when he held both.

    The order of ``meetings`` is irrelevant. A planned day counts as planned from ``today`` on; a past one without a
    record does not, nor one that the record leaves out, nor one that lapsed. One date counts once (T5), held before
    planned; of sessions, too, only one a date (I). A session of several days counts on the first it was held on, or is
    to be (I).
    """
    rule = obligation.rule
    good: list[tuple[bool, date, str]] = []
    bad, undated = list[tuple[date, str, WhyNot]](), list[str]()
    seen, others = _in_span(obligation, meetings, today)
    heads = Heads(office, obligation.period.kind)
    one_credit = bool(rivals) and rule.counts_delegated is Answer.NO and not policy.credit_every_capacity
    for meeting, days in seen:
        why = _why_meeting(rule, office, meeting, twins, policy)
        undated += [meeting.id] if not days and why is WhyNot.POSTPONED else []
        for day in days:
            reason = why or _why_day(rule, meeting, day, today) or _why_head(rule, office, heads, day)
            if reason is None and one_credit and _sat_as_another(office, meeting, day, rivals):
                reason = WhyNot.OTHER_CAPACITY
            elif reason is None and (absences or halves) and _away(rule, meeting, day, absences, halves):
                reason = WhyNot.CHAIR_AWAY
            elif reason is None and worked is not None and _off(rule, meeting, day, worked):
                reason = WhyNot.DAY_OFF
            if reason is None:
                good.append((meeting.state is not State.HELD, day, meeting.id))
            else:
                bad.append((day, meeting.id, reason))
    counted, seconds = _distinct(good)
    bad += seconds + (_elsewhere(obligation, office, others, {meeting.id for meeting, _ in seen}) if others else [])
    not_counted = [NotCounted(name, day, why) for day, name, why in sorted(bad)]
    not_counted += [NotCounted(name, None, WhyNot.POSTPONED) for name in sorted(undated)]
    return Count(counted, tuple(not_counted), *_marked([meeting for meeting, _ in seen], others))


def _marked(seen: Sequence[MeetingFact], others: Sequence[MeetingFact]) -> tuple[tuple[str, ...], ...]:
    """Return the ids of the meetings entered late, of those insisted on, and of those changed after a lock."""
    late, insisted = (m.id for m in seen if m.entered_late), (m.id for m in seen if m.insisted)
    corrected = (m.id for m in (*seen, *others) if m.after_lock)
    return tuple(tuple(sorted(ids)) for ids in (late, insisted, corrected))


def _in_span(
    obligation: Obligation, meetings: Iterable[MeetingFact], today: date
) -> tuple[list[tuple[MeetingFact, list[date]]], list[MeetingFact]]:
    """Return the meetings with days in the span, and those wholly outside that make up for another or left the span.

    A postponed meeting without a date is in every span that is not over: it is still owed (T20).
    """
    first, last = obligation.first, obligation.last
    seen: list[tuple[MeetingFact, list[date]]] = []
    others: list[MeetingFact] = []
    for meeting in meetings:
        days = [day for day in meeting.days if first <= day <= last]
        if days or (not meeting.days and meeting.state is State.POSTPONED and last >= today):
            seen.append((meeting, days))
        elif meeting.makeup_for is not None or meeting.left:
            others.append(meeting)
    return seen, others


def _why_meeting(
    rule: Rule, office: OfficeFact, meeting: MeetingFact, twins: Collection[str], policy: Policy
) -> WhyNot | None:
    """Return why no day of the meeting can count, whatever the day."""
    chairs = [chair for chair in meeting.chairs if chair.office_id == office.id]
    if not chairs:
        chairs = [chair for chair in meeting.chairs if chair.office_id in twins]
        if not chairs:
            return WhyNot.OTHER_OFFICE
        if not policy.credit_every_capacity:
            return _why_kind(rule, meeting) or WhyNot.CAPACITY_NOT_DECLARED
    return _why_kind(rule, meeting) or _STATE.get(meeting.state) or _why_chair(rule, meeting, chairs)


def _why_kind(rule: Rule, meeting: MeetingFact) -> WhyNot | None:
    """Reception and dialogue are two ledgers; within one, only the rule's own kind counts (T8, T9, T25, T38)."""
    if meeting.activity is not rule.activity:
        return WhyNot.OTHER_LEDGER
    if meeting.sub_type == rule.sub_type:
        return None
    if meeting.activity is Activity.RECEPTION and meeting.sub_type == "adhoc":
        return None if rule.counts_adhoc is Answer.YES else WhyNot.ADHOC
    if meeting.sub_type == "regular":
        return WhyNot.REGULAR_ROSTER
    return WhyNot.OTHER_LEDGER if meeting.sub_type in _OWN_LEDGER else WhyNot.OTHER_SUB_TYPE


def _why_chair(rule: Rule, meeting: MeetingFact, chairs: Iterable[Chair]) -> WhyNot | None:
    """The head must sit there himself (T4). A duty of the body (n/a) asks for no particular person, but for one (I)."""
    if rule.counts_delegated is not Answer.NO:
        nobody = meeting.state is State.HELD and not any(_taken(chair) for chair in meeting.chairs)
        return WhyNot.CHAIR_ABSENT if nobody else None
    own = [chair for chair in chairs if chair.in_person]
    if not own:
        return WhyNot.DELEGATED
    if meeting.state is State.HELD and not any(chair.present for chair in own):
        return WhyNot.CHAIR_ABSENT
    return None


def _taken(chair: Chair) -> bool:
    """Tell whether anybody sat in a held meeting's chair: the head, or whoever was named in his stead."""
    return bool(chair.present) or not chair.in_person


def _why_day(rule: Rule, meeting: MeetingFact, day: date, today: date) -> WhyNot | None:
    held = meeting.state is State.HELD
    if held and day > today:
        return WhyNot.NOT_YET
    if day not in meeting.held_days if held else day < today:
        return WhyNot.NOT_RECORDED
    if rule.unit is CountUnit.SESSION and day != _session_day(meeting, today):
        return WhyNot.SAME_MEETING
    return WhyNot.NOT_POSTED if meeting.lapsed else None


def _why_head(rule: Rule, office: OfficeFact, heads: Heads, day: date) -> WhyNot | None:
    if rule.counts_delegated is not Answer.NO:
        return None if office.span.covers(day) else WhyNot.OFFICE_VACANT
    if heads.on(day):
        return None
    return WhyNot.DELEGATED if heads.stood_in(day) else WhyNot.OFFICE_VACANT


def _session_day(meeting: MeetingFact, today: date) -> date:
    """Return the one date on which a session counts: the first it was held on, or the next on which it may be (I)."""
    days = meeting.held_days if meeting.state is State.HELD else [day for day in meeting.days if day >= today]
    return days[0] if days else meeting.days[0]


def _sat_as_another(office: OfficeFact, meeting: MeetingFact, day: date, rivals: Mapping[str, Sequence[Span]]) -> bool:
    """Tell whether the head sits there in an office declared before this one: one person fills one chair (T11, I)."""
    for chair in meeting.chairs:
        if chair.office_id == office.id:
            return False
        sits = chair.in_person and (meeting.state is not State.HELD or bool(chair.present))
        if sits and any(span.covers(day) for span in rivals.get(chair.office_id, ())):
            return True
    return False


def _away(
    rule: Rule, meeting: MeetingFact, day: date, absences: Sequence[Span], halves: Sequence[tuple[Span, DayPart]]
) -> bool:
    """Tell whether the head will be away from every sitting of a planned day. Of a held day the record decides."""
    if rule.counts_delegated is not Answer.NO or meeting.state is State.HELD:
        return False
    if any(span.covers(day) for span in absences):
        return True
    lost = [part for span, part in halves if span.covers(day)]
    parts = [part for on, part in meeting.parts if on == day] if lost else []
    return bool(parts) and all(any(part.meets(away) for away in lost) for part in parts)


def _off(rule: Rule, meeting: MeetingFact, day: date, worked: Collection[date]) -> bool:
    planned = meeting.state is not State.HELD and day not in meeting.insisted_days
    return planned and rule.unit is CountUnit.DAY and day not in worked


def _distinct(good: list[tuple[bool, date, str]]) -> tuple[tuple[Counted, ...], list[tuple[date, str, WhyNot]]]:
    """Let each date count once, held before planned, then by id."""
    chosen: dict[date, Counted] = {}
    seconds = []
    for planned, day, name in sorted(good):
        if day in chosen:
            same = chosen[day].meeting_id == name
            seconds.append((day, name, WhyNot.SAME_MEETING if same else WhyNot.SECOND_SITTING_OF_DAY))
        else:
            chosen[day] = Counted(name, day, planned)
    return tuple(chosen[day] for day in sorted(chosen)), seconds


def _elsewhere(
    obligation: Obligation, office: OfficeFact, others: Iterable[MeetingFact], seen: Collection[str]
) -> list[tuple[date, str, WhyNot]]:
    """A day made up or moved to another period is credited there, by its actual date (T6); here it is only shown."""
    found: list[tuple[date, str, WhyNot]] = []
    for meeting in others:
        if meeting.makeup_for in seen:
            found += [(day, meeting.id, WhyNot.OUTSIDE_PERIOD) for day in meeting.days]
        elif _why_kind(obligation.rule, meeting) is None and any(c.office_id == office.id for c in meeting.chairs):
            why = _STATE.get(meeting.state) if not meeting.days else None
            left = [day for day in meeting.left if obligation.first <= day <= obligation.last]
            found += [(day, meeting.id, why or WhyNot.MOVED_AWAY) for day in left]
    return found
