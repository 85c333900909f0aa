"""The form of a pattern: what it asks, the pattern made of it, and the names of its fields for what is wrong."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from api.schemas.base import Query
from api.schemas.fields import Several, Text
from scheduler.core.errors import Fault, InvalidInput
from scheduler.core.facts import Activity
from scheduler.core.patterns.policy import OffDayPolicy
from scheduler.core.patterns.shapes import Counting, ShortMonth
from scheduler.standing_patterns import LONGEST_NOTE
from scheduler.wording.language import said
from scheduler.wording.patterns import COUNTINGS, KINDS, NTHS, OFF_DAYS, TURNS, WEEKDAYS, short_month_words
from scheduler.wording.reasons import SHORT_MONTHS
from web.forms import Form, Refused
from web.pages.months import KINDS as MEETINGS
from web.pages.months import kind_key, kind_of

ROWS = (1, 2)
"""Blocks of hours in a day, and seasons: as many as the form has rows for."""
_HOURS = tuple(f"{name}{n}" for n in ROWS for name in ("start", "end"))
_SEASONS = tuple(f"season{n}_{name}" for n in ROWS for name in ("from", "to", *_HOURS))
TEXTS = (
    "sub_type", "kind", "days", "short_month", "weekday", "counting", "dates", "turns", "anchor", "first", "last",
    "on_day_off", "on_holiday", "place_id", *_HOURS, *_SEASONS,
)  # fmt: skip
LISTS = {"weekdays": 7, "nths": 5, "offices": 100, "order": 100}
_EMPTY = {
    "offices": "choose-offices",
    "order": "choose-turns",
    "weekdays": "choose-weekdays",
    "nths": "choose-nths",
    "dates": "required",
    "season1_start1": "required",
    "season2_start1": "required",
}
"""What is said of a list in which nothing was chosen."""
_LONGEST_DATES = 1500
_LONG = {"dates": _LONGEST_DATES, "days": 100}


def _fields() -> dict[str, Any]:
    texts = {name: Text(_LONG.get(name, 80), shortest=0, load_default="") for name in TEXTS}
    return {**texts, **{name: Several(Text(64, shortest=0), most, load_default=[]) for name, most in LISTS.items()}}


PatternAsked = cast("type[Query]", Query.from_dict(_fields(), name="PatternAsked"))
"""What was chosen; texts, so that a wrong one is shown beside its field."""
_NOTE = {"note": Text(LONGEST_NOTE, shortest=0, load_default="")}
PatternForm = cast("type[Form]", Form.from_dict({**_fields(), **_NOTE}, name="PatternForm"))
"""What was chosen, sent to be kept, with a note."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What stands in the form: single fields and those that take several values."""

    texts: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Everything that was chosen, as the hidden fields of the form that saves."""
        texts = [(name, self.texts[name]) for name in TEXTS if self.texts.get(name)]
        return texts + [(name, value) for name in LISTS for value in self.lists.get(name, ())]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The pattern that was chosen, as the use case takes it."""

    activity: Activity
    sub_type: str
    pattern: Mapping[str, object]
    place_id: str | None


def chosen_of(values: Mapping[str, Any]) -> Chosen:
    """Return what stands in an address or a form that was checked."""
    return Chosen({n: values.get(n, "") for n in TEXTS}, {n: _filled(values.get(n, ())) for n in LISTS})


def chosen_again(refused: Refused) -> Chosen:
    """Return what stood in a form that was refused."""
    lists = {name: _filled(refused.lists.get(name, ())) for name in LISTS}
    return Chosen({name: refused.given.get(name, "") for name in TEXTS}, lists)


def wanted_of(chosen: Chosen) -> Wanted:
    """Return the pattern that was chosen, in plain values that the use case reads on.

    Raises: InvalidInput with what cannot be read at all, by the names of the fields.
    """
    texts, faults = chosen.texts, list[Fault]()
    kind = kind_of(texts["sub_type"])
    if kind is None:
        faults.append(Fault("sub_type", "required"))
    shape = _shape(chosen, faults)
    rotation = texts["turns"] == "rotation"
    if rotation:
        order, anchor = list(chosen.lists["order"]), _day(texts["anchor"] or texts["first"])
        shape = {"kind": "rotation", "over": shape, "order": order, "anchor": anchor}
    seasons = [_season(n, texts, faults) for n in _seasons_in(texts)]
    if faults or kind is None:
        raise InvalidInput(faults)
    return Wanted(
        *kind,
        {
            "shape": shape,
            "offices": [] if rotation else list(chosen.lists["offices"]),
            "validity": {"first": _day(texts["first"]), "last": _day(texts["last"])},
            "on_day_off": texts["on_day_off"] or None,
            "on_holiday": texts["on_holiday"] or None,
            "sittings": [_sitting("", n, texts) for n in _rows_in("", texts)],
            "seasons": seasons,
        },
        texts["place_id"] or None,
    )


def as_chosen_here(chosen: Chosen) -> Callable[[Fault], Fault]:
    """Return what tells the faults of a pattern by the fields of the form as it was filled in."""
    return lambda fault: _renamed(fault, chosen.texts)


