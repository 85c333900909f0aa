"""What the pages about offices and people take, and how a change of them is tried before it is saved."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from api.schemas.fields import Choice, Ground, Id, Text, Whole
from scheduler import office_board, people
from scheduler.core.errors import Fault, InvalidInput
from scheduler.core.facts import OfficeKind
from scheduler.db.work import UnitOfWork
from scheduler.enforcement import LONGEST_GROUND, SHORTEST_GROUND
from scheduler.offices import LONGEST_TITLE
from scheduler.people import LONGEST_NAME, Capacity
from web.forms import Form, Refused
from web.pages.months import AnyDay
from web.trying import Trial, asking, read, tried

_MOST_VERSIONS = 999_999_999


class OfficeForm(Form):
    """An office to be set up."""

    kind = Choice(OfficeKind, required=True)
    title = Text(LONGEST_TITLE, required=True)
    valid_from = AnyDay(required=True)
    valid_to = AnyDay(load_default=None)
    ground = Ground(SHORTEST_GROUND, LONGEST_GROUND, load_default=None)


class TitleForm(Form):
    """An office's title, from the version that was seen."""

    version = Whole(1, _MOST_VERSIONS, required=True)
    title = Text(LONGEST_TITLE, required=True)


class ClosingForm(Form):
    """The last day of an office, from the version that was seen."""

    version = Whole(1, _MOST_VERSIONS, required=True)
    on = AnyDay(required=True)
    ground = Ground(SHORTEST_GROUND, LONGEST_GROUND, load_default=None)


class TakingForm(Form):
    """Who takes an office: somebody entered at the unit, or a new name."""

    person_id = Id(load_default=None)
    name = Text(LONGEST_NAME, load_default="")
    capacity = Choice(Capacity, required=True)
    first_on = AnyDay(required=True)
    last_on = AnyDay(load_default=None)
    ground = Ground(SHORTEST_GROUND, LONGEST_GROUND, load_default=None)


class LastDayForm(Form):
    """The last day of somebody in an office."""

    last_on = AnyDay(required=True)
    ground = Ground(SHORTEST_GROUND, LONGEST_GROUND, load_default=None)


class NameForm(Form):
    """The name of somebody to be entered."""

    name = Text(LONGEST_NAME, required=True)


class RenamingForm(NameForm):
    """A person's name, from the version that was seen."""

    version = Whole(1, _MOST_VERSIONS, required=True)


OfficeAsked = asking("kind", "title", "valid_from", "valid_to", "ground")
TakingAsked = asking("person_id", "name", "capacity", "first_on", "last_on", "ground")
LastDayAsked = asking("last_on", "ground")
ClosingAsked = asking("on", "ground")


def take(uow: UnitOfWork, unit_id: str, office_id: str, form: Mapping[str, Any]) -> None:
    """Let somebody take an office: who heads it on the first day gives way; a caretaker stands beside.

    Raises: NotFound, NotAllowed, InvalidInput, Objection.
    """
    if bool(form["person_id"]) == bool(form["name"]):
        code = "person-twice" if form["name"] else "person-needed"
        raise InvalidInput([Fault("name" if form["name"] else "person_id", code)])
    person_id = form["person_id"] or people.add_person(uow, unit_id, form["name"]).id
    capacity, first_on, last_on = form["capacity"], form["first_on"], form["last_on"]
    if capacity is Capacity.CARETAKER:
        people.begin_holding(uow, office_id, person_id, capacity, first_on, last_on=last_on, ground=form["ground"])
    else:
        people.hand_over(uow, office_id, people.Taking(person_id, capacity, first_on, last_on), form["ground"])


def trial(
    uow: UnitOfWork,
    form: type[Form],
    given: Mapping[str, str],
    change: Callable[[Mapping[str, Any]], str | None],
    *,
    since: str,
    refused: Refused | None,
    offices: Sequence[str] = (),
) -> Trial[Any]:
    """Try what stands in an address; nothing yet when its first day, the field ``since``, is not given.

    What is wrong with it, or what the law has against it, is shown and not raised; what was ``refused`` before goes
    first. Raises: NotFound, NotAllowed.
    """

    def rehearse() -> Any:  # noqa: ANN401 - the consequences
        checked = read(form, given)
        first: date = checked[since]
        return office_board.rehearsed(uow, offices, first, lambda: change(checked))

    return tried(rehearse if given.get(since) else None, given, refused)
