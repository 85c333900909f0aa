"""Whoever writes a pattern from the document alone is understood by the reader, and the other way round."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.schemas.given_patterns import BASE
from scheduler.core.errors import InvalidInput
from scheduler.core.patterns import Counting, OffDayPolicy, ShortMonth, from_dict
from scheduler.core.patterns.codec import KINDS
from scheduler.core.patterns.hours import MOST_SITTINGS
from scheduler.wording.refusals import fault_sentence
from tests.api.given import (
    PATTERN,
    WEEKLY,
    allows,
    component,
    examples_of_the_document,
    examples_of_the_page,
    faults,
    patterns,
    plain,
    shapes,
    with_shape,
)

BEYOND_SHAPES = {"overlap", "ends-before-start"}
"""What compares one value with another: no JSON Schema can say it."""


def test_every_example_is_allowed_by_the_document_and_taken_by_the_reader() -> None:
    for example in examples_of_the_page() + examples_of_the_document():
        assert allows("GivenPattern", example), example
        assert faults(example) == set(), example


def test_the_page_shows_every_shape_and_every_policy_beside_it() -> None:
    shown = examples_of_the_page()

    assert {example["shape"]["kind"] for example in shown} == set(KINDS)
    assert {nth for example in shown for nth in example["shape"].get("nths", [])} >= {2, -1}
    for name in ("on_holiday", "sittings", "seasons"):
        assert any(example.get(name) for example in shown), name
    assert any(example["shape"].get("short_month") for example in shown)
    assert any(example["validity"].get("last") for example in shown)


def test_the_document_has_the_words_and_the_shapes_of_the_reader() -> None:
    told = shapes()["schemas"]
    shape = told["GivenPattern"]["properties"]["shape"]
    over = told["Rotation"]["properties"]["over"]

    assert set(shape["discriminator"]["mapping"]) == set(KINDS)
    assert set(over["discriminator"]["mapping"]) == set(BASE) == set(KINDS) - {"rotation"}
    for one in (shape, over):
        assert [ref["$ref"] for ref in one["oneOf"]] == list(one["discriminator"]["mapping"].values())
    for kind in KINDS:
        assert told[component(kind)]["properties"]["kind"]["enum"] == [kind]
    for shape_name, field, words in (
        ("GivenPattern", "on_day_off", OffDayPolicy),
        ("GivenPattern", "on_holiday", OffDayPolicy),
        ("DaysOfMonth", "short_month", ShortMonth),
        ("MonthWeekday", "counting", Counting),
    ):
        found = told[shape_name]["properties"][field]["enum"]
        assert [word for word in found if word is not None] == [word.value for word in words]


@pytest.mark.parametrize("number", [*range(-3, 34), 1.5, True, "1", None])
def test_a_number_is_allowed_exactly_when_the_reader_takes_it(number: object) -> None:
    for shape in (
        {"kind": "days_of_month", "days": [number], "short_month": "skip"},
        {"kind": "days_of_month", "days": [number]},
        {"kind": "weekly", "weekdays": [number]},
        {"kind": "month_weekday", "weekday": number, "nths": [1]},
        {"kind": "month_weekday", "weekday": 1, "nths": [number]},
    ):
        assert allows("GivenPattern", with_shape(shape)) == (not faults(with_shape(shape))), shape


MONTH_DAYS = [f"{month:02d}-{day:02d}" for month in range(14) for day in range(33)] + ["1-05", "01-5", "01/05", ""]
TIMES = [f"{hour:02d}:{minute:02d}" for hour in (0, 9, 10, 19, 20, 23, 24, 29, 30) for minute in (0, 59, 60)]
TIMES += ["7:30", "07:30:00", "", None]
DATES = [
    "1999-12-31",
    "2000-01-01",
    "2199-12-31",
    "2200-01-01",
    "2027-02-29",
    "2028-02-29",
    "2027-2-1",
    "20270201",
    "",
    5,
]


def explicit(dates: object) -> dict[str, object]:
    return with_shape({"kind": "explicit_dates", "dates": dates})


def season(day: object) -> dict[str, object]:
    return with_shape(WEEKLY, seasons=[{"from": day, "to": day, "sittings": [{"start": "08:00"}]}])


def from_time_to_time(count: int) -> list[dict[str, str]]:
    return [{"start": f"{hour:02d}:00"} for hour in range(count)]


def rotation(over: object, order: object, offices: object) -> dict[str, object]:
    shape = {"kind": "rotation", "over": over, "order": order, "anchor": "2027-01-01"}
    return with_shape(shape, offices=offices)


MADE = {
    "day of the year": map(season, MONTH_DAYS),
    "time": [with_shape(WEEKLY, sittings=[{"start": time}]) for time in TIMES],
    "date": [explicit([day]) for day in DATES],
    "first day": [with_shape(WEEKLY, validity={"first": day}) for day in DATES],
    "last day": [with_shape(WEEKLY, validity={"first": "2000-01-01", "last": day}) for day in DATES],
    "office": [with_shape(WEEKLY, offices=[office]) for office in ("", "a", "a" * 200, "a" * 201, None)],
    "offices": [
        with_shape(WEEKLY, offices=offices)
        for offices in (None, [], "a", ["a", "a"], [str(n) for n in range(100)], [str(n) for n in range(101)])
    ],
    "sittings": [
        with_shape(WEEKLY, sittings=sittings)
        for sittings in (None, [], "x", [None], from_time_to_time(MOST_SITTINGS), from_time_to_time(MOST_SITTINGS + 1))
    ],
    "seasons": [
        with_shape(WEEKLY, seasons=seasons)
        for seasons in (None, [], *([{"from": "01-01", "to": "02-01"} | more] for more in ({}, {"sittings": None})))
    ],
    "dates": [
        explicit(dates)
        for dates in (None, [], ["2027-01-01"] * 2, [str(date.fromordinal(735_000 + n)) for n in range(1000)])
    ],
    "too many dates": [explicit([str(date.fromordinal(735_000 + n)) for n in range(1001)]), explicit(["2027-01-01"])],
    "what nobody knows": [
        PATTERN,
        with_shape(WEEKLY | {"days": [1]}),
        with_shape(WEEKLY, colour="red"),
        with_shape(WEEKLY, validity={"first": "2027-01-01", "x": 1}),
    ],
    "what is left out": [{name: told for name, told in PATTERN.items() if name != gone} for gone in PATTERN],
    "kind": [PATTERN, *map(with_shape, ({"kind": "yearly"}, {"kind": None}, {"kind": 5}, {}, None, [], "weekly"))],
    "rotation": [
        rotation(over, order, offices)
        for over in (WEEKLY, {"kind": "rotation"}, None)
        for order in (["a"], ["a", "a"], [], None)
        for offices in ([], ["a"], None)
    ],
    "policy": [
        with_shape(WEEKLY, on_day_off=policy, on_holiday=other)
        for policy in ("next", "x", None)
        for other in ("skip", "x", None)
    ],
}


@pytest.mark.parametrize("name", MADE)
def test_a_value_is_allowed_exactly_when_the_reader_takes_it(name: str) -> None:
    made = list(MADE[name])
    found = [(allows("GivenPattern", pattern), not faults(pattern)) for pattern in made]

    assert [pattern for pattern, (told, taken) in zip(made, found, strict=True) if told != taken] == []
    assert {told for told, _ in found} == {True, False}


@settings(max_examples=300, deadline=None)
@given(patterns, st.lists(st.tuples(st.integers(0, 50), plain), max_size=2))
def test_document_and_reader_take_the_same_patterns(pattern: dict[str, Any], changes: list[tuple[int, object]]) -> None:
    changed = deepcopy(pattern)
    for place, value in changes:
        put(changed, place, value)
    against = faults(changed)

    # The reader leaves the whole alone while a part is wrong, so one that is refused may break more than was told.
    assert against <= BEYOND_SHAPES if allows("GivenPattern", changed) else against, (changed, against)


def put(inside: Any, place: int, value: object) -> None:
    """Put a value at one of the places within a pattern, counted in the order of reading."""
    spots = []
    waiting = [inside]
    while waiting:
        one = waiting.pop()
        keys = list(one) if isinstance(one, dict) else range(len(one))
        spots += [(one, key) for key in keys]
        waiting += [one[key] for key in keys if isinstance(one[key], dict | list)]
    holder, key = spots[place % len(spots)]
    holder[key] = value


POLICIES = "next, previous, nearest, next_within_month_else_previous, nearest_within_month, skip, keep, announce."
SHORT_MONTHS = "last_day, skip, next_month_first."
NESTED = {"kind": "rotation", "over": {"kind": "rotation"}, "order": ["a"], "anchor": "2027-01-01"}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (with_shape({"kind": "yearly"}), "days_of_month, weekly, month_weekday, explicit_dates, rotation."),
        (with_shape(NESTED), "days_of_month, weekly, month_weekday, explicit_dates."),
        (with_shape({"kind": "days_of_month", "days": [32]}), "từ 1 đến 31."),
        (with_shape({"kind": "days_of_month", "days": [31]}), SHORT_MONTHS),
        (with_shape({"kind": "days_of_month", "days": [31], "short_month": "x"}), SHORT_MONTHS),
        (with_shape({"kind": "weekly", "weekdays": [0]}), "từ 1 đến 7."),
        (with_shape({"kind": "month_weekday", "weekday": 8, "nths": [1]}), "từ 1 đến 7."),
        (with_shape({"kind": "month_weekday", "weekday": 5, "nths": [5]}), "1, 2, 3, 4, -1."),
        (with_shape({"kind": "month_weekday", "weekday": 5, "nths": [1], "counting": "x"}), "weekday, week."),
        (explicit(["1999-12-31"]), "từ 01/01/2000 đến 31/12/2199."),
        (with_shape(WEEKLY, on_day_off="x"), POLICIES),
        (with_shape(WEEKLY, on_holiday="x"), POLICIES),
        (with_shape(WEEKLY, offices=[""]), "từ 1 đến 200 ký tự."),
        (with_shape(WEEKLY, offices=[str(n) for n in range(101)]), "nhiều nhất là 100."),
        (with_shape(WEEKLY, sittings=from_time_to_time(13)), "nhiều nhất là 12."),
        (with_shape(WEEKLY, sittings=[{"start": "8h"}]), "08:00."),
        (season("16/4"), "04-16."),
    ],
)
def test_a_wrong_value_is_refused_with_what_is_allowed(wrong: dict[str, object], says: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        from_dict({"id": "p"} | wrong)

    assert any(fault_sentence(fault).endswith(says) for fault in refused.value.faults)
