"""The frame around every route: who asks, what may they, one unit of work, committed before the answer leaves.

How to write the routes of a noun (api/routes/places.py; shapes in api/schemas/places.py):

    places = Noun("places", "Địa điểm tiếp công dân")

    @places.reads("/units/<id:unit_id>/places", query=Paged, answers=page_of(PlaceSchema))
    def list_places(uow: UnitOfWork, unit_id: str, query: dict[str, Any]) -> Page:
        \"\"\"List the places of a unit.\"\"\"                       # becomes the summary in the document
        return page(places_uc.list_places(uow, unit_id, query.get("after", ""), query["limit"] + 1), query["limit"])

    @places.writes("POST", "/units/<id:unit_id>/places", Action.KEEP_UNIT, takes=NewPlace, answers=PlaceSchema,
                   status=201, location="/places/{0.id}")
    def add_place(uow, unit_id, body): return places_uc.add_place(uow, unit_id, **body)

    @places.writes("PATCH", "/places/<id:place_id>", Action.KEEP_UNIT, takes=PlaceEdit, answers=PlaceSchema, edits=True)
    def change_place(uow, place_id, version, body): return places_uc.change_place(uow, place_id, version, **body)

Then list the noun in api/routes/__init__.py and every route in tests/api/routes.csv.

- Routes get ``uow`` first, then by name: the path's ids, ``query``, ``body`` (dicts of checked values) and, with
  ``edits=True``, ``version`` (the number of If-Match; pass it on, the use case raises Stale when it is not current).
- Return a row or frozen value (dumped with ``answers``), a Page for lists, or None with ``status=204``. Never commit.
- A row with a ``version`` gets an ETag by itself. ``previews`` is a POST that does everything and takes it back.
- Raise DomainErrors; the frame turns them into problem+json. ``keeps_secret=("secret",)`` for values shown once.
- A shape that comes in extends Input (or Query, Paged, Searched), one that goes out Output; fields of what comes in
  are those of api.schemas.fields.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from flask import Response, current_app, g, request
from flask_smorest import Blueprint
from marshmallow import Schema

from api import bodies, repeats
from api.auth import admit, bearer, who
from api.document import describe
from api.frames import Frame
from api.paging import Page, link_header
from api.repeats import Answer
from api.schemas.base import Query
from scheduler.core.errors import NotAllowed
from scheduler.core.roles import Action, Actor
from scheduler.db.work import UnitOfWork, Works

PREFIX = "/api/v1"
Route = Callable[..., Any]
_NOTHING = Query()


class Noun(Blueprint):
    """The routes of one noun. There is no way to register one without saying who may use it."""

    def __init__(self, name: str, description: str) -> None:
        """Make an empty noun under /api/v1."""
        super().__init__(name, __name__, url_prefix=PREFIX, description=description)
        self.frames: list[Frame] = []

    def reads(
        self, rule: str, action: Action = Action.READ, *, answers: type[Schema], query: type[Schema] | None = None
    ) -> Callable[[Route], Route]:
        """Register a GET that only looks."""
        return self._registered(Frame("GET", rule, action, 200, "reading", answers(), query=query() if query else None))

    def writes(  # noqa: PLR0913 - each is one declared fact about the route
        self,
        method: str,
        rule: str,
        action: Action,
        *,
        answers: type[Schema] | None = None,
        takes: type[Schema] | None = None,
        status: int = 200,
        edits: bool = False,
        location: str = "",
        keeps_secret: tuple[str, ...] = (),
    ) -> Callable[[Route], Route]:
        """Register a route that changes something; ``edits`` asks for If-Match and hands on its ``version``."""
        made, taken = (answers() if answers else None), (takes() if takes else None)
        return self._registered(
            Frame(method, rule, action, status, "writing", made, taken, None, edits, location, keeps_secret)
        )

    def previews(
        self,
        rule: str,
        action: Action,
        *,
        answers: type[Schema],
        takes: type[Schema] | None = None,
        edits: bool = False,
    ) -> Callable[[Route], Route]:
        """Register a POST that does the work for real, answers, and takes everything back."""
        taken = takes() if takes else None
        return self._registered(Frame("POST", rule, action, 200, "rehearsing", answers(), taken, edits=edits))

    def route(self, rule: str, **_: object) -> Any:  # noqa: ANN401 - never returns
        """Refuse a route without a guard. Raises: TypeError."""
        msg = f"{rule}: use reads, writes or previews, which ask who may"
        raise TypeError(msg)

    def _registered(self, frame: Frame) -> Callable[[Route], Route]:
        def register(function: Route) -> Route:
            self.frames.append(frame)
            view = describe(self, frame, partial(_run, frame, function), function)
            self.add_url_rule(frame.rule, f"{function.__name__}", view, methods=[frame.method])
            return function

        return register


def _run(frame: Frame, function: Route, **path: str) -> Response:
    works = cast("Works", current_app.extensions["works"])
    secret = bearer()
    actor = who(works, secret)
    g.key_id = actor.id
    _require(actor, frame.action)
    given: dict[str, Any] = dict(path)
    if frame.edits:
        given["version"] = bodies.version()
    if frame.query:
        given["query"] = bodies.query(frame.query)
    elif request.args:
        bodies.query(_NOTHING)
    if frame.takes:
        given["body"] = bodies.body(frame.takes)
    repeat = repeats.wanted() if frame.kind == "writing" and frame.method == "POST" else None
    # The body has been read and checked: a slow sender holds no lock.
    with getattr(works, frame.kind)(actor) as uow:
        _require(admit(uow, secret), frame.action)
        answer = _answered(frame, partial(function, **given), uow, repeat)
    return _sent(answer)


def _answered(frame: Frame, work: Callable[[UnitOfWork], Any], uow: UnitOfWork, repeat: str | None) -> Answer:
    if repeat:
        before = repeats.earlier(uow, repeat)
        if before is not None:
            return before
    answer = _dumped(frame, work(uow), uow)
    if repeat:
        repeats.remember(uow, repeat, answer, frame.keeps_secret)
    return answer


def _dumped(frame: Frame, result: Any, uow: UnitOfWork) -> Answer:  # noqa: ANN401 - whatever the use case returns
    uow.session.flush()  # versions are counted when rows are written
    if frame.answers is None:
        return Answer(frame.status, {}, None)
    headers = link_header(result) if isinstance(result, Page) else {}
    version = result.get("version") if isinstance(result, dict) else getattr(result, "version", None)
    if isinstance(version, int) and frame.kind != "rehearsing":
        headers["ETag"] = f'"{version}"'
    if frame.location:
        headers["Location"] = PREFIX + frame.location.format(result)
    return Answer(frame.status, headers, frame.answers.dump(result))


def _sent(answer: Answer) -> Response:
    response = Response(answer.bytes(), answer.status, answer.headers)
    response.mimetype = "application/json"
    response.headers["Cache-Control"] = "no-store"
    if answer.value is None:
        del response.headers["Content-Type"]
    return response


def _require(actor: Actor, action: Action) -> None:
    if not actor.may(action):
        raise NotAllowed(action=action.value, role=actor.role.value)
