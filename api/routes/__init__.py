"""What programs can ask, one noun a file. A noun that is not listed here is not served."""

from api.routes.keys import keys

NOUNS = (keys,)
