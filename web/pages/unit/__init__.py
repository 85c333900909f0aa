"""What the secretary and the keeper of a unit look after besides the month: absences, patterns, places."""

from web.pages.unit import absences, patterns, places
from web.pages.unit.shared import pages

__all__ = ["absences", "pages", "patterns", "places"]
"""Each file registers its own pages as it is read."""
