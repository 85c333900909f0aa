"""The frame around every page that asks who you are: one guard, one unit of work, a refusal shown where it was made.

How to write the pages of a person (web/pages/secretary.py):

    pages = Pages("secretary", "/lam-viec")

    @pages.shows("/<id:unit_id>/lich", query=MonthAsked)
    def board(uow: UnitOfWork, unit_id: str, query: dict[str, Any], refused: Refused | None = None) -> Shown:
        return shown("secretary/board.html", view=boards.month_board(uow, unit_id, query["thang"]))

    @pages.does("/<id:unit_id>/lich/niem-yet", Action.PUBLISH, takes=Publishing, else_shows=board)
    def publish(uow: UnitOfWork, form: dict[str, Any], unit_id: str) -> Went:
        publication.publish(uow, form["buoi"], form["ly_do"])
        return went("secretary.board", unit_id=unit_id, xong="da-niem-yet")

- ``shows`` is a GET: it reads, or with ``rehearses`` it makes a change for real and takes it back. It never saves.
- ``does`` is a POST: the form is checked, saved in one unit of work, and answered with a redirect, so that neither
  Reload nor Back does it again. What is refused is shown by ``else_shows`` with everything that was typed.
- ``tries`` is a POST that is taken back: a preview of what an address cannot carry.
- ``xong`` names a sentence of web/notices.py; nothing a person typed ever stands in an address.
- Every page is listed in tests/web/pages.csv with who may see it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast

from flask import Blueprint, Response, current_app, g, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from api import bodies
from api.problem_types import problem_of
from api.schemas.base import Query
from scheduler.core.errors import DomainError, InvalidInput, NotAllowed, NotFound
from scheduler.core.roles import Action
from scheduler.db.work import Works
from scheduler.wording.language import Language, speaking, spoken
from web import guard
from web.door import SEE_OTHER
from web.forms import Form, Refused, checked, takes_several
from web.labels import labels_of
from web.languages import VARIES

NOTICE = "xong"
"""The parameter that names what was just done; every page may carry it."""
Page = Callable[..., "Result"]
_NOTHING = Query()


@dataclass(frozen=True, slots=True)
class Shown:
    """A page: its template, what it shows, and its status."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True)
class Went:
    """Where to go on after something was done."""

    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sent:
    """A file to take away: its bytes, what they are, and its name (of letters, digits, dots and hyphens)."""

    content: bytes
    kind: str
    name: str


Result = Shown | Went | Sent
"""What a page function answers with."""


def shown(template: str, status: int = 200, **values: object) -> Shown:
    """Return a page to show."""
    return Shown(template, values, status)


def went(endpoint: str, **values: object) -> Went:
    """Return the page to go on to."""
    return Went(endpoint, values)


@dataclass(frozen=True, slots=True)
class Frame:
    """One page and who may open it."""

    method: str
    rule: str
    action: Action
    kind: str
    endpoint: str
    takes: Form | None = None
    query: Query | None = None
    else_shows: Page | None = None


class Pages(Blueprint):
    """The pages of one kind of person. There is no way to register one without saying who may open it."""

    def __init__(self, name: str, prefix: str) -> None:
        """Make an empty set of pages under a prefix."""
        super().__init__(name, __name__, url_prefix=prefix, template_folder="templates")
        self.frames: list[Frame] = []

    def shows(
        self, rule: str, action: Action = Action.READ, *, query: type[Query] | None = None, rehearses: bool = False
    ) -> Callable[[Page], Page]:
        """Register a page that only looks; ``rehearses`` lets it make a change and take it back."""

        def register(function: Page) -> Page:
            kind = "rehearsing" if rehearses else "reading"
            return self._registered("GET", rule, action, kind, function, query=query() if query else None)

        return register

    def does(
        self, rule: str, action: Action, *, takes: type[Form] | None = None, else_shows: Page
    ) -> Callable[[Page], Page]:
        """Register what a form does; a refusal is shown by ``else_shows``."""

        def register(function: Page) -> Page:
            form = (takes or Form)()
            return self._registered("POST", rule, action, "writing", function, takes=form, else_shows=else_shows)

        return register

    def tries(
        self, rule: str, action: Action, *, takes: type[Form] | None = None, else_shows: Page
    ) -> Callable[[Page], Page]:
        """Register what a form would do: it is done, shown, and taken back; for what no address can carry (a file)."""

        def register(function: Page) -> Page:
            form = (takes or Form)()
            return self._registered("POST", rule, action, "rehearsing", function, takes=form, else_shows=else_shows)

        return register

    def route(self, rule: str, **_: object) -> Any:  # noqa: ANN401 - never returns
        """Refuse a page without a guard. Raises: TypeError."""
        msg = f"{rule}: use shows or does, which ask who may"
        raise TypeError(msg)

    def _registered(self, method: str, rule: str, action: Action, kind: str, function: Page, **more: Any) -> Page:  # noqa: ANN401 - what a Frame takes
        frame = Frame(method, f"{self.url_prefix}{rule}", action, kind, f"{self.name}.{function.__name__}", **more)
        self.frames.append(frame)
        view = partial(_run, frame, function)
        self.add_url_rule(rule, function.__name__, view, methods=[method])
        return function


