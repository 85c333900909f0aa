"""Planning instances of the size of Vietnam: units with two or three offices sharing one or two rooms.

Each office is away on a day with probability ``away``; it owes 1, 2, 4 or 5 days a month (10/40/40/10 %) at least
1, 7, 4, 3 working days apart (for 2, 7; for 4, 4), wishes two or three weekdays and one half of the day. Year
instances repeat the duty each month; the gap spans the ends of months.
"""

import random
from datetime import date, timedelta

from scheduler.core.planner.problem import AFTERNOON, MORNING, Duty, Hold, Need, Option, Problem

UNITS = 3355
GAP = {1: 1, 2: 7, 4: 4, 5: 3}
UNMET = 1000


def working_days(months: int, year: int = 2027) -> list[list[date]]:
    """Return 21 working days (Monday to Friday) for each month of the year."""
    out = []
    for month in range(1, months + 1):
        days: list[date] = []
        day = date(year, month, 1)
        while day.month == month and len(days) < 21:
            if day.weekday() < 5:
                days.append(day)
            day += timedelta(days=1)
        out.append(days)
    return out


def country(units: int = UNITS, *, months: int = 1, seed: int = 1, hard: bool = False) -> list[Problem]:
    """Return one problem per unit, reproducible by seed. ``hard``: one room, half the days away, equal wishes."""
    rng = random.Random(seed)
    days = working_days(months)
    flat = [day for month in days for day in month]
    return [_unit(rng, f"u{number:04d}", days, flat, hard=hard) for number in range(units)]


def whole(problems: list[Problem]) -> Problem:
    """Return all units as one problem."""
    places = {name: rooms for problem in problems for name, rooms in problem.places.items()}
    duties = [duty for problem in problems for duty in problem.duties]
    return Problem(duties, problems[0].working_days, places, UNMET)


def _unit(rng: random.Random, name: str, days: list[list[date]], flat: list[date], *, hard: bool) -> Problem:
    rooms = 1 if hard else rng.choice((1, 2))
    place = f"{name}/rooms"
    duties = []
    for number in range(rng.choice((2, 3))):
        count = rng.choices((1, 2, 4, 5), (10, 40, 40, 10))[0]
        wished = {1, 3} if hard else set(rng.sample(range(5), rng.choice((2, 3))))
        half = MORNING if hard else rng.choice((MORNING, AFTERNOON))
        person = f"{name}/p{number}"
        holds = {part: (Hold(person, part), Hold(place, part)) for part in (MORNING, AFTERNOON)}
        options = []
        for day in flat:
            if rng.random() < (0.5 if hard else 0.3):
                continue
            cost = 0 if day.weekday() in wished else 2
            for part, hold in holds.items():
                options.append(Option(day, cost + (part != half), hold))
        needs = tuple(Need(month[0], month[-1], count) for month in days)
        duties.append(Duty(f"{name}/d{number}", options, needs, GAP[count]))
    return Problem(duties, flat, {place: rooms}, UNMET)
