"""The head of a printed notice: which body it speaks for, and whether under the state's or the Party's heading.

Papers of the Party bear no Quốc hiệu; a sheet that shows receptions of Party and state together bears neither.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from scheduler.core.facts import OfficeKind
from scheduler.public.views import Card, UnitAbout
from scheduler.wording.language import said, say, source
from scheduler.wording.meetings import committee_name, party_name

_COUNCIL = frozenset({OfficeKind.CHU_TICH_HDND, OfficeKind.THUONG_TRUC_HDND})
_COMMITTEE = frozenset({OfficeKind.CHU_TICH_UBND, OfficeKind.CHINH_QUYEN_XA})


class Side(StrEnum):
    """Whose heading stands on the right of the sheet."""

    STATE = "state"
    PARTY = "party"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Head:
    """The issuing body in one line, in the lines of a formal heading, and the heading beside it."""

    body: str
    lines: tuple[str, ...]
    side: Side


def head_of(about: UnitAbout, cards: Iterable[Card]) -> Head:
    """Return the head of a sheet with these meetings; without any, that of the People's Committee."""
    name, kinds = about.link.full_name, {view.kind for card in cards for view in card.chairs}
    inside = f"{name[:1].lower()}{name[1:]}"
    if kinds == {OfficeKind.BI_THU}:
        party = party_name(name, about.level)
        return Head(party, (party,), Side.PARTY)
    if OfficeKind.BI_THU in kinds:
        return Head(name, (name,), Side.NEITHER)
    if about.level not in {"tinh", "xa", "huyen"} or not kinds <= (_COUNCIL | _COMMITTEE):
        return Head(name, (name,), Side.STATE)
    if kinds and kinds <= _COUNCIL:
        body = say(source("HĐND {unit}"), unit=inside)
        return Head(body, (said(source("Hội đồng nhân dân")), name), Side.STATE)
    if kinds <= _COMMITTEE:
        return Head(committee_name(name), (said(source("Ủy ban nhân dân")), name), Side.STATE)
    return Head(name, (name,), Side.STATE)
