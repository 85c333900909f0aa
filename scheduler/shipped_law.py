"""The law's tables as shipped with the program, read once."""

import csv
from functools import cache
from importlib.resources import files
from io import StringIO

from scheduler.core.deadlines import DeadlineRule, parse_deadlines


@cache
def deadline_rules() -> tuple[DeadlineRule, ...]:
    """Return the shipped rows of deadlines.csv, in their order."""
    return parse_deadlines(_rows("deadlines.csv"))


def rule_rows() -> list[dict[str, str]]:
    """Return the shipped rows of rules.csv as plain dicts, in their order."""
    return _rows("rules.csv")


def _rows(name: str) -> list[dict[str, str]]:
    text = files("scheduler.data").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(StringIO(text)))
