"""Every page of the service. ``blueprints`` is all that the roof needs to know."""

from web.assets import blueprint as assets
from web.pages.errors import error_page
from web.pages.public import blueprint as public

blueprints = (public, assets)

__all__ = ["blueprints", "error_page"]
