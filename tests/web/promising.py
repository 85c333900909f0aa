"""Patterns of a kept commune, and the form of a pattern as a browser sends it."""

from types import SimpleNamespace

from scheduler import standing_patterns
from scheduler.core.facts import Activity
from scheduler.core.roles import OPERATOR
from scheduler.db.law import PatternRow
from tests.web.html import Element, read
from tests.web.keeping import keeper

BASE = {
    "sub_type": "reception/periodic", "turns": "together", "first": "2026-12-01", "on_day_off": "next",
    "start1": "08:00", "end1": "11:30",
}  # fmt: skip


def a_pattern(kept: SimpleNamespace, **over: object) -> PatternRow:
    shape = {"kind": "days_of_month", "days": [15]}
    pattern = {
        "shape": shape, "offices": [kept.chair.id], "validity": {"first": "2026-11-01", "last": None},
        "on_day_off": "next", "sittings": [{"start": "08:00", "end": "11:30"}], **over,
    }  # fmt: skip
    with kept.works.writing(OPERATOR) as uow:
        return standing_patterns.add_pattern(
            uow, kept.unit.id, Activity.RECEPTION, "periodic", pattern, place_id=kept.room.id
        )


def stored(kept: SimpleNamespace) -> list[PatternRow]:
    with kept.works.reading(OPERATOR) as uow:
        return list(uow.session.query(PatternRow).order_by(PatternRow.valid_from, PatternRow.id))


def asked(kept: SimpleNamespace, **over: object) -> dict[str, object]:
    return {**BASE, "offices": kept.party.id, "place_id": kept.hall.id, **over}


def tried(kept: SimpleNamespace, status: int = 200, **over: object) -> Element:
    answer = keeper(kept).get(f"{kept.at}/mau-lap/them", query_string=asked(kept, **over))
    assert answer.status_code == status, answer.text[-3000:]
    return read(answer.text)


def as_sent(choosing: Element) -> dict[str, list[str]]:
    """What a browser would send of the form as it stands."""
    given: dict[str, list[str]] = {}
    for one in choosing.all("input"):
        of = one.attributes
        if of.get("type") not in {"checkbox", "radio"} or "checked" in of:
            given.setdefault(of["name"], []).append(of.get("value", ""))
    for one in choosing.all("select"):
        picked = [o.attributes["value"] for o in one.all("option") if "selected" in o.attributes]
        given.setdefault(one.attributes["name"], []).append(picked[0] if picked else "")
    for one in choosing.all("textarea"):
        given[one.attributes["name"]] = [one.text]
    return given
