"""What programs can ask, one noun a file. A noun that is not listed here is not served."""

from api.routes.absences import absences
from api.routes.accounts import accounts
from api.routes.changes import changes
from api.routes.daymarks import daymarks
from api.routes.journal import journal
from api.routes.keys import keys
from api.routes.links import links
from api.routes.meetings import meetings
from api.routes.offices import offices
from api.routes.oversight import oversight
from api.routes.patterns import patterns
from api.routes.people import people
from api.routes.places import places
from api.routes.plans import plans
from api.routes.requests import requests
from api.routes.rules import rules
from api.routes.units import units

NOUNS = (
    units,
    offices,
    people,
    places,
    absences,
    daymarks,
    rules,
    patterns,
    plans,
    meetings,
    changes,
    requests,
    oversight,
    links,
    keys,
    accounts,
    journal,
)
