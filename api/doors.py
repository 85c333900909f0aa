"""What is open to all: the document and its page, the pages of the problems, and the two questions of health."""

import json
from collections.abc import Callable
from pathlib import Path

from flask import Blueprint, Response, abort, render_template

import migrations
from api.problem_types import PROBLEMS
from scheduler.core.errors import InvalidInput, Unavailable
from scheduler.db.work import Works
from scheduler.key_files import audit_key, seal_keys
from scheduler.settings import Settings

_HERE = Path(__file__).parent


def make_doors(document: Callable[[], bytes], works: Works, settings: Settings) -> Blueprint:
    """Return the routes that need no key. ``document``: returns the OpenAPI document."""
    doors = Blueprint(
        "doors",
        __name__,
        static_folder=str(_HERE / "static"),
        static_url_path="/api/static",
        template_folder="templates",
    )

    @doors.get("/api/openapi.json")
    def openapi() -> Response:
        return Response(document(), mimetype="application/json", headers={"Cache-Control": "public, max-age=60"})

    @doors.get("/api/docs")
    def docs() -> str:
        return render_template("docs.html")

    @doors.get("/problems/<code>")
    def problem(code: str) -> str:
        found = PROBLEMS.get(code) or abort(404)
        return render_template("problem.html", problem=found)

    @doors.get("/healthz")
    def healthz() -> Response:
        return _told(200, {"status": "ok"})

    @doors.get("/readyz")
    def readyz() -> Response:
        reasons = [reason for look in (_database, _key) if (reason := look(works, settings))]
        return _told(503 if reasons else 200, {"status": "not-ready" if reasons else "ok", "reasons": reasons})

    return doors


def _told(status: int, value: object) -> Response:
    answer = Response(json.dumps(value, ensure_ascii=False) + "\n", status, mimetype="application/json")
    if status != 200:  # noqa: PLR2004 - fine or not
        answer.headers["Retry-After"] = "5"
    return answer


def _database(works: Works, _settings: Settings) -> str | None:
    try:
        return None if migrations.is_newest(works.engine) else "the database is not migrated to the newest"
    except Unavailable:
        return "the database does not answer"


def _key(_works: Works, settings: Settings) -> str | None:
    try:
        audit_key(settings)
    except (InvalidInput, OSError, ValueError):
        return "the audit key cannot be read"
    try:
        seal_keys(settings)
    except (InvalidInput, OSError, ValueError):
        return "the keys of sealed columns cannot be read"
    return None
