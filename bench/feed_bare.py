"""The least a Flask server can do with a calendar: hand out bytes it already holds."""

import os
from pathlib import Path

from flask import Flask, Response

app = Flask(__name__)
_BODIES = {path.stem: path.read_bytes() for path in Path(os.environ["FEED_BODIES"]).glob("*.ics")}


@app.get("/<name>.ics")
def feed(name: str) -> Response:
    """Hand out the bytes."""
    return Response(_BODIES[name], content_type="text/calendar; charset=utf-8")
