"""The cast takes its places: rooms, offices, people, patterns and absences of each unit shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler import absences, offices, people, places, standing_patterns, units
from scheduler.core.facts import Activity, OfficeKind
from scheduler.db.units import Unit
from scheduler.db.work import UnitOfWork
from scheduler.demo_data import Demo, DemoOffice, DemoUnit
from scheduler.wording.dates import month_first


@dataclass(frozen=True, slots=True)
class Seated:
    """A unit with its cast in place; ``offices`` are ids by kind."""

    shown: DemoUnit
    unit_id: str
    offices: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Months:
    """Months counted from the demonstration's day: 0 is the running one."""

    today: date

    def first(self, number: int) -> date:
        """Return the first day of a month."""
        return month_first(self.today.year, self.today.month, number)

    def last(self, number: int) -> date:
        """Return the last day of a month."""
        return self.first(number + 1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Casting:
    """Everything needed to seat one unit's cast."""

    uow: UnitOfWork
    cast: Demo
    unit: Unit
    months: Months

    def seat(self, shown: DemoUnit) -> Seated:
        """Set up the unit's room, offices, people, patterns and absences, by the same use cases as anybody would."""
        uow, unit, months = self.uow, self.unit, self.months
        telephone, hours = self.cast.telephone_of(unit.code), self.cast.regular_hours
        units.change_unit(uow, unit.id, unit.version, telephone=telephone, regular_hours=hours)
        for name in self.cast.rooms:
            places.add_place(uow, unit.id, name, f"Trụ sở UBND {unit.full_name[:1].lower()}{unit.full_name[1:]}")
        known: dict[str, str] = {}
        names: dict[str, str] = {}
        # The story begins with its offices: of the time before nothing is known, and nothing is to be judged.
        since = max(unit.valid_from, months.first(self.cast.first_month))
        for office in shown.offices:
            opened = offices.open_office(uow, unit.id, OfficeKind(office.kind), office.title, since)
            known[office.kind] = opened.id
            self._fill(office, opened.id, names)
        for office in shown.offices:
            if office.kind not in shown.joint:
                self._follow(office, [known[office.kind]])
        if shown.joint:
            lead = next(office for office in shown.offices if office.kind == shown.joint[0])
            self._follow(lead, [known[kind] for kind in shown.joint])
        for away in shown.absences:
            first = months.first(away.month)
            span = first.replace(day=away.first_day), first.replace(day=away.last_day)
            absences.add(uow, absences.Whom(office_id=known[away.office]), *span, away.reason)
        return Seated(shown, unit.id, known)

    def _fill(self, office: DemoOffice, office_id: str, names: dict[str, str]) -> None:
        """Let people hold an office in turn; somebody known by name already is the same person."""
        uow, unit, months = self.uow, self.unit, self.months
        for holder in office.holders:
            if holder.name not in names:
                names[holder.name] = people.add_person(uow, unit.id, holder.name).id
            first = months.first(self.cast.first_month if holder.from_month is None else holder.from_month)
            last = None if holder.until_month is None else months.last(holder.until_month)
            capacity = people.Capacity(holder.capacity)
            people.begin_holding(uow, office_id, names[holder.name], capacity, first, last_on=last)

    def _follow(self, office: DemoOffice, office_ids: list[str]) -> None:
        """Let offices receive by a published pattern, from the demonstration's first month on."""
        pattern = self.cast.patterns[office.pattern_id]
        shape = {
            "on_holiday": None,
            "seasons": [],
            **pattern.values,
            "offices": office_ids,
            "validity": {"first": self.months.first(self.cast.first_month).isoformat(), "last": None},
        }
        note = f"Phỏng theo: {pattern.adapts}. Khác bản công bố: {pattern.changed}. Nguồn: {pattern.source}"
        standing_patterns.add_pattern(
            self.uow, self.unit.id, Activity.RECEPTION, "periodic", shape, note=note[: standing_patterns.LONGEST_NOTE]
        )
