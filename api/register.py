"""All that the API floor offers, in one call from the roof."""

from functools import cache

from flask import Flask

from api.document import IdConverter, make_api, rendered
from api.doors import make_doors
from api.routes import NOUNS
from scheduler.db.work import Works
from scheduler.settings import Settings


def register_api(app: Flask, works: Works, settings: Settings) -> None:
    """Register every noun's routes, and the doors that need no key, the document among them."""
    app.url_map.converters.setdefault("id", IdConverter)
    for noun in NOUNS:
        app.register_blueprint(noun)
    app.register_blueprint(make_doors(document, works, settings))


@cache
def document() -> bytes:
    """Return the document of the routes; made when first asked for, for it takes as long as all else of a start."""
    api = make_api()
    for noun in NOUNS:
        api.register_blueprint(noun)
    return rendered(api)
