"""What the pages of leaders take, and how a wish is looked at before it is sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlsplit

from werkzeug.datastructures import MultiDict

from api.bodies import checked as checked_by
from api.schemas.base import Query
from api.schemas.fields import Choice, Day, Ground, Id, Text
from scheduler import asking
from scheduler.core.errors import InvalidInput
from scheduler.core.facts import DayPart
from scheduler.core.wishes import Cause
from scheduler.db.requests import Request
from scheduler.db.work import UnitOfWork
from scheduler.enforcement import LONGEST_GROUND, SHORTEST_GROUND
from scheduler.weighing import Consequences
from web.forms import Form, Refused

_FINE, _UNPROCESSABLE = 200, 422


class SpanAsked(Query):
    """Which days are looked at; texts, so that a wrong one is shown beside its field."""

    first_on = Text(20, shortest=0, load_default="")
    last_on = Text(20, shortest=0, load_default="")
    part = Text(20, shortest=0, load_default=DayPart.ALL.value)


class SpanForm(Form):
    """Some days, or halves of days; one day when the last is not given."""

    first_on = Day(required=True)
    last_on = Day(load_default=None)
    part = Choice(DayPart, load_default=DayPart.ALL)


class AbsenceForm(SpanForm):
    """An absence to ask for."""

    cause = Choice(Cause, required=True)
    words = Text(asking.LONGEST_WORDS, load_default="")


class MeetingAsked(Query):
    """Which meeting is looked at."""

    meeting_id = Text(64, shortest=0, load_default="")


class StandInForm(Form):
    """A stand-in to ask for."""

    meeting_id = Id(required=True)
    deputy = Text(asking.LONGEST_DEPUTY, required=True)
    words = Ground(SHORTEST_GROUND, LONGEST_GROUND, required=True)


class LinkForm(Form):
    """A calendar link to make: for which device, of which calendar ("office:<id>"), under which id."""

    name = Text(100, required=True)
    target = Text(100, required=True)
    link_id = Id(required=True)


class ChairForm(Form):
    """The office whose chair is meant."""

    office_id = Id(required=True)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a reader chose, with what would come of it; nothing yet, or a refusal of what was chosen."""

    asked: Request | None
    found: Consequences | None
    refused: Refused | None
    status: int = _FINE


def foreseen(
    uow: UnitOfWork, drafted: Callable[[], Request] | None, given: Mapping[str, str], refused: Refused | None
) -> Foreseen:
    """Return what ``drafted`` would bring about; None: nothing was chosen. What is wrong is shown, not raised."""
    if drafted is None:
        return Foreseen(None, None, refused)
    try:
        asked = drafted()
    except InvalidInput as error:
        seen = refused or Refused.of(error, MultiDict(given), may_insist=False)
        return Foreseen(None, None, seen, _UNPROCESSABLE)
    return Foreseen(asked, asking.foresee(uow, asked), refused)


def span_of(given: Mapping[str, str]) -> tuple[date, date, DayPart]:
    """Return the days and the part of them that were chosen. Raises: InvalidInput with every fault at once."""
    names = ("first_on", "last_on", "part")
    span = checked_by(SpanForm(), {name: given[name] for name in names if given.get(name)})
    return span["first_on"], span["last_on"] or span["first_on"], span["part"]


def doors_of(address: str) -> dict[str, str]:
    """Return the ways into a calendar by its https address: webcal (the same but its scheme), Google, Outlook."""
    told = urlsplit(address)
    webcal = f"webcal://{told.netloc}{told.path}"
    return {
        "https": address,
        "webcal": webcal,
        "google": f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}",
        "outlook": f"https://outlook.office.com/calendar/0/addfromweb?url={quote(address, safe='')}",
    }
