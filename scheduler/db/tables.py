"""All tables in one place, so that migrations and tests see the whole."""

from scheduler.db import access, feeds, journal, law, meetings, offices, places, units
from scheduler.db.base import Base

TABLES = (access, feeds, journal, law, meetings, offices, places, units)
metadata = Base.metadata
