"""All that the API floor offers, in one call from the roof."""

from flask import Flask

from api.document import make_api
from api.doors import make_doors
from api.routes import NOUNS
from scheduler.db.work import Works
from scheduler.settings import Settings


def register_api(app: Flask, works: Works, settings: Settings) -> None:
    """Register every noun's routes, then the document that describes them and the doors that need no key."""
    api = make_api(app)
    for noun in NOUNS:
        api.register_blueprint(noun)
    app.register_blueprint(make_doors(api, works, settings))
