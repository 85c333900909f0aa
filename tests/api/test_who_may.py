"""Who may do what to whose: every route, every role, at every distance, against a list that people review."""

import csv
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from api.frames import Frame
from api.routes import NOUNS
from scheduler.core.roles import MAY, UNIT_ROLES, Actor, Role
from scheduler.db.work import UnitOfWork, Works
from tests.api.conftest import Caller
from tests.api.examples import EXAMPLES, Example, country

LIST = Path(__file__).with_name("routes.csv")
DISTANCES = {
    "own": ("commune", "commune"),
    "other": ("commune", "neighbour"),
    "parent": ("commune", "province"),
    "child": ("province", "commune"),
}
"""Where the key is, and where the thing is: of the own unit, of another, of the one above, of one below."""
OF_THE_COUNTRY = DISTANCES | {"own": ("country", "commune")}
"""The same for what is done for the country only, which whoever acts at a unit may not."""


def listed() -> dict[tuple[str, str], dict[str, str]]:
    with LIST.open(newline="") as rows:
        return {(row["method"], row["rule"]): row for row in csv.DictReader(rows)}


def frames() -> list[Frame]:
    return [frame for noun in NOUNS for frame in noun.frames]


class Rehearsal(Works):
    """Takes back whatever is written, so that no request of the matrix changes what the next one meets."""

    def writing(self, actor: Actor) -> AbstractContextManager[UnitOfWork]:
        return self.rehearsing(actor)


@pytest.fixture
def places(works: Works) -> dict[str, dict[str, str]]:
    return country(works)


@pytest.fixture
def callers(caller: Callable[..., Caller], places: dict[str, Any], app: Flask) -> dict[tuple[Role, str], Caller]:
    at = {unit: places[unit]["unit_id"] for unit in ("commune", "province")} | {"country": None}
    made = {
        (role, where): caller(role, unit_id)
        for role in Role
        for where, unit_id in at.items()
        if unit_id or role not in UNIT_ROLES
    }
    app.extensions["works"] = Rehearsal(
        **{n: getattr(app.extensions["works"], n) for n in ("engine", "clock", "audit_key")}
    )
    return made


def test_the_list_names_every_route_and_no_other() -> None:
    assert {(frame.method, frame.rule) for frame in frames()} == set(listed())


def test_the_list_names_the_roles_that_have_the_action() -> None:
    for frame in frames():
        roles = {role.value for role, may in MAY.items() if frame.action in may}
        assert set(listed()[frame.method, frame.rule]["roles"].split()) == roles, frame.rule


def test_every_route_answers_every_role_at_every_distance_as_listed(
    callers: dict[tuple[Role, str], Caller], places: dict[str, dict[str, str]]
) -> None:
    wrong = []
    for frame in frames():
        row = listed()[frame.method, frame.rule]
        for role in Role:
            for distance, (at, of) in (OF_THE_COUNTRY if row["other"] == "403" else DISTANCES).items():
                allowed = role.value in row["roles"].split()
                # A role without the action is refused before anybody looks whose the thing is.
                if (role, at) not in callers:
                    continue  # there is no such key
                wanted = row[distance] if allowed else {"own": "403"}.get(distance, "403|404")
                if not wanted:
                    continue
                answer = ask(callers[role, at], frame, places[of])
                found = "2xx" if answer.status_code < 300 else str(answer.status_code)
                if found not in wanted.split("|"):
                    wrong.append((frame.method, frame.rule, role.value, distance, wanted, found, answer.text[:300]))
    assert wrong == []


def test_nobody_passes_without_a_key(app: Flask, places: dict[str, dict[str, str]]) -> None:
    for frame in frames():
        assert ask(Caller(app.test_client()), frame, places["commune"]).status_code == 401, frame.rule


def test_an_unsafe_route_is_not_reached_by_get(operator: Caller, places: dict[str, dict[str, str]]) -> None:
    readable = {frame.rule for frame in frames() if frame.method == "GET"}
    for frame in frames():
        if frame.rule not in readable:
            path, _ = address(frame, places["commune"])
            assert operator.get(path).status_code in {404, 405}, frame.rule


def test_every_edit_asks_for_the_version(operator: Caller, places: dict[str, dict[str, str]]) -> None:
    free = {"/keys/<id:key_id>", "/feed-links/<id:link_id>"}
    for frame in frames():
        if frame.method in {"PATCH", "PUT", "DELETE"} and frame.rule not in free:
            assert frame.edits, frame.rule
        if frame.edits:
            path, example = address(frame, places["commune"])
            answer = operator.ask(frame.method, path, filled(example.body, places["commune"]))
            assert answer.status_code == 428, frame.rule


def test_no_input_takes_a_column_that_is_not_its_own(
    operator: Caller, callers: dict[tuple[Role, str], Caller], places: dict[str, dict[str, str]]
) -> None:
    columns = (
        "id",
        "version",
        "state",
        "unit_id",
        "role",
        "created_at",
        "insisted_ground",
        "secret_digest",
        "entered_late",
    )
    for frame in frames():
        if frame.takes:
            path, example = address(frame, places["commune"])
            body = filled(example.body, places["commune"])
            extra = [name for name in columns if name not in frame.takes.fields]
            may = [callers[role, "commune"] for role in Role if frame.action in MAY[role]]
            asks = operator if frame.action in MAY[Role.OPERATOR] else may[0]
            answer = asks.ask(frame.method, path, body | dict.fromkeys(extra, "x"), If_Match='"1"')
            assert answer.status_code == 422, frame.rule
            assert {e["pointer"] for e in answer.json["errors"]} >= {f"/{name}" for name in extra}, frame.rule


def ask(caller: Caller, frame: Frame, things: dict[str, str]) -> Any:
    path, example = address(frame, things)
    headers = {"If_Match": f'"{things["version of " + _thing(frame, example)]}"'} if frame.edits else {}
    return caller.ask(frame.method, path, filled(example.body, things), **headers)


def address(frame: Frame, things: dict[str, str]) -> tuple[str, Example]:
    example = EXAMPLES.get((frame.method, frame.rule), Example())
    path = re.sub(r"<id:(\w+)>", lambda hit: things[example.uses.get(hit[1], hit[1])], frame.rule)
    return path + example.query.format(**things), example


def _thing(frame: Frame, example: Example) -> str:
    """Return the name of what an edit is about: the first id of its address."""
    name = re.findall(r"<id:(\w+)>", frame.rule)[0]
    return example.uses.get(name, name)


def filled(body: Any, things: dict[str, str]) -> Any:
    if isinstance(body, dict):
        return {name: filled(inner, things) for name, inner in body.items()}
    if isinstance(body, list):
        return [filled(inner, things) for inner in body]
    hit = re.fullmatch(r"\{(\w+)\}", body) if isinstance(body, str) else None
    return things[hit[1]] if hit else body
