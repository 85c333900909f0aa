"""Patterns as somebody would write them who knows the document only, and what document and reader say of them."""

import json
import re
from functools import cache
from typing import Any

from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from api.document import make_api
from api.routes.patterns import patterns as noun
from scheduler.core.errors import InvalidInput
from scheduler.core.patterns import Counting, OffDayPolicy, ShortMonth, from_dict
from scheduler.core.patterns.codec import KINDS
from tests.house.tree import ROOT

WEEKLY = {"kind": "weekly", "weekdays": [4]}
PATTERN = {
    "shape": WEEKLY,
    "offices": ["a"],
    "validity": {"first": "2027-01-01"},
    "on_day_off": "next",
    "sittings": [{"start": "07:30", "end": "11:30"}, {"start": "13:00"}],
    "seasons": [{"from": "10-16", "to": "04-15", "sittings": [{"start": "08:00"}]}],
}


@cache
def shapes() -> dict[str, Any]:
    """Return the document's components as the API would send them."""
    api = make_api()
    api.register_blueprint(noun)
    told: dict[str, Any] = json.loads(json.dumps(api.spec.to_dict()))["components"]
    return told


def allows(name: str, value: object) -> bool:
    """Tell whether the document allows a value for one of its shapes."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": shapes()}
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).is_valid(value)


def faults(pattern: object) -> set[str]:
    """Return the codes of what the reader has against a pattern."""
    given_id = {"id": "p", **pattern} if isinstance(pattern, dict) else pattern
    try:
        from_dict(given_id)
    except InvalidInput as refused:
        return {fault.code for fault in refused.faults}
    return set()


def with_shape(shape: object, **changes: object) -> dict[str, object]:
    turning = isinstance(shape, dict) and shape.get("kind") == "rotation"
    return PATTERN | {"shape": shape, "offices": [] if turning else ["a"]} | changes


def examples_of_the_page() -> list[dict[str, Any]]:
    """Return the patterns that docs/api.md shows."""
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    return [json.loads(block) for block in re.findall(r"^```json\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)]


def examples_of_the_document() -> list[dict[str, Any]]:
    told = shapes()["schemas"]
    return [with_shape(example) for kind in KINDS for example in told[component(kind)]["examples"]] + [
        *told["GivenPattern"]["examples"]
    ]


def component(kind: str) -> str:
    mapping = shapes()["schemas"]["GivenPattern"]["properties"]["shape"]["discriminator"]["mapping"]
    return str(mapping[kind].rpartition("/")[2])


_scalars = st.sampled_from([None, True, 7, 29, -1, "2027-01-01", "07:30", "weekly", "rotation", "04-16", "skip", "a"])
_names = st.sampled_from(
    [*PATTERN, "kind", "weekdays", "days", "short_month", "start", "end", "from", "to", "last", "x"]
)
plain = st.recursive(
    _scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_names, inner, max_size=4), max_leaves=10
)
"""Anything at all, made of words that patterns know."""


def _object(kind: str | None = None, may: dict[str, Any] | None = None, **must: Any) -> st.SearchStrategy[Any]:
    named = {"kind": st.just(kind)} if kind else {}
    return st.fixed_dictionaries(named | must, optional=may)


def _some(*values: object) -> st.SearchStrategy[Any]:
    return st.lists(st.sampled_from(values), max_size=3)


_policies = st.sampled_from([str(policy) for policy in OffDayPolicy])
_bases = st.one_of(
    _object(
        "days_of_month",
        days=st.lists(st.integers(1, 31), min_size=1, max_size=3),
        may={"short_month": st.sampled_from([None, *map(str, ShortMonth)])},
    ),
    _object("weekly", weekdays=_some(1, 4, 7)),
    _object(
        "month_weekday",
        weekday=st.integers(1, 7),
        nths=_some(1, 4, 5, -1),
        may={"counting": st.sampled_from([None, *map(str, Counting)])},
    ),
    _object("explicit_dates", dates=_some("2027-01-14", "2000-01-01", "2199-12-31")),
)
_turns = _object("rotation", over=_bases, order=_some(*"abc"), anchor=st.just("2027-01-01"))
_hours = _object(start=st.sampled_from(["07:30", "13:00"]), may={"end": st.sampled_from(["07:45", "11:30", None])})
_seasons = _object(
    **{"from": st.sampled_from(["01-01", "04-16"]), "to": st.sampled_from(["04-15", "12-31"])},
    sittings=st.lists(_hours, max_size=2),
)
patterns = _object(
    shape=_bases | _turns,
    validity=_object(first=st.just("2027-01-01"), may={"last": st.sampled_from([None, "2026-12-31", "2027-06-30"])}),
    on_day_off=_policies,
    may={
        "offices": st.none() | _some(*"abc"),
        "on_holiday": st.none() | _policies,
        "sittings": st.none() | st.lists(_hours, max_size=2),
        "seasons": st.none() | st.lists(_seasons, max_size=2),
    },
)
"""Patterns, most of them right."""