def _run(frame: Frame, function: Page, **path: str) -> Response:
    works = cast("Works", current_app.extensions["works"])
    seen = guard.signed_in(works)
    if seen is None:
        return guard.to_the_door()
    with speaking(seen.language):
        g.seen = seen
        if seen.detour:
            return cast("Response", redirect(url_for(seen.detour), SEE_OTHER))
        if not seen.actor.may(frame.action):
            raise NotAllowed(action=frame.action.value, role=seen.actor.role.value)
        if frame.method == "GET":
            return _looked(works, frame, function, path)
        try:
            guard.require_token(seen.secret)
        except RequestEntityTooLarge:
            return _too_large(works, frame, path)
        return _done(works, frame, function, path)


def _looked(works: Works, frame: Frame, function: Page, path: Mapping[str, str]) -> Response:
    asked: dict[str, Any] = {}
    given = {
        name: values if frame.query is not None and takes_several(frame.query, name) else values[0]
        for name, values in request.args.lists()
        if name != NOTICE
    }
    if frame.query is not None:
        asked["query"] = bodies.checked(frame.query, given)
    elif given:
        bodies.checked(_NOTHING, given)
    with getattr(works, frame.kind)(guard.actor()) as uow:
        guard.admit_again(uow)
        result = function(uow, **path, **asked)
    return answered(result)


def _done(works: Works, frame: Frame, function: Page, path: Mapping[str, str]) -> Response:
    try:
        form = checked(frame.takes) if frame.takes else {}
        # What is kept, and what calendars tell, is in the language of the service, whoever's pen it came from.
        with speaking(Language.VIETNAMESE), getattr(works, frame.kind)(guard.actor()) as uow:
            guard.admit_again(uow)
            result = function(uow, form=form, **path)
        return answered(result)
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        return _refused(works, frame, path, error)


def _too_large(works: Works, frame: Frame, path: Mapping[str, str]) -> Response:
    """Show the page of a form once more that brought too large a file; of what it sent nothing was read."""
    error = InvalidInput.at("tep", "file-too-large", most=current_app.config["MAX_CONTENT_LENGTH"])
    return _shown_again(works, frame, path, Refused.of(error, MultiDict(), may_insist=False), 413)


def _refused(works: Works, frame: Frame, path: Mapping[str, str], error: DomainError) -> Response:
    """Show the page of the form once more, with what was typed and what is wrong with it."""
    refused = Refused.of(error, request.form, may_insist=guard.actor().may(Action.INSIST))
    return _shown_again(works, frame, path, refused, problem_of(error).status)


def _shown_again(works: Works, frame: Frame, path: Mapping[str, str], refused: Refused, status: int) -> Response:
    if frame.else_shows is None:
        raise TypeError(frame.endpoint)  # a form is registered with the page that shows what was refused
    with works.rehearsing(guard.actor()) as uow:
        guard.admit_again(uow)
        result = frame.else_shows(uow, **path, refused=refused)
    if isinstance(result, Shown):
        result = Shown(result.template, {**result.values, "refused": refused}, status)
    return answered(result)


def answered(result: Result) -> Response:
    """Return the answer to a page function's result; pages of people are kept nowhere."""
    if isinstance(result, Sent):
        sent = Response(result.content, mimetype=result.kind)
        sent.headers["Content-Disposition"] = f'attachment; filename="{result.name}"'
        sent.headers["Vary"] = "Cookie"
        return sent
    if isinstance(result, Went):
        return cast("Response", redirect(url_for(result.endpoint, **result.values), SEE_OTHER))
    values = {"refused": None, "labels": labels_of(result.template), **result.values}
    answer = make_response(render_template(result.template, **values), result.status)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Vary"] = VARIES
    answer.headers["Content-Language"] = spoken().value
    return answer
