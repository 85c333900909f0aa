"""All tables in one place, so that migrations and tests see the whole."""

from scheduler.db import (
    access,
    accounts,
    confirmations,
    explanations,
    feeds,
    identities,
    journal,
    law,
    locks,
    meetings,
    offices,
    places,
    requests,
    signing,
    standing,
    units,
)
from scheduler.db.base import Base

TABLES = (
    access,
    accounts,
    confirmations,
    explanations,
    feeds,
    identities,
    journal,
    law,
    locks,
    meetings,
    offices,
    places,
    requests,
    signing,
    standing,
    units,
)
metadata = Base.metadata
