"""What the registers are sent in the matrix and under fuzzing, and one row of each to send it to."""

from datetime import date
from typing import Any

from scheduler import absences, rulebook, standing_patterns
from scheduler.core.facts import Activity
from scheduler.core.periods import PeriodKind
from scheduler.db.law import CalendarDayRow
from scheduler.db.offices import Office
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork
from scheduler.rule_terms import Terms
from tests.factories import make_day_off

TERMS = {
    "activity": "reception",
    "sub_type": "periodic",
    "office": "chu_tich_ubnd",
    "level": "xa",
    "minimum": 4,
    "period": "month",
    "legal_basis": "Quy chế 05-QC/ĐU",
}
PATTERN = {
    "shape": {"kind": "days_of_month", "days": [15]},
    "offices": ["{office_id}"],
    "validity": {"first": "2026-01-01", "last": None},
    "on_day_off": "next",
    "sittings": [{"start": "08:00", "end": "11:30"}],
}
DAY = {"kind": "off", "name": "Nghỉ", "source": "Công văn 01", "confirmed": True}
ABSENCE = {"office_id": "{office_id}", "first_on": "2026-12-14", "last_on": "2026-12-18", "reason": "Nghỉ phép"}
SPAN = "?first=2026-12-01&last=2026-12-31"
LOCAL = {"rule_id": "local_rule"}
NATIONAL = TERMS | {"valid_from": "2027-01-01", "rule_id": "R-NEW", "confidence": "P"}
REGISTERED: dict[tuple[str, str], tuple[Any, ...]] = {
    ("POST", "/units/<id:unit_id>/offices"): (
        {"kind": "thu_truong_co_quan", "title": "Trưởng phòng Kinh tế", "valid_from": "2026-01-01"},
    ),
    ("PATCH", "/offices/<id:office_id>"): ({"title": "Chủ tịch UBND xã"},),
    ("POST", "/offices/<id:office_id>/closings"): ({"on": "2026-12-31"},),
    ("POST", "/offices/<id:office_id>/holdings"): (
        {"person_id": "{person_id}", "capacity": "caretaker", "first_on": "2026-12-01"},
    ),
    ("POST", "/holdings/<id:holding_id>/ends"): ({"last_on": "2026-12-31"},),
    ("POST", "/units/<id:unit_id>/people"): ({"name": "Hoàng Thị Ba"},),
    ("PATCH", "/people/<id:person_id>"): ({"name": "Hoàng Thị Ba"},),
    ("POST", "/units/<id:unit_id>/places"): ({"name": "Nhà văn hóa"},),
    ("PATCH", "/places/<id:place_id>"): ({"rooms": 2},),
    ("POST", "/places/<id:place_id>/closings"): ({"on": "2026-12-31"},),
    ("GET", "/units/<id:unit_id>/absences"): (None, {}, SPAN),
    ("POST", "/absences"): (ABSENCE,),
    ("POST", "/absences/preview"): (ABSENCE,),
    ("PATCH", "/absences/<id:absence_id>"): ({"reason": "Họp"},),
    ("POST", "/absences/<id:absence_id>/preview"): ({"reason": "Họp"},),
    ("GET", "/calendar-days"): (None, {}, SPAN),
    ("POST", "/calendar-days"): (DAY | {"on": "2026-12-25"},),
    ("POST", "/calendar-days/preview"): (DAY | {"on": "2026-12-25"},),
    ("POST", "/calendar-days/seeds"): ({"years": [2027]},),
    ("PATCH", "/calendar-days/<id:day_id>"): (DAY,),
    ("GET", "/working-days"): (None, {}, "?anchor=2026-12-15&days=-5"),
    ("GET", "/rules/<id:rule_id>"): (None, LOCAL),
    ("POST", "/rules"): (NATIONAL,),
    ("POST", "/rules/<id:rule_id>/ends"): ({"last_on": "2026-12-31"},),
    ("POST", "/rules/<id:rule_id>/successions"): (TERMS | {"on": "2027-01-01", "heir_id": "R-NEW"},),
    ("POST", "/units/<id:unit_id>/rules"): (TERMS | {"valid_from": "2027-01-01", "office": "bi_thu_cap_uy"},),
    ("POST", "/local-rules/<id:rule_id>/ends"): ({"last_on": "2026-12-31"}, LOCAL),
    ("POST", "/local-rules/<id:rule_id>/successions"): (TERMS | {"on": "2027-01-01"}, LOCAL),
    ("POST", "/units/<id:unit_id>/patterns"): ({"activity": "reception", "sub_type": "periodic", "pattern": PATTERN},),
    ("POST", "/units/<id:unit_id>/patterns/preview"): (
        {"pattern": PATTERN, "first": "2026-12-01", "last": "2026-12-31"},
    ),
    ("POST", "/patterns/<id:pattern_id>/ends"): ({"last_on": "2026-12-31"},),
}
"""Body, which things the ids of the address mean, and query; see examples.Example."""


def enter(uow: UnitOfWork, unit: Unit, office: Office) -> dict[str, str]:
    """Give a unit an absence, a pattern and a rule of its own, and the country a day off; return the ids by name."""
    day = date(2026, 12, 24)
    if uow.session.get(CalendarDayRow, day) is None:
        make_day_off(uow, day)
    told = absences.add(uow, absences.Whom(unit_id=unit.id), date(2026, 10, 1), date(2026, 10, 2), "Hội nghị")
    terms = Terms(Activity.RECEPTION, "periodic", "chu_tich_ubnd", unit.level, 3, PeriodKind.MONTH, "Quy chế 01")
    rule = rulebook.add_local_rule(uow, unit.id, terms, date(2026, 12, 1))
    shape = PATTERN | {
        "shape": {"kind": "days_of_month", "days": [20]},
        "offices": [office.id],
        "validity": {"first": "2025-07-01", "last": "2026-12-31"},
    }
    pattern = standing_patterns.add_pattern(uow, unit.id, Activity.RECEPTION, "periodic", shape)
    return {
        "absence_id": told.absence.id,
        "version of absence_id": "1",
        "local_rule": rule.id,
        "pattern_id": pattern.id,
        "version of pattern_id": str(pattern.version),
        "day_id": day.isoformat(),
        "version of day_id": "1",
    }
