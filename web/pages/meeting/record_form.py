"""The form of a record: what it asks, what it shows at first, and the record made of it."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from api.schemas.fields import Choice, Day, Ground, Hour, Text, Whole
from scheduler.core.clock import VIETNAM
from scheduler.core.errors import Fault, InvalidInput
from scheduler.meeting_facts import MeetingFacts
from scheduler.records import Presence, Record
from scheduler.wording.dates import moment
from scheduler.wording.language import said, say, source
from web.forms import Form
from web.pages.meeting.shared import Saving, form_of
from web.trying import Both, asking


class Sat(StrEnum):
    """Who was in an office's chair."""

    HEAD = "dung-dau"
    DEPUTY = "tiep-thay"
    NOBODY = "vang"


SAT: dict[str, str] = {
    "": source("Chọn"),
    Sat.HEAD.value: source("Người đứng đầu trực tiếp chủ trì"),
    Sat.DEPUTY.value: source("Người khác tiếp thay (không tính vào định mức)"),
    Sat.NOBODY.value: source("Không ai ngồi ghế này"),
}
CHAIRS = range(1, 21)
CHOSEN = ("ngay", "tu", "den_ngay", "het", "cong_dan", "khong_ai", *(f"ghe{n}" for n in CHAIRS))
RecordAsked = asking(*CHOSEN)
_CHOSEN = {
    "ngay": Day(required=True),
    "tu": Hour(required=True),
    "den_ngay": Day(load_default=None),
    "het": Hour(required=True),
    "cong_dan": Whole(0, 100_000, load_default=None),
    "khong_ai": Text(10, load_default=""),
    **{f"ghe{n}": Choice(Sat, load_default=None) for n in CHAIRS},
}
_NAMES = {f"thay{n}": Text(200, shortest=0, load_default="") for n in CHAIRS}
RecordTried = form_of(Form, _CHOSEN)
Recording = form_of(Saving, {**_CHOSEN, **_NAMES, "ly_do": Ground(20, 500, load_default=None)})
Correcting = form_of(Saving, {**_CHOSEN, **_NAMES, "ly_do": Ground(20, 500, required=True)})
_FIELDS = {"started_at": "tu", "ended_at": "het", "citizens_received": "cong_dan", "ground": "ly_do", "chairs": "ghe1"}


def standing_of(meeting: MeetingFacts) -> dict[str, str]:
    """Return what the form shows at first: the record as it stands, else the announced hours."""
    first, last = (meeting.sittings[0], meeting.sittings[-1]) if meeting.sittings else (None, None)
    begun, ended = meeting.actual_start, meeting.actual_end
    shown = {
        "ngay": _day(begun) or (first.day.isoformat() if first else ""),
        "tu": _hour(begun) or (f"{first.starts:%H:%M}" if first else ""),
        "den_ngay": _day(ended) or (last.day.isoformat() if last else ""),
        "het": _hour(ended) or (f"{last.ends:%H:%M}" if last else ""),
        "cong_dan": str(meeting.citizens_received or "") if begun else "",
        "khong_ai": "co" if begun and meeting.citizens_received == 0 else "",
    }
    for n, chair in enumerate(meeting.chairs, 1):
        deputy = Sat.DEPUTY if chair.delegate else Sat.NOBODY
        was = Sat.HEAD if chair.present else deputy
        planned = "" if chair.in_person else Sat.DEPUTY.value
        shown |= {f"ghe{n}": planned if chair.present is None else was.value, f"thay{n}": chair.delegate}
    return shown


def record_in_both(meeting: MeetingFacts, given: Mapping[str, str]) -> list[Both]:
    """Return the record as it stands and as it was typed, thing by thing."""
    hours = said(source("Giờ thực tế"))
    stands = (
        say(source("{start} đến {end}"), start=moment(meeting.actual_start), end=moment(meeting.actual_end))
        if meeting.actual_start and meeting.actual_end
        else said(source("chưa ghi nhận"))
    )
    came = "0" if given.get("khong_ai") else given.get("cong_dan", "")
    times = " ".join(filter(None, (given.get("ngay"), given.get("tu"), "–", given.get("den_ngay"), given.get("het"))))
    counted = "" if meeting.citizens_received is None else str(meeting.citizens_received)
    return [
        Both(hours, stands, times),
        *(
            Both(chair.title, _who_sat(chair.present, chair.sat), _who_typed(given, n))
            for n, chair in enumerate(meeting.chairs, 1)
        ),
        Both(said(source("Số công dân được tiếp")), counted, came),
    ]


def _who_sat(present: bool | None, sat: str) -> str:  # noqa: FBT001 - as recorded
    if present is None:
        return ""
    return sat or said(SAT[Sat.HEAD.value] if present else SAT[Sat.NOBODY.value])


def _who_typed(given: Mapping[str, str], n: int) -> str:
    word = said(SAT.get(given.get(f"ghe{n}", ""), given.get(f"ghe{n}", "")))
    return ", ".join(filter(None, (word, given.get(f"thay{n}", ""))))


def record_of(values: Mapping[str, Any], meeting: MeetingFacts, untold: str = "") -> Record:
    """Return what happened. ``untold`` stands for names that are typed only with the saving. Raises: InvalidInput."""
    faults, presences = [], []
    for n, chair in enumerate(meeting.chairs, 1):
        sat, name = values.get(f"ghe{n}"), values.get(f"thay{n}") or untold
        if sat is None:
            faults.append(Fault(f"ghe{n}", "who-sat"))
        if sat is Sat.DEPUTY and not name:
            faults.append(Fault(f"thay{n}", "stand-in-name"))
        presences.append(Presence(chair.office_id, sat is Sat.HEAD, name if sat is Sat.DEPUTY else ""))
    count, nobody = values["cong_dan"], bool(values["khong_ai"])
    if nobody and count:
        faults.append(Fault("cong_dan", "count-and-none"))
    if not nobody and not count:
        faults.append(Fault("cong_dan", "count-or-none"))
    if faults:
        raise InvalidInput(faults)
    last: date = values["den_ngay"] or values["ngay"]
    return Record(
        datetime.combine(values["ngay"], values["tu"], VIETNAM),
        datetime.combine(last, values["het"], VIETNAM),
        tuple(presences),
        count or 0,
    )


def record_field(fault: Fault) -> str:
    """Return the field of the form that a fault of a record is about."""
    parts = fault.where.split("/")
    if parts[0] == "chairs" and len(parts) > 1:
        return f"ghe{int(parts[1]) + 1}"
    return _FIELDS.get(fault.where, fault.where)


def _day(at: datetime | None) -> str:
    return at.astimezone(VIETNAM).date().isoformat() if at else ""


def _hour(at: datetime | None) -> str:
    return f"{at.astimezone(VIETNAM):%H:%M}" if at else ""
