"""What the templates of the office say: filters from facts to words, made by the floor below."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from scheduler.core.compliance.objections import Finding
from scheduler.core.compliance.values import Verdict
from scheduler.core.conflicts import NOON, Conflict
from scheduler.core.deeds import Closed
from scheduler.core.facts import Activity, State
from scheduler.core.planner.ways_out import WayOut
from scheduler.core.workdays import DayKind
from scheduler.db.meetings import Meeting
from scheduler.meeting_life import Head, Offer
from scheduler.month_board import DayHead
from scheduler.oversight import Column
from scheduler.planning.values import Skipped
from scheduler.weighing import Consequences
from scheduler.wording import (
    channels,
    dates,
    deeds,
    feeds,
    findings,
    meetings,
    offices,
    origins,
    oversight,
    patterns,
    people,
    planning,
    posting,
    reasons,
    refusals,
    requests,
    roles,
    verdicts,
)
from scheduler.wording.language import said, say, source

_SHORT_DAYS = (source("T2"), source("T3"), source("T4"), source("T5"), source("T6"), source("T7"), source("CN"))

SHAPES = {
    State.DRAFT: "dash",
    State.APPROVED: "dash",
    State.PUBLISHED: "calendar",
    State.MOVED: "arrow",
    State.POSTPONED: "pause",
    State.CANCELLED: "cross",
    State.HELD: "tick",
    State.NOT_HELD: "cross",
}


def flips(found: Consequences) -> list[tuple[Verdict, Verdict]]:
    """Return each verdict as it stood and as it would stand, in the order of the latter."""
    was = {_key(verdict): verdict for verdict in found.before}
    return [(was.get(_key(now), now), now) for now in found.after]


def finding(one: Finding) -> str:
    """Return what the law objects to, as a sentence."""
    return findings.finding_sentence(one)


def conflict(one: Conflict) -> str:
    """Return what stands in the way, as a sentence."""
    return findings.conflict_sentence(one, {})


def state_words(meeting: Meeting) -> str:
    """Return the state of a meeting as its chip says it: "Đã niêm yết"."""
    word = meetings.state_word(meeting.state, meeting.activity)
    return head(word)


def state_shape(state: State) -> str:
    """Return the name of the shape that goes with a state."""
    return SHAPES[state]


def title(meeting: Meeting) -> str:
    """Return what a meeting is called."""
    return meetings.title(meeting.activity, meeting.sub_type)


def kind_title(kind: tuple[Activity, str]) -> str:
    """Return what meetings of a kind (activity, sub_type) are called."""
    return meetings.title(*kind)


def parts_of_day(meeting: Meeting, day: date) -> str:
    """Return "S", "C" or "SC": whether a meeting takes the morning of a day, the afternoon, or both."""
    starts = [s.starts for s in meeting.sittings if s.day == day]
    morning, afternoon = (any(at < NOON for at in starts), any(at >= NOON for at in starts))
    return "".join(mark for mark, meant in ((said("S"), morning), (said("C"), afternoon)) if meant)


def duty_short(verdict: Verdict) -> str:
    """Return which duty a meter is about: "định kỳ, tháng 12/2026"."""
    what = meetings.title(verdict.rule.activity, verdict.rule.sub_type)
    return say("{what}, {period}", what=what, period=dates.period_name(verdict.period))


def month_key(day: date) -> str:
    """Return "2026-12", as addresses name a month."""
    return f"{day:%Y-%m}"


def head(text: str) -> str:
    """Return a text with a capital at its head, the rest as it is."""
    return f"{text[:1].upper()}{text[1:]}"


def weekday_short(day: date) -> str:
    """Return "T2" to "T7", "CN"."""
    return said(_SHORT_DAYS[day.weekday()])


def why_closed(offer: Offer, head: Head) -> str:
    """Return why a deed must wait or comes too late, "" when it may be done."""
    return "" if offer.closed is Closed.NO else refusals.sentence(offer.closed.value, {"day": head.meeting.held_on})


def why_left_out(one: Skipped) -> str:
    """Return why a date of a pattern is left out, "" when its conflicts say so."""
    return planning.left_out_sentence(one.kept, is_blocked=bool(one.conflicts))


def way_out(way: WayOut, offices: Mapping[str, str]) -> str:
    """Return what would have to give way; ``offices`` gives titles by id."""
    return planning.way_out_sentence(way, offices)


def conflict_about(one: Conflict, names: Mapping[str, str]) -> str:
    """Return what stands in the way with its name; ``names`` gives people, places and offices by id."""
    return findings.conflict_sentence(one, names)


def day_off(head: DayHead) -> str:
    """Return a named day: "24/11 ngày nghỉ lễ (…)", "03/01 ngày làm bù"."""
    name = reasons.day_off(head.day, head.off) if head.off else reasons.day_kind(DayKind.MAKEUP_WORKDAY)
    return say("{day} {name}", day=dates.day_month(head.day), name=name)


def day_as_people_write(text: str) -> str:
    """Return a day that a file gave as 2026-12-31 as 31/12/2026; whatever else it gave, as it is."""
    try:
        return dates.short_date(date.fromisoformat(text))
    except ValueError:
        return text


def column_name(column: Column) -> str:
    """Return the head of a column of a map: "T3" for March, "Quý 1", or the year."""
    if "-Q" in column.key:
        return say("Quý {quarter}", quarter=column.key[-1])
    return dates.month_head(column.month) if "-" in column.key else column.key


def state_of_proof(state: State) -> str:
    """Return the state of a meeting behind a cell: "đã tiếp"."""
    return meetings.state_word(state)


def record_words(values: Mapping[str, Any]) -> str:
    """Return what a record said, in words: real times, how many were received, and whether its heads were there."""
    told = []
    if values.get("started_at") and values.get("ended_at"):
        times = [dates.moment(datetime.fromisoformat(values[name])) for name in ("started_at", "ended_at")]
        told.append(" – ".join(times))
    if values.get("citizens") is not None:
        told.append(say("{n} lượt công dân", n=values["citizens"]))
    if "state" in values:
        told.append(meetings.state_word(State(values["state"])))
    if values.get("chairs"):
        sat = [bool(chair.get("present", chair.get("in_person"))) for chair in values["chairs"]]
        told.append(said("người đứng đầu có mặt") if all(sat) else said("có người đứng đầu vắng hoặc cử tiếp thay"))
    return "; ".join(told) or "–"


def _key(verdict: Verdict) -> tuple[str, str, str]:
    return verdict.office_id, verdict.rule.id, verdict.period.key


FILTERS: dict[str, Callable[..., object]] = {
    "account_state": people.account_state,
    "change_words": lambda one: people.change_words(one.change.kind, one.role, one.where),
    "capacity_word": offices.capacity_word,
    "channel_name": channels.channel_name,
    "cause_name": requests.cause_name,
    "client_name": feeds.client_name,
    "column_name": column_name,
    "column_of_import": lambda column: offices.COLUMNS[column],
    "conflict": conflict,
    "conflict_about": conflict_about,
    "countdown": posting.countdown,
    "came_from": origins.origin_sentence,
    "cure": findings.cure_sentence,
    "deed_name": deeds.deed_name,
    "day_as_people_write": day_as_people_write,
    "day_off": day_off,
    "duty_of_board": oversight.duty_name,
    "due_short": posting.due_short,
    "duty_short": duty_short,
    "duty_words": verdicts.duty_words,
    "effect_word": offices.effect_word,
    "fault": refusals.fault_sentence,
    "finding": finding,
    "flips": flips,
    "head": head,
    "meter": verdicts.meter,
    "month_key": month_key,
    "pattern_words": patterns.pattern_words,
    "pattern_hours": patterns.hours_words,
    "sittings_words": patterns.sittings_words,
    "why_this_date": patterns.why_words,
    "validity_words": lambda row: dates.span(row.valid_from, row.valid_to),
    "period_name": dates.period_name,
    "record_words": record_words,
    "state_of_proof": state_of_proof,
    "updating_sentence": oversight.updating_sentence,
    "mode_word": lambda mode: meetings.mode_word(mode.value),
    "parts_of_day": parts_of_day,
    "role_choice": people.role_choice,
    "role_name": roles.role_name,
    "save_words": deeds.save_words,
    "stage_word": deeds.stage_word,
    "office_kind_name": offices.office_kind_name,
    "refusal": refusals.error_sentence,
    "request_status": requests.status_name,
    "span_words": lambda row: requests.span_words(row.first_on, row.last_on, row.part),
    "state_shape": state_shape,
    "state_words": state_words,
    "status_word": verdicts.status_word,
    "hour": dates.clock,
    "import_step": lambda step: offices.step_sentence(step.code, step.values),
    "kind_title": kind_title,
    "title_of": title,
    "turn_words": deeds.turn_words,
    "weekday_short": weekday_short,
    "why_closed": why_closed,
    "way_out": way_out,
    "why_left_out": why_left_out,
    "why_not": verdicts.why_not_counted,
    "wish_name": requests.wish_name,
}
SAYING: dict[str, Callable[..., object]] = {"_": said, "say": say}
