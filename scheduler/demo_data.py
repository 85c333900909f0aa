"""The cast of the demonstration: who sits where, by which published pattern, and what happened to them.

Reads ``scheduler/data/demo.toml``. Units and patterns are real or adapted from published notices; people are numbers
written as names. Nothing is drawn by lot: the same units always give the same cast.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

from scheduler.demo_names import people_named


@dataclass(frozen=True, slots=True)
class DemoPattern:
    """A pattern adapted from a published notice.

    ``values`` are the codec's words for shape, days off and hours; id, offices and validity are the loader's to
    add. ``adapts`` and ``source`` name the notice, ``changed`` says what is not as published.
    """

    id: str
    values: Mapping[str, Any]
    delegate: str
    registration: str
    adapts: str
    source: str
    changed: str


@dataclass(frozen=True, slots=True)
class DemoHolder:
    """Who is in an office: ``capacity`` is holder, acting or caretaker.

    Months count from the demonstration's, both included; None is from its first month, or until further notice.
    """

    name: str
    capacity: str
    from_month: int | None
    until_month: int | None


@dataclass(frozen=True, slots=True)
class DemoOffice:
    """An office with its pattern and its holders, oldest first. ``mode`` is in_person, online or hybrid."""

    kind: str
    title: str
    pattern_id: str
    holders: tuple[DemoHolder, ...]
    mode: str
    insisted: bool


@dataclass(frozen=True, slots=True)
class DemoEvent:
    """Something that happened to the ``nth`` meeting (from 1; -1 the last) of an office in a month.

    ``do``: delegated, absent, not_held, cancelled, cancelled_made_up, moved, postponed_without_date, published_late,
    entered_late. ``working_days``: how late, or how far moved; 0 where it does not apply.
    """

    month: int
    office: str
    nth: int
    do: str
    working_days: int
    ground: str
    insisted: bool


@dataclass(frozen=True, slots=True)
class DemoAbsence:
    """Days of a month, both counted, on which the holder of an office cannot receive."""

    office: str
    month: int
    first_day: int
    last_day: int
    reason: str


@dataclass(frozen=True, slots=True)
class DemoExpectation:
    """What compliance must say of an office's receptions in a month."""

    month: int
    office: str
    status: str


@dataclass(frozen=True, slots=True)
class DemoConference:
    """The yearly conference of a commune with its people: a month, and the day on or after which it is held."""

    month: int
    day: int


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """A unit shown. ``joint``: kinds of offices that share each meeting. ``story`` "" is a quiet one.

    ``body`` names the commune's government as a body, "" for a province; ``conference`` is what it holds, if anything.
    """

    code: str
    offices: tuple[DemoOffice, ...]
    joint: tuple[str, ...] = ()
    story: str = ""
    tells: str = ""
    published_until: int = 1
    events: tuple[DemoEvent, ...] = ()
    absences: tuple[DemoAbsence, ...] = ()
    expected: tuple[DemoExpectation, ...] = ()
    body: str = ""
    conference: DemoConference | None = None


@dataclass(frozen=True, slots=True)
class Demo:
    """The whole demonstration; ``units`` begin with the province, then the communes as they were given."""

    province: str
    note: str
    first_month: int
    last_month: int
    sign_in_unit: str
    password: str
    rooms: tuple[str, ...]
    telephone: str
    regular_hours: str
    patterns: Mapping[str, DemoPattern]
    units: tuple[DemoUnit, ...]

    def telephone_of(self, code: str) -> str:
        """Return a unit's number, which reaches nobody."""
        return self.telephone.format(code=code.zfill(4)[-4:])


def demo_province() -> str:
    """Return the code of the province that the demonstration shows."""
    return str(_source()["demo"]["province"])


def _source() -> dict[str, Any]:
    return tomllib.loads((files("scheduler.data") / "demo.toml").read_text(encoding="utf-8"))


