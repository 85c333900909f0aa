"""Offices of one kind that follow each other at one unit bear one duty: closing and re-opening changes nothing (I)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from scheduler.core.compliance.board import Facts, board
from scheduler.core.compliance.feasibility import WorkingDays
from scheduler.core.compliance.values import Insisted, Verdict
from scheduler.core.facts import MeetingFact, OfficeFact, OfficeKind, Span, Tenure
from scheduler.core.rules import Rule

ONE_AT_A_TIME = frozenset(OfficeKind) - {OfficeKind.THU_TRUONG_CO_QUAN, OfficeKind.THU_TRUONG_DON_VI}
"""Heads of agencies and of public bodies may be several at one unit; of these others there is one at a time (I)."""

Post = tuple[OfficeFact, ...]
_DAY = timedelta(days=1)
_Name = tuple[str, str, date]
T = TypeVar("T")


def board_of(
    rules: Sequence[Rule],
    facts: Facts,
    calendar: WorkingDays,
    first: date,
    last: date,
    *,
    today: date,
    asked: Collection[str],
) -> tuple[Verdict, ...]:
    """Judge every obligation of some offices in every period that touches first..last, successive ones as one.

    ``facts.offices`` holds all offices of the units concerned. A duty that several of them share in a period is
    judged once, over the meetings of all, and bears the name of the last of those asked for.

    Returns: by unit, office, then period, then rule id.
    """
    posts = _posts(facts.offices)
    judged = board(rules, _joined(facts, posts) if posts else facts, calendar, first, last, today=today)
    named = (_named(v, posts[v.office_id], asked) if v.office_id in posts else v for v in judged)
    return tuple(v for v in named if v is not None and v.office_id in asked)


def _posts(offices: Iterable[OfficeFact]) -> dict[str, Post]:
    """Return the posts that several offices made up, each from the earliest on, by the id of its last."""
    found: dict[tuple[str, str], list[OfficeFact]] = {}
    for office in sorted(offices, key=lambda o: (o.span.first, o.id)):
        found.setdefault((office.unit_id, office.kind), []).append(office)
    posts = [
        post
        for (_, kind), some in found.items()
        if len(some) > 1
        for post in ([some] if kind in ONE_AT_A_TIME else _successive(some))
    ]
    return {post[-1].id: tuple(post) for post in posts if len(post) > 1}


def _successive(offices: Iterable[OfficeFact]) -> list[list[OfficeFact]]:
    """Part offices of a kind of which a unit may have several, by first day, into those that follow each other.

    An office follows one of its title that is over, or the only one there was when that is over (I).
    """
    lines: list[list[OfficeFact]] = []
    for office in offices:
        over = [line for line in lines if line[-1].span.last is not None and line[-1].span.last < office.span.first]
        alike = [line for line in over if line[-1].name and line[-1].name == office.name]
        former = alike or (over if len(lines) == 1 else [])
        if former:
            former[-1].append(office)
        else:
            lines.append([office])
    return lines


def _named(verdict: Verdict, post: Post, asked: Collection[str]) -> Verdict | None:
    """Return the verdict under the name of the last office asked for that was there in its period, None without one.

    For a period in which there was none, the office before it answers.
    """
    first, last = verdict.obligation.first, verdict.obligation.last
    sharing = [office.id for office in post if office.span.meets(first, last)]
    sharing = sharing or [office.id for office in post if office.span.first <= first][-1:]
    own = [office_id for office_id in sharing if office_id in asked]
    if not own:
        return None
    return replace(verdict, office_id=own[-1], obligation=replace(verdict.obligation, office_id=own[-1]))


def _joined(facts: Facts, posts: Mapping[str, Post]) -> Facts:
    """Return the facts with each post as one office, under the id of its last."""
    names = {office.id: post_id for post_id, post in posts.items() for office in post}
    places = {office.id: office.span for office in facts.offices}
    once = {names.get(office.id, office.id): office for office in facts.offices}
    return replace(
        facts,
        offices=tuple(_office(posts[name]) if name in posts else office for name, office in once.items()),
        meetings=tuple(_meeting(meeting, names) for meeting in facts.meetings),
        absences=_pooled(
            names, ((key, [s for s in map(places[key].within, spans) if s]) for key, spans in facts.absences.items())
        ),
        halves=_pooled(
            names,
            (
                (key, [(s, part) for span, part in halves if (s := places[key].within(span))])
                for key, halves in facts.halves.items()
            ),
        ),
        excuses={_renamed(key, names): reason for key, reason in facts.excuses.items()},
        insistences=_gathered(facts.insistences, names),
    )


def _office(post: Post) -> OfficeFact:
    """Return a post as one office, from its first day to its last; the days between count as its own."""
    tenures: list[Tenure] = []
    for office in post:
        tenures += [*_unknown(office, tenures), *office.tenures]
    last = max(office.span.last or date.max for office in post)
    return replace(post[-1], span=Span(post[0].span.first, None if last == date.max else last), tenures=tuple(tenures))


def _unknown(office: OfficeFact, before: Iterable[Tenure]) -> list[Tenure]:
    """Return the tenure of whoever headed a re-opened office before its first known head: the last known one (I).

    As any office is taken as filled before its first known head; entering who held it says otherwise.
    """
    heads = sorted((t for t in before if t.heads), key=lambda t: t.span.first)
    known = min((t.span.first for t in office.tenures if t.heads), default=None)
    until = known - _DAY if known is not None else office.span.last
    if not heads or (until is not None and until < office.span.first):
        return []
    return [replace(heads[-1], span=Span(office.span.first, until))]


def _meeting(meeting: MeetingFact, names: Mapping[str, str]) -> MeetingFact:
    if all(names.get(chair.office_id, chair.office_id) == chair.office_id for chair in meeting.chairs):
        return meeting
    chairs = tuple(replace(chair, office_id=names.get(chair.office_id, chair.office_id)) for chair in meeting.chairs)
    return replace(meeting, chairs=chairs)


def _pooled(names: Mapping[str, str], spans: Iterable[tuple[str, Sequence[T]]]) -> dict[str, Sequence[T]]:
    found: dict[str, Sequence[T]] = {}
    for key, some in spans:
        name = names.get(key, key)
        found[name] = (*found.get(name, ()), *some)
    return found


def _gathered(
    insistences: Mapping[_Name, tuple[Insisted, ...]], names: Mapping[str, str]
) -> dict[_Name, tuple[Insisted, ...]]:
    found: dict[_Name, tuple[Insisted, ...]] = {}
    for key, some in insistences.items():
        name = _renamed(key, names)
        found[name] = (*found.get(name, ()), *some)
    return found


def _renamed(key: _Name, names: Mapping[str, str]) -> _Name:
    return names.get(key[0], key[0]), *key[1:]
