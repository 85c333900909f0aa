"""Fields that believe nothing: strict types, one stored form of text, ISO dates only, faults as codes."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Never

from marshmallow import Schema, ValidationError, fields, validate

from scheduler.core.vietnamese import nfc

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)
_HOUR = re.compile(r"\d{2}:\d{2}(:00)?", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,9}", re.ASCII)
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1945, 2199
"""Dates outside are slips of the pen, and date arithmetic must not run off the calendar's end."""


@dataclass(frozen=True, slots=True)
class Said:
    """One fault, as the code of a sentence and its values."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


def refuse(code: str, **values: object) -> Never:
    """Raise the fault of the field at hand."""
    raise ValidationError([Said(code, values)])


class Long(validate.Length):
    """A length with bounds, stated in the document and refused with a code."""

    def _format_error(self, value: Any, message: str) -> Any:  # noqa: ARG002 - marshmallow's signature
        if self.max is not None and len(value) > self.max:
            return [Said("text-too-long" if isinstance(value, str) else "too-many-items", {"most": self.max})]
        return [Said("required" if isinstance(value, str) else "empty", {"least": self.min})]


class Within(validate.Range):
    """A number with bounds, stated in the document and refused with a code."""

    def _format_error(self, value: Any, message: str) -> Any:  # noqa: ARG002 - marshmallow's signature
        return [Said("number-out-of-range", {"low": self.min, "high": self.max})]


_CODES: dict[str, Any] = {
    "required": "required",
    "null": "required",
    "validator_failed": "out-of-range",
    "invalid": "not-a-list",
    "type": "not-an-object",
}


class _Spoken(fields.Field[Any]):
    """A field whose own faults are codes too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, error_messages=_CODES, **kwargs)

    def _from_text(self) -> bool:
        return bool(getattr(self.root, "from_text", False))


class Text(_Spoken, fields.String):
    """One line of text: NFC, no control or invisible characters, ends trimmed, 1 (or 0) to ``longest`` letters."""

    def __init__(self, longest: int, *, shortest: int = 1, **kwargs: Any) -> None:
        super().__init__(validate=Long(min=shortest, max=longest), **kwargs)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        return nfc(value) if isinstance(value, str) else refuse("not-text")


class Typed(_Spoken, fields.String):
    """Text exactly as it was typed, of at most ``longest`` letters: for passwords, where no letter may be changed."""

    def __init__(self, longest: int, **kwargs: Any) -> None:
        super().__init__(validate=Long(min=0, max=longest), **kwargs)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        return value if isinstance(value, str) else refuse("not-text")


class _Grounding(validate.Length):
    """The bounds of a written ground, told together."""

    def _format_error(self, value: Any, message: str) -> Any:  # noqa: ARG002 - marshmallow's signature
        return [Said("ground-length", {"shortest": self.min, "longest": self.max})]


class Ground(Text):
    """A written ground of ``shortest`` to ``longest`` letters, for somebody who will ask why."""

    def __init__(self, shortest: int, longest: int, **kwargs: Any) -> None:
        super().__init__(longest, **kwargs)
        self.validators = [_Grounding(min=shortest, max=longest)]


class Id(_Spoken, fields.String):
    """The name of a row."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("metadata", {"pattern": "^[A-Za-z0-9_-]{1,64}$"})
        super().__init__(**kwargs)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        return value if isinstance(value, str) and _ID.fullmatch(value) else refuse("not-an-id")


class Day(_Spoken, fields.Date):
    """A civil date, written YYYY-MM-DD and nothing else."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> date:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            refuse("not-a-date")
        try:
            day = date.fromisoformat(value)
        except ValueError:
            refuse("no-such-date", given=value)
        return day if FIRST_YEAR <= day.year <= LAST_YEAR else refuse("date-out-of-range", given=value)


class Moment(_Spoken, fields.DateTime):
    """An instant with its offset from UTC."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> datetime:
        if not isinstance(value, str) or not _INSTANT.fullmatch(value):
            refuse("not-an-instant")
        try:
            at = datetime.fromisoformat(value.upper())
        except ValueError:
            refuse("not-an-instant")
        return at if FIRST_YEAR <= at.year <= LAST_YEAR else refuse("date-out-of-range", given=value)


class Hour(_Spoken, fields.Time):
    """A time of day, written HH:MM."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("metadata", {"format": "hour", "pattern": "^[0-2][0-9]:[0-5][0-9]$"})
        super().__init__("%H:%M", **kwargs)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> time:
        if not isinstance(value, str) or not _HOUR.fullmatch(value):
            refuse("not-a-time")
        try:
            return time.fromisoformat(value)
        except ValueError:
            refuse("not-a-time")


class Whole(_Spoken, fields.Integer):
    """A whole number within bounds; a text or a fraction is not one (in a query, digits are)."""

    def __init__(self, low: int, high: int, **kwargs: Any) -> None:
        super().__init__(validate=Within(min=low, max=high), strict=True, **kwargs)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int:
        if self._from_text() and isinstance(value, str) and _WHOLE.fullmatch(value):
            return int(value)
        return value if isinstance(value, int) and not isinstance(value, bool) else refuse("not-a-number")


class Flag(_Spoken, fields.Boolean):
    """True or false, and nothing that merely looks like it."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> bool:
        if self._from_text() and value in {"true", "false"}:
            return bool(value == "true")
        return value if isinstance(value, bool) else refuse("not-a-flag")


class Choice(_Spoken, fields.Enum[Any]):
    """One of a fixed set of words."""

    def __init__(self, kind: type[StrEnum], **kwargs: Any) -> None:
        kwargs["metadata"] = {"type": "string", **kwargs.get("metadata", {})}
        super().__init__(kind, by_value=True, **kwargs)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        choices = [member.value for member in self.enum]
        if not isinstance(value, str) or value not in choices:
            refuse("unknown-value", allowed=choices)
        return self.enum(value)


class Several(_Spoken, fields.List[Any]):
    """A list of at most ``most`` things."""

    def __init__(self, item: Any, most: int, *, least: int = 0, **kwargs: Any) -> None:
        super().__init__(item, validate=Long(min=least, max=most), **kwargs)
        self._most = most

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> list[Any]:
        # Before the items are looked at: each could have a fault of its own.
        if isinstance(value, list) and len(value) > self._most:
            refuse("too-many-items", most=self._most)
        return super()._deserialize(value, *args, **kwargs)


class Plain(_Spoken, fields.Raw):
    """An object whose inside is read by the engine that knows it; ``shape`` says in the document what that reads."""

    def __init__(self, shape: type[Schema], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.shape = shape

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> dict[str, Any]:
        return value if isinstance(value, dict) else refuse("not-an-object")


class OneOf(_Spoken, fields.Raw):
    """An object of one of several shapes, told apart by its field ``kind``; read by the engine that knows it."""

    def __init__(self, shapes: Mapping[str, type[Schema]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.shapes = shapes


class Part(_Spoken, fields.Nested):
    """An object inside an object."""


class Told(fields.String):
    """A text that is made of the whole object when it goes out."""

    def __init__(self, by: Callable[[Any], str | None], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._by = by

    def get_value(self, obj: Any, *_: Any, **__: Any) -> Any:
        """Return what is said of the object."""
        return self._by(obj)
