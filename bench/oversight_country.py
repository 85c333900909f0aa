"""A country's year to look at: every unit with its heads, and some hundred thousand meetings, put in by columns."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Engine, insert

from scheduler.core.clock import VIETNAM
from scheduler.core.facts import Activity, State
from scheduler.db.base import Base, Mode
from scheduler.db.law import CalendarDayRow, RuleRow
from scheduler.db.meetings import FormerDate, Meeting, MeetingChair, Posting, Sitting
from scheduler.db.offices import Holding, Office, Person
from scheduler.db.units import Unit
from scheduler.holiday_seed import seed_days
from scheduler.shipped_law import rule_rows

YEAR, PROVINCES, UNITS, MEETINGS = 2026, 34, 3_355, 300_000
NOW = datetime(2026, 11, 22, 1, tzinfo=UTC)
_BORN, _MADE = date(2025, 7, 1), datetime(2025, 12, 1, tzinfo=UTC)
_OFFICES = (("bi_thu_cap_uy", "Bí thư"), ("chu_tich_ubnd", "Chủ tịch UBND"))
_HOURS = (time(8), time(11, 30))
_PORTION = 20_000


@dataclass(slots=True)
class Country:
    """The rows of every table, and how many units and meetings they are."""

    rows: dict[type[Base], list[dict[str, Any]]]

    @property
    def meetings(self) -> int:
        """Return the number of meetings."""
        return len(self.rows[Meeting])


def country(units: int = UNITS, meetings: int = MEETINGS, seed: int = 1) -> Country:
    """Make a country: the same one for the same numbers."""
    dice = random.Random(seed)
    made = Country({table: [] for table in (RuleRow, CalendarDayRow, Unit, Person, Office, Holding, Meeting)})
    made.rows |= {table: [] for table in (Sitting, MeetingChair, Posting, FormerDate)}
    made.rows[RuleRow] = [
        {"id": row["rule_id"], "row": row, "entered_at": _MADE, "entered_by": "bench"} for row in rule_rows()
    ]
    made.rows[CalendarDayRow] = [
        {"day": d.on, "kind": d.kind.value, "name": d.name, "source": d.source, "confirmed": True, "version": 1}
        for d in seed_days([YEAR])
    ]
    seats = [seat for number in range(units) for seat in _unit(made, number, min(PROVINCES, units))]
    for number in range(meetings):
        _meeting(made, number, seats[number % len(seats)], dice)
    return made


def load(engine: Engine, made: Country) -> None:
    """Put all rows in, by tables and in portions."""
    with engine.begin() as connection:
        for table, rows in made.rows.items():
            for start in range(0, len(rows), _PORTION):
                connection.execute(insert(table), rows[start : start + _PORTION])


def _unit(made: Country, number: int, provinces: int) -> Iterator[tuple[str, str]]:
    top = number < provinces
    unit_id, full_name = f"unit-{number:05d}", f"{'Tỉnh' if top else 'Xã'} số {number}"
    made.rows[Unit].append(
        {
            "id": unit_id,
            "code": f"{number:05d}",
            "level": "tinh" if top else "xa",
            "kind": "tinh" if top else "xa",
            "name": f"số {number}",
            "full_name": full_name,
            "search_key": f"so {number:05d}",
            "public_name": unit_id,
            "parent_id": None if top else f"unit-{number % provinces:05d}",
            "valid_from": _BORN,
            "valid_to": None,
            "version": 1,
        }
    )
    for kind, title in _OFFICES:
        office_id = f"{kind}-{number:05d}"
        person = {"id": f"p-{office_id}", "unit_id": unit_id, "name": full_name, "search_key": office_id, "version": 1}
        made.rows[Person].append(person)
        made.rows[Office].append(
            {
                "id": office_id,
                "unit_id": unit_id,
                "kind": kind,
                "title": title,
                "version": 1,
                "valid_from": _BORN,
                "valid_to": None,
            }
        )
        made.rows[Holding].append(
            {
                "id": f"h-{office_id}",
                "office_id": office_id,
                "person_id": person["id"],
                "capacity": "holder",
                "first_on": _BORN,
                "last_on": None,
            }
        )
        yield unit_id, office_id


def _meeting(made: Country, number: int, seat: tuple[str, str], dice: random.Random) -> None:
    unit_id, office_id = seat
    day = date(YEAR, 1, 1) + timedelta(days=dice.randrange(365))
    while day.weekday() > 4:
        day += timedelta(days=1)
    past, luck = day < NOW.date(), dice.random()
    state = (State.HELD if luck < 0.85 else State.NOT_HELD) if past else State.PUBLISHED
    present, meeting_id = luck < 0.7, f"meeting-{number:06d}"
    began = datetime.combine(day, _HOURS[0], VIETNAM) if state is State.HELD else None
    made.rows[Meeting].append(
        {
            "id": meeting_id,
            "unit_id": unit_id,
            "activity": Activity.RECEPTION,
            "state": state,
            "held_on": day,
            "sub_type": "adhoc" if luck > 0.83 and past else "periodic",
            "mode": Mode.IN_PERSON,
            "version": 1,
            "published_at": _MADE,
            "actual_start": began,
            "origin": {},
            "created_at": _MADE,
            "changed_at": _MADE,
            "actual_end": began and began + timedelta(hours=3),
            "entered_late": 0.6 < luck < 0.63,
            **dict.fromkeys(("online_url", "subject", "co_attendees", "trigger", "notice_number", "ground"), ""),
            "insisted_ground": "",
            "pinned": False,
            "after_lock": False,
        }
    )
    made.rows[Sitting].append(
        {"meeting_id": meeting_id, "number": 1, "day": day, "starts": _HOURS[0], "ends": _HOURS[1], "site": ""}
    )
    made.rows[MeetingChair].append(
        {
            "meeting_id": meeting_id,
            "office_id": office_id,
            "in_person": present or state is not State.HELD,
            "present": present if state is State.HELD else None,
            "delegate": "",
            "delegation_ground": "",
        }
    )
    late = 0.2 < luck < 0.25
    posted = datetime.combine(day - timedelta(days=2 if late else 20), time(9), VIETNAM)
    made.rows[Posting].append(
        {
            "id": f"posting-{number:06d}",
            "meeting_id": meeting_id,
            "channel": "portal",
            "posted_at": posted,
            "entered_at": posted,
            "entered_by": "bench",
            "for_day": day,
            "note": "",
            "withdrawal_ground": "",
        }
    )
