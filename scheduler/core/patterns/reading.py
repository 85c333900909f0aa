"""Reading untrusted plain values field by field, gathering every fault instead of stopping at the first."""

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from enum import StrEnum
from typing import TypeVar

from scheduler.core.errors import Fault, InvalidInput
from scheduler.core.patterns.hours import MonthDay
from scheduler.core.patterns.shapes import EARLIEST, LATEST

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

MOST_ITEMS = 1000
LONGEST_TEXT = 200
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"\d{2}:\d{2}", re.ASCII)
_MONTH_DAY = re.compile(r"\d{2}-\d{2}", re.ASCII)


class Reader:
    """One object of the input at ``path``; its faults go to the list shared by the whole input."""

    def __init__(self, raw: object, path: str, faults: list[Fault]) -> None:
        """Open the object; a fault is noted when ``raw`` is not one."""
        self._path, self._faults, self._mark = path, faults, len(faults)
        self._seen: set[str] = set()
        self._raw: Mapping[object, object] = raw if isinstance(raw, Mapping) else {}
        self._sound = isinstance(raw, Mapping)
        if not self._sound:
            self.refuse("", "not-an-object")

    def refuse(self, where: str, code: str, **values: object) -> None:
        """Note a fault at ``where`` below this object ("" for the object itself)."""
        self._faults.append(Fault(_join(self._path, where), code, values))

    def need(self, name: str, read: Callable[[object], T]) -> T | None:
        """Return a field that must be there, None with a fault noted when it is not or cannot be read."""
        if self._sound and self._raw.get(name) is None:
            self._seen.add(name)
            self.refuse(name, "required")
            return None
        return self.may(name, read)

    def may(self, name: str, read: Callable[[object], T]) -> T | None:
        """Return a field, None when it is absent or null, or when it cannot be read (with a fault noted)."""
        self._seen.add(name)
        raw = self._raw.get(name)
        return None if raw is None else self._one(name, raw, read)

    def many(self, name: str, read: Callable[[object], T]) -> tuple[T, ...]:
        """Return a list field; empty when it is absent; items that cannot be read are left out with a fault."""
        items = ((where, self._one(where, raw, read)) for where, raw in self._items(name))
        return tuple(item for _, item in items if item is not None)

    def nested(self, name: str, read: Callable[["Reader"], T]) -> T | None:
        """Return an object field that must be there."""
        self._seen.add(name)
        if name not in self._raw:
            if self._sound:
                self.refuse(name, "required")
            return None
        return read(Reader(self._raw[name], _join(self._path, name), self._faults))

    def many_nested(self, name: str, read: Callable[["Reader"], T | None]) -> tuple[T, ...]:
        """Return a list of objects; empty when it is absent."""
        items = (read(Reader(raw, _join(self._path, where), self._faults)) for where, raw in self._items(name))
        return tuple(item for item in items if item is not None)

    def build(self, make: Callable[[], T | None], *, closing: bool = True) -> T | None:
        """Return what ``make`` makes, unless a field was refused; the value's own refusals become faults here.

        ``closing`` false leaves fields to be read after this, so unknown ones are not looked for yet.
        """
        if closing:
            for name in self._raw:
                if name not in self._seen:
                    self.refuse(str(name)[:LONGEST_TEXT], "unknown-field")
        if len(self._faults) > self._mark:
            return None
        try:
            return make()
        except InvalidInput as refused:
            for fault in refused.faults:
                self.refuse(fault.where, fault.code, **fault.values)
            return None

    def _one(self, where: str, raw: object, read: Callable[[object], T]) -> T | None:
        try:
            return read(raw)
        except InvalidInput as refused:
            for fault in refused.faults:
                self.refuse(where, fault.code, **fault.values)
            return None

    def _items(self, name: str) -> list[tuple[str, object]]:
        self._seen.add(name)
        raw = self._raw.get(name)
        if raw is None:
            return []
        if not isinstance(raw, list | tuple):
            self.refuse(name, "not-a-list")
            return []
        if len(raw) > MOST_ITEMS:
            self.refuse(name, "too-many-items", most=MOST_ITEMS)
            return []
        return [(f"{name}/{index}", item) for index, item in enumerate(raw)]


def text(raw: object) -> str:
    """Read text of 1 to 200 characters.

    Raises: InvalidInput when it is no text, empty or longer.
    """
    if not isinstance(raw, str):
        raise InvalidInput.at("", "not-text")
    if not 1 <= len(raw) <= LONGEST_TEXT:
        raise InvalidInput.at("", "out-of-range", least=1, most=LONGEST_TEXT)
    return raw


def number(raw: object) -> int:
    """Read a whole number; true and false are none.

    Raises: InvalidInput when it is anything else.
    """
    if not isinstance(raw, int) or isinstance(raw, bool):
        raise InvalidInput.at("", "not-a-number")
    return raw


def day(raw: object) -> date:
    """Read an ISO date of the years 2000 to 2199.

    Raises: InvalidInput when it is no date or outside those years.
    """
    found = _parsed(raw, _DATE, "not-a-date", date.fromisoformat)
    if not EARLIEST <= found <= LATEST:
        raise InvalidInput.at("", "out-of-range", earliest=EARLIEST, latest=LATEST)
    return found


def clock_time(raw: object) -> time:
    """Read a time of the day as HH:MM. Raises InvalidInput for anything else."""
    return _parsed(raw, _TIME, "not-a-time", time.fromisoformat)


def month_day(raw: object) -> tuple[int, int]:
    """Read a day of the year as MM-DD; return month and day. Raises InvalidInput for anything else."""
    found = _parsed(raw, _MONTH_DAY, "not-a-month-day", lambda s: MonthDay(int(s[:2]), int(s[3:])))
    return found.month, found.day


def one_of(kind: type[E]) -> Callable[[object], E]:
    """Return a reader of the values of an enumeration."""
    return choice({member.value: member for member in kind})


def choice(allowed: Mapping[str, T]) -> Callable[[object], T]:
    """Return a reader of one of the given names."""

    def read(raw: object) -> T:
        """Return what the name stands for. Raises InvalidInput for any other."""
        if not isinstance(raw, str) or raw not in allowed:
            raise InvalidInput.at("", "unknown-value", allowed=tuple(allowed))
        return allowed[raw]

    return read


def _parsed(raw: object, form: re.Pattern[str], code: str, parse: Callable[[str], T]) -> T:
    if not isinstance(raw, str) or not form.fullmatch(raw):
        raise InvalidInput.at("", code)
    try:
        return parse(raw)
    except ValueError:
        raise InvalidInput.at("", code) from None


def _join(path: str, where: str) -> str:
    return f"{path}/{where}" if path and where else path or where
