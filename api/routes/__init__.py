"""What programs can ask, one noun a file. A noun that is not listed here is not served."""

from api.routes.changes import changes
from api.routes.keys import keys
from api.routes.meetings import meetings

NOUNS = (keys, meetings, changes)
