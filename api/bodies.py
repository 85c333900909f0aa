"""From bytes and query text to checked values; every fault with its place and the code of its sentence."""

import json
import re
from collections.abc import Iterator
from typing import Any, Never

from flask import request
from marshmallow import Schema, ValidationError
from werkzeug.exceptions import PreconditionRequired, UnsupportedMediaType

from api.schemas.fields import Said
from scheduler.core.errors import Fault, InvalidInput

DEEPEST = 10
"""More nesting than any request of ours has."""
TAG = re.compile(r'"(0|[1-9]\d{0,8})"', re.ASCII)
"""An ETag as we give it out."""
_TAG_LIKE = re.compile(r'\*|(W/)?"[^"]*"(\s*,\s*(W/)?"[^"]*")*', re.ASCII)
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_NEVER_GIVEN = -1


def body(schema: Schema) -> dict[str, Any]:
    """Return the checked JSON body. Raises: InvalidInput, UnsupportedMediaType."""
    if not request.is_json:
        raise UnsupportedMediaType
    return checked(schema, _parsed(request.get_data(cache=True)))


def query(schema: Schema) -> dict[str, Any]:
    """Return the checked query parameters. Raises: InvalidInput."""
    twice = [Fault(f"?{name}", "repeated") for name, values in request.args.lists() if len(values) > 1]
    if twice:
        raise InvalidInput(twice)
    try:
        return checked(schema, request.args.to_dict())
    except InvalidInput as refusal:
        raise InvalidInput([Fault(f"?{f.where}", f.code, f.values) for f in refusal.faults]) from None


def version() -> int:
    """Return the number of If-Match, -1 for a tag never given out. Raises: InvalidInput, PreconditionRequired."""
    given = request.headers.get("If-Match")
    if given is None:
        raise PreconditionRequired
    found = TAG.fullmatch(given.strip())
    if found is None and not _TAG_LIKE.fullmatch(given.strip()):
        raise InvalidInput.at("?If-Match", "not-a-tag")
    # What we never gave out cannot be the present version; the use case first says whether the thing exists at all.
    return int(found[1]) if found else _NEVER_GIVEN


def _parsed(raw: bytes) -> Any:  # noqa: ANN401 - any JSON
    try:
        # From bytes the library would read UTF-16 and UTF-32 too.
        given = json.loads(raw.decode("utf-8-sig"), parse_constant=_no_such_number, object_pairs_hook=_without_doubles)
    except (ValueError, RecursionError):
        raise InvalidInput.at("", "not-json") from None
    level: list[Any] = [given]
    for _ in range(DEEPEST):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return given
    raise InvalidInput.at("", "json-too-deep", most=DEEPEST)


def _no_such_number(name: str) -> Never:
    raise ValueError(name)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    # A name with half a pair can be written in no answer; JSON leaves open what it means (RFC 8259, 8.2).
    if len(made) != len(pairs) or any(_HALF_PAIR.search(name) for name in made):
        raise ValueError(len(pairs))
    return made


def _inside(value: object) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def checked(schema: Schema, given: object) -> dict[str, Any]:
    """Return what came, checked by a schema. Raises: InvalidInput with every fault."""
    try:
        values: dict[str, Any] = schema.load(given)  # type: ignore[arg-type]  # anything may come; the schema decides
    except ValidationError as refusal:
        raise InvalidInput(list(_faults(refusal.messages, ()))) from None
    return values


def _faults(found: object, path: tuple[str, ...]) -> Iterator[Fault]:
    if isinstance(found, dict):
        for name, inner in found.items():
            yield from _faults(inner, path if name == "_schema" else (*path, _step(name)))
    elif isinstance(found, list):
        for said in found:
            if isinstance(said, Said):
                yield Fault("/".join(path), said.code, said.values)
            else:
                yield Fault("/".join(path), str(said))


def _step(name: object) -> str:
    # A name that nobody listed comes from outside: shortened, and escaped as JSON pointers are (RFC 6901).
    return str(name)[:60].replace("~", "~0").replace("/", "~1")