def demo(communes: Sequence[tuple[str, str]]) -> Demo:
    """Return the demonstration for the province's communes, given as (code, kind) in the order of their codes.

    Raises: ValueError when a story's unit is not given, or the file names a pattern that it does not have.
    """
    raw = _source()
    stories = {story["unit"]: story for story in raw.get("story", [])}
    strangers = ({one["unit"] for one in raw["conference"]} | set(stories)) - {code for code, _ in communes}
    if strangers:
        raise ValueError(sorted(strangers))
    patterns = {pattern["id"]: _pattern(pattern) for pattern in raw["pattern"]}
    people = people_named(raw["names"])
    top = raw["demo"]
    first = DemoUnit(
        code=top["province"],
        offices=tuple(
            _office(kind, given["title"], given["pattern"], (DemoHolder(next(people), "holder", None, None),), {})
            for kind, given in raw["province"].items()
        ),
        published_until=top["published_until"],
    )
    units = [first]
    for index, (code, kind) in enumerate(communes):
        turn = raw["turn"][index % len(raw["turn"])]
        story = {"published_until": top["published_until"]} | stories.get(code, {})
        unit = _unit(code, raw["titles"][kind], turn, story, people)
        held = {one["unit"]: DemoConference(one["month"], one["day"]) for one in raw["conference"]}
        units.append(replace(unit, body=raw["bodies"][kind], conference=held.get(code)))
    unknown = {office.pattern_id for unit in units for office in unit.offices} - set(patterns)
    if unknown:
        raise ValueError(sorted(unknown))
    return Demo(
        province=top["province"],
        note=top["note"],
        first_month=top["first_month"],
        last_month=top["last_month"],
        sign_in_unit=top["sign_in_unit"],
        password=top["password"],
        rooms=tuple(top["rooms"]),
        telephone=top["telephone"],
        regular_hours=top["regular_hours"],
        patterns=patterns,
        units=tuple(units),
    )


def _pattern(raw: Mapping[str, Any]) -> DemoPattern:
    values = {name: raw[name] for name in ("shape", "on_day_off", "on_holiday", "sittings", "seasons") if name in raw}
    told = {name: raw.get(name, "") for name in ("delegate", "registration", "adapts", "source", "changed")}
    return DemoPattern(id=raw["id"], values=values, **told)


def _unit(
    code: str, titles: Mapping[str, str], turn: Mapping[str, str], story: Mapping[str, Any], people: Iterator[str]
) -> DemoUnit:
    joint = story.get("joint", {})
    # A story may choose the patterns, office by office or one for all; else it is the commune's turn in the row.
    chosen = story.get("patterns") or dict.fromkeys(joint.get("offices", ()), joint.get("pattern")) or turn
    changes = {change["office"]: change for change in story.get("holders", [])}
    shared = story.get("same_person", [])
    both = next(people) if shared else ""
    offices = []
    for kind, pattern_id in chosen.items():
        first = both if kind in shared else next(people)
        holders = _holders(first, changes.get(kind), people)
        offices.append(_office(kind, titles[kind], pattern_id, holders, story))
    return DemoUnit(
        code=code,
        offices=tuple(offices),
        joint=tuple(joint.get("offices", ())),
        story=story.get("name", ""),
        tells=story.get("tells", ""),
        published_until=story["published_until"],
        events=tuple(_event(event) for event in story.get("events", [])),
        absences=tuple(DemoAbsence(**absence) for absence in story.get("absences", [])),
        expected=tuple(DemoExpectation(**expected) for expected in story.get("expect", [])),
    )


def _office(
    kind: str, title: str, pattern_id: str, holders: tuple[DemoHolder, ...], story: Mapping[str, Any]
) -> DemoOffice:
    mode = story.get("modes", {}).get(kind, "in_person")
    return DemoOffice(kind, title, pattern_id, holders, mode, insisted=kind in story.get("insisted", []))


def _holders(first: str, change: Mapping[str, Any] | None, people: Iterator[str]) -> tuple[DemoHolder, ...]:
    if change is None:
        return (DemoHolder(first, "holder", None, None),)
    before = DemoHolder(first, "holder", None, change["from_month"] - 1)
    if change["holder"] == "vacant":
        return (before,)
    return before, DemoHolder(next(people), change["holder"], change["from_month"], None)


def _event(raw: Mapping[str, Any]) -> DemoEvent:
    return DemoEvent(**{"working_days": 0, "ground": "", "insisted": False, **raw})
