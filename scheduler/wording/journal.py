"""The journal in words: what each entry tells, with its values named, and what became other."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from scheduler.wording.dates import moment, short_date
from scheduler.wording.journal_kinds import GROUPS, KINDS
from scheduler.wording.journal_values import ABOUT, LABELS, WORDS
from scheduler.wording.language import said, say, source
from scheduler.wording.meeting_events import SENTENCES as OF_MEETINGS
from scheduler.wording.meeting_events import Change, Telling, telling

Names = Mapping[str, str]

_YES, _NO, _NOTHING = source("có"), source("không"), source("để trống")
_UNTOLD = frozenset({"row", "pattern", "before", "after", "shape"})
"""Values with an inside of their own: told by the lines made of them, and whole in a file that is taken away."""
_COUNTED = frozenset({"meetings", "touched", "ended"})
_LONGEST = 300


def kind_name(kind: str) -> str:
    """Return what happened, in general: "Ghi ngày nghỉ hoặc ngày làm bù"."""
    return said(KINDS.get(kind, kind))


def group_name(group: str) -> str:
    """Return the name of a group of kinds."""
    return said(GROUPS[group][0])


def told(kind: str, body: Mapping[str, Any], names: Names) -> Telling:
    """Return an entry in words; ``names`` gives those of units, offices, people, places and accounts by id."""
    if kind in OF_MEETINGS:
        return telling(kind, body, names)
    return Telling(kind_name(kind), tuple(_lines(body, names)))


def _lines(body: Mapping[str, Any], names: Names) -> Iterable[Change]:
    was, now = body.get("before") or {}, body.get("after") or {}
    for name, value in now.items():
        if was.get(name) != value:
            yield Change(_label(name), _shown(name, was.get(name), names), _shown(name, value, names))
    inside = body.get("row")
    rows = inside if isinstance(inside, Mapping) else {}
    plain = {
        name: rows[name] for name in ("legal_basis", "min_count", "period", "valid_from", "valid_to") if rows.get(name)
    }
    for name, value in {**plain, **body}.items():
        if name not in _UNTOLD and value not in (None, "", [], {}):
            yield Change(_label(name), "", _shown(name, value, names))


def _label(name: str) -> str:
    return said(LABELS.get(name, name))


def _shown(name: str, value: Any, names: Names) -> str:  # noqa: ANN401 - as the journal keeps it
    match value:
        case None | "":
            return said(_NOTHING)
        case bool():
            return said(_YES if value else _NO)
        case str():
            return _short(names.get(value) or _word(name, value))
        case list() | dict():
            return _short(_listed(name, value, names))
        case _:
            return str(value)


def _listed(name: str, value: list[Any] | dict[str, Any], names: Names) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{_label(key)}: {_shown(key, item, names)}" for key, item in value.items())
    return str(len(value)) if name in _COUNTED else ", ".join(_shown(name, item, names) for item in value)


def _word(name: str, text: str) -> str:
    if text in WORDS.get(name, ()):
        return said(WORDS[name][text], ABOUT.get(name, ""))
    try:
        return short_date(date.fromisoformat(text)) if len(text) == len("2026-12-15") else _instant(text)
    except ValueError:
        return text


def _instant(text: str) -> str:
    return moment(datetime.fromisoformat(text)) if "T" in text and text.endswith("+00:00") else text


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else say(source("{head}… (xem đủ trong tệp tải về)"), head=text[:_LONGEST])
