"""Every page of the service. ``blueprints`` is all that the roof needs to know."""

from web.assets import blueprint as assets
from web.pages.board import pages as board
from web.pages.errors import error_page
from web.pages.public import blueprint as public
from web.pages.signing_in import blueprint as signing_in

OFFICE = (board,)
"""The pages of people who signed in."""
blueprints = (public, assets, signing_in, *OFFICE)

__all__ = ["OFFICE", "blueprints", "error_page"]