def choices() -> dict[str, list[tuple[Any, Any]]]:
    """Return the choices of the form: values with their words."""
    return {
        "kinds": [(key, said(text)) for key, text in KINDS.items()],
        "turns": [(key, said(text)) for key, text in TURNS.items()],
        "weekdays": [(key, said(text)) for key, text in WEEKDAYS.items()],
        "nths": [(key, said(text)) for key, text in NTHS.items()],
        "countings": [(key.value, said(COUNTINGS[key])) for key in Counting],
        "policies": [(key.value, said(OFF_DAYS[key])) for key in OffDayPolicy],
        "short_months": [(key.value, short_month_words(key)) for key in ShortMonth],
        "meetings": [(kind_key(kind), kind) for kind in MEETINGS if kind[1] != "adhoc"],
    }


def _shape(chosen: Chosen, faults: list[Fault]) -> dict[str, object]:
    texts, lists = chosen.texts, chosen.lists
    match texts["kind"]:
        case "days_of_month":
            days = _numbers(re.split(r"[\s,;]+|và", texts["days"]))
            if not days:
                faults.append(Fault("days", "not-days-of-month" if texts["days"] else "required"))
            return {"kind": "days_of_month", "days": days, "short_month": texts["short_month"] or None}
        case "weekly":
            return {"kind": "weekly", "weekdays": _numbers(lists["weekdays"])}
        case "month_weekday":
            nths, counting = _numbers(lists["nths"]), texts["counting"] or None
            weekday = next(iter(_numbers([texts["weekday"]])), None)
            return {"kind": "month_weekday", "weekday": weekday, "nths": nths, "counting": counting}
        case "explicit_dates":
            dates = [_day(part) for part in re.split(r"[\s,;]+", texts["dates"]) if part]
            return {"kind": "explicit_dates", "dates": dates}
        case _:
            faults.append(Fault("kind", "required"))
            return {}


def _filled(values: Sequence[str]) -> tuple[str, ...]:
    """Return what was chosen of a list: a choice that was left open is none."""
    return tuple(value for value in values if value)


def _numbers(parts: Sequence[str]) -> list[int]:
    """Return the numbers of a list of texts; none at all when one of them is no number."""
    filled = [part for part in parts if part]
    sound = all(re.fullmatch(r"-?[0-9]{1,4}", part) for part in filled)
    return [int(part) for part in filled] if sound else []


def _day(text: str) -> str | None:
    """Return a date as the use case reads it, also from 15/12/2026; None when there is none."""
    parts = text.strip().split("/")
    return f"{parts[2]:>04}-{parts[1]:>02}-{parts[0]:>02}" if len(parts) == 3 else text.strip() or None  # noqa: PLR2004 - day, month, year


def _rows_in(head: str, texts: Mapping[str, str]) -> list[int]:
    return [n for n in ROWS if texts[f"{head}start{n}"] or texts[f"{head}end{n}"]]


def _sitting(head: str, n: int, texts: Mapping[str, str]) -> dict[str, str | None]:
    return {"start": texts[f"{head}start{n}"] or None, "end": texts[f"{head}end{n}"] or None}


def _seasons_in(texts: Mapping[str, str]) -> list[int]:
    return [n for n in ROWS if any(texts[name] for name in _SEASONS if name.startswith(f"season{n}_"))]


def _season(n: int, texts: Mapping[str, str], faults: list[Fault]) -> dict[str, object]:
    head = f"season{n}_"
    span = {}
    for name in ("from", "to"):
        found = re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})", texts[head + name].strip())
        if found is None:
            faults.append(Fault(head + name, "not-a-day-month" if texts[head + name] else "required"))
        span[name] = f"{int(found[2]):02}-{int(found[1]):02}" if found else ""
    return {**span, "sittings": [_sitting(head, i, texts) for i in _rows_in(head, texts)]}


def _renamed(fault: Fault, texts: Mapping[str, str]) -> Fault:
    parts = [part for part in fault.where.split("/") if part not in {"pattern", "shape", "over", "validity"}]
    values = fault.values
    if fault.code == "needed-for-days-29-to-31":
        values = {"allowed": list(SHORT_MONTHS.values())}
    where = _field(parts, texts)
    code = "not-a-day-month" if fault.code == "not-a-month-day" else fault.code
    return Fault(where, _EMPTY.get(where, code) if code == "empty" else code, values)


def _field(parts: Sequence[str], texts: Mapping[str, str]) -> str:
    match parts:
        case ["seasons", index, *rest] if index.isdigit() and int(index) < len(_seasons_in(texts)):
            head = f"season{_seasons_in(texts)[int(index)]}_"
            return _of_hours(head, rest, texts) if rest[:1] == ["sittings"] else head + (rest[0] if rest else "from")
        case ["sittings", *_]:
            return _of_hours("", parts, texts)
        case [name, *_]:
            return name
        case _:
            return ""


def _of_hours(head: str, parts: Sequence[str], texts: Mapping[str, str]) -> str:
    """Return the field of "sittings/1/end": the rows that were left empty are not counted."""
    rows = _rows_in(head, texts) or [1]
    at = int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else 0
    name = parts[2] if len(parts) > 2 else "start"  # noqa: PLR2004 - sittings/1/end
    return f"{head}{name}{rows[min(at, len(rows) - 1)]}"
