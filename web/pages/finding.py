"""Finding a meeting, a person or an office of the unit by whatever is remembered of it."""

from typing import Any

from api.schemas.base import Query
from api.schemas.fields import Text
from scheduler.core.errors import InvalidInput
from scheduler.db.scope import reads
from scheduler.db.work import UnitOfWork
from scheduler.searching import search as find
from scheduler.wording.refusals import fault_sentence
from web.forms import Problem, Refused
from web.frames import Shown, shown
from web.pages.months import pages

_UNPROCESSABLE = 422


class Wanted(Query):
    """What is looked for; nothing yet when it is left out."""

    q = Text(100, shortest=0, load_default=None)


@pages.shows("/<id:unit_id>/tim", query=Wanted)
def search(uow: UnitOfWork, unit_id: str, query: dict[str, Any]) -> Shown:
    """Show what of the unit the words and dates lead to."""
    unit, text = reads(uow, unit_id), query["q"]
    if text is None:
        return shown("board/search.html", unit=unit, text="", finds=None)
    try:
        finds = find(uow, unit_id, text)
    except InvalidInput as refusal:
        problems = tuple(Problem("q", fault_sentence(fault)) for fault in refusal.faults)
        refused = Refused(refusal.code, problems, {"q": text})
        return shown("board/search.html", _UNPROCESSABLE, unit=unit, text=text, finds=None, refused=refused)
    return shown("board/search.html", unit=unit, text=text, finds=finds)
