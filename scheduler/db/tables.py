"""All tables in one place, so that migrations and tests see the whole."""

from scheduler.db import access, accounts, feeds, journal, law, meetings, offices, places, signing, units
from scheduler.db.base import Base

TABLES = (access, accounts, feeds, journal, law, meetings, offices, places, signing, units)
from scheduler.db import access, explanations, feeds, journal, law, locks, meetings, offices, places, standing, units
TABLES = (access, explanations, feeds, journal, law, locks, meetings, offices, places, standing, units)
metadata = Base.metadata
