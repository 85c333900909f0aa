"""What programs can ask, one noun a file. A noun that is not listed here is not served."""

from api.routes.changes import changes
from api.routes.journal import journal
from api.routes.keys import keys
from api.routes.links import links
from api.routes.meetings import meetings
from api.routes.plans import plans
from api.routes.units import units

NOUNS = (units, plans, meetings, changes, links, keys, journal)
