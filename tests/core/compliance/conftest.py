"""Facts to judge: the shipped law, the calendar of 2026, and offices of a commune and a province."""

import csv
from datetime import date
from pathlib import Path

import pytest

from scheduler.core.deadlines import DeadlineRule, parse_deadlines
from scheduler.core.law import Rule, parse_rules
from scheduler.core.workdays import CalendarDay, DayKind, WorkCalendar

ROOT = Path(__file__).parents[3]


def read(path: str) -> list[dict[str, str]]:
    with (ROOT / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def law() -> tuple[Rule, ...]:
    return parse_rules(read("scheduler/data/rules.csv"))


@pytest.fixture(scope="session")
def deadlines() -> tuple[DeadlineRule, ...]:
    return parse_deadlines(read("scheduler/data/deadlines.csv"))


@pytest.fixture(scope="session")
def calendar() -> WorkCalendar:
    rows = read("tests/samples/holidays_2026.csv")
    return WorkCalendar(
        CalendarDay(date.fromisoformat(row["date"]), DayKind(row["kind"]), row["name"], row["source"], confirmed=True)
        for row in rows
    )
