"""Patterns as plain values: there and back, and every bad field named."""

import json
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.errors import InvalidInput
from scheduler.core.facts import Span
from scheduler.core.patterns import (
    Counting,
    DaysOfMonth,
    ExplicitDates,
    Hours,
    MonthDay,
    MonthWeekday,
    OffDayPolicy,
    Pattern,
    Rotation,
    Season,
    ShortMonth,
    Sitting,
    Weekly,
    from_dict,
    to_dict,
)

ALWAYS = Span(date(2026, 1, 1), date(2026, 12, 31))
MORNING = (Sitting(time(7, 30), time(11, 30)), Sitting(time(13), None))
HOURS = Hours(MORNING, (Season(MonthDay(10, 16), MonthDay(4, 15), MORNING[:1]),))
SHAPES = [
    DaysOfMonth((5, 31), ShortMonth.LAST_DAY),
    DaysOfMonth((15,)),
    Weekly((4,)),
    MonthWeekday(5, (2, -1), Counting.WEEK),
    ExplicitDates((date(2026, 2, 12),)),
]


def good(**changes):
    plain = to_dict(Pattern("p", Weekly((4,)), ("a", "b"), ALWAYS, OffDayPolicy.NEXT, OffDayPolicy.SKIP, HOURS))
    return {**plain, **changes}


def faults(raw):
    with pytest.raises(InvalidInput) as refused:
        from_dict(raw)
    return [(fault.where, fault.code) for fault in refused.value.faults]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_pattern_survives_storage(shape):
    alone = Pattern("p", shape, ("a", "b"), ALWAYS, OffDayPolicy.NEXT, OffDayPolicy.SKIP, HOURS)
    turning = Pattern("p", Rotation(shape, ("a", "b"), date(2026, 1, 1)), (), Span(date(2026, 1, 1)), OffDayPolicy.KEEP)
    for of in (alone, turning):
        assert from_dict(json.loads(json.dumps(to_dict(of)))) == of


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"id": None}, [("id", "required")]),
        ({"id": ""}, [("id", "out-of-range")]),
        ({"id": 5}, [("id", "not-text")]),
        ({"colour": "red"}, [("colour", "unknown-field")]),
        ({"offices": []}, [("offices", "empty")]),
        ({"offices": "a"}, [("offices", "not-a-list")]),
        ({"offices": ["a", "a"]}, [("offices", "repeated")]),
        ({"offices": ["a", 7]}, [("offices/1", "not-text")]),
        ({"offices": ["a"] * 1001}, [("offices", "too-many-items")]),
        ({"offices": [str(n) for n in range(101)]}, [("offices", "too-many-items")]),
        ({"on_day_off": "sometime"}, [("on_day_off", "unknown-value")]),
        ({"on_holiday": []}, [("on_holiday", "unknown-value")]),
        ({"validity": {"first": "2026-02-30"}}, [("validity/first", "not-a-date")]),
        ({"validity": {"first": "20260101"}}, [("validity/first", "not-a-date")]),
        ({"validity": {"first": "1999-12-31"}}, [("validity/first", "out-of-range")]),
        ({"validity": {"first": "2026-02-02", "last": "2026-02-01"}}, [("validity/last", "ends-before-start")]),
        ({"validity": "always"}, [("validity", "not-an-object")]),
        ({"shape": {}}, [("shape/kind", "required")]),
        ({"shape": {"kind": "yearly"}}, [("shape/kind", "unknown-value")]),
        ({"shape": {"kind": "weekly", "weekdays": [0]}}, [("shape/weekdays", "out-of-range")]),
        ({"shape": {"kind": "weekly", "weekdays": [True]}}, [("shape/weekdays/0", "not-a-number")]),
        ({"shape": {"kind": "weekly"}}, [("shape/weekdays", "empty")]),
        ({"shape": {"kind": "weekly", "weekdays": [1], "days": [1]}}, [("shape/days", "unknown-field")]),
        ({"shape": {"kind": "days_of_month", "days": [29]}}, [("shape/short_month", "needed-for-days-29-to-31")]),
        ({"shape": {"kind": "days_of_month", "days": [32]}}, [("shape/days", "out-of-range")]),
        ({"shape": {"kind": "month_weekday", "weekday": 8, "nths": [1]}}, [("shape/weekday", "out-of-range")]),
        ({"shape": {"kind": "month_weekday", "weekday": 5, "nths": [5]}}, [("shape/nths", "out-of-range")]),
        ({"shape": {"kind": "explicit_dates", "dates": ["12/02/2026"]}}, [("shape/dates/0", "not-a-date")]),
        (
            {"shape": {"kind": "rotation", "over": {"kind": "rotation"}, "order": ["a"], "anchor": "2026-01-01"}},
            [("shape/over/kind", "unknown-value")],
        ),
        (
            {"shape": {"kind": "rotation", "over": {"kind": "weekly", "weekdays": [4]}, "order": ["a"],
                       "anchor": "2026-01-01"}},
            [("offices", "given-by-rotation")],
        ),
        ({"sittings": [{"start": "7:30"}]}, [("sittings/0/start", "not-a-time")]),
        ({"sittings": [{"start": "25:00"}]}, [("sittings/0/start", "not-a-time")]),
        ({"sittings": [{"start": "11:00", "end": "10:00"}]}, [("sittings/0/end", "ends-before-start")]),
        ({"sittings": [{"start": "08:00", "end": "11:00"}, {"start": "10:00"}]}, [("sittings/1", "overlap")]),
        (
            {"seasons": [{"from": "02-30", "to": "10-15", "sittings": [{"start": "07:00"}]}]},
            [("seasons/0/from", "not-a-month-day")],
        ),
        ({"seasons": [{"from": "04-16", "to": "10-15"}]}, [("seasons/0/sittings", "empty")]),
        (
            {"seasons": [{"from": "10-16", "to": "04-16", "sittings": [{"start": "07:00"}]},
                         {"from": "04-16", "to": "10-15", "sittings": [{"start": "07:00"}]}]},
            [("seasons/1", "overlap")],
        ),
    ],
)  # fmt: skip
def test_a_bad_field_is_named(changes, found):
    assert faults(good(**changes)) == found


def test_all_bad_fields_are_named_at_once_in_the_order_of_the_fields():
    bad = good(id=None, shape={"kind": "weekly", "weekdays": [9]}, on_day_off="x", extra=1)
    assert faults(bad) == [
        ("id", "required"),
        ("shape/weekdays", "out-of-range"),
        ("on_day_off", "unknown-value"),
        ("extra", "unknown-field"),
    ]


@pytest.mark.parametrize("raw", [None, 5, "x", [], [{}]])
def test_something_else_than_an_object_is_refused(raw):
    assert faults(raw) == [("", "not-an-object")]


scalars = st.sampled_from([None, True, 7, "2026-01-01", "07:30", "weekly"]) | st.text(max_size=5)
names = st.sampled_from([*good(), "kind", "x"])
plain = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4), max_leaves=12
)


@given(st.dictionaries(st.sampled_from(list(good())), plain, max_size=3))
def test_whatever_comes_in_is_understood_or_refused_with_faults(changes):
    named = ()
    of = None
    try:
        of = from_dict(good(**changes))
    except InvalidInput as refused:
        named = refused.faults
    assert (of is None) is bool(named)
    assert of is None or from_dict(to_dict(of)) == of
