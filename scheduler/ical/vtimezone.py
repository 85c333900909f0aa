"""Vietnam's hours as calendars must be told them: one fixed offset and nothing else."""

from datetime import datetime, timedelta
from typing import Final

from icalendar import Timezone, TimezoneStandard

from scheduler.core.clock import VIETNAM

TZID: Final = VIETNAM.key
_SEVEN: Final = timedelta(hours=7)


def vtimezone() -> Timezone:
    """Return the VTIMEZONE of every feed and mail.

    Written by hand: the library's own has two STANDARD parts for Vietnam, of which an importer may take the first
    ([MS-OXCICAL] 2.1.3.1.1.19.2), and every reception would stand one hour off.
    """
    standard = TimezoneStandard()
    standard.add("DTSTART", datetime(1970, 1, 1))  # noqa: DTZ001 - RFC 5545 3.6.5 wants the local time here
    standard.add("TZOFFSETFROM", _SEVEN)
    standard.add("TZOFFSETTO", _SEVEN)
    standard.add("TZNAME", "+07")
    zone = Timezone()
    zone.add("TZID", TZID)
    zone.add("X-LIC-LOCATION", TZID)
    zone.add_component(standard)
    return zone
