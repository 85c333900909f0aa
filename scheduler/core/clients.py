"""Which family of programs fetches a calendar, told from what it says of itself; never more than the family."""

FAMILIES = (
    ("google", ("google-calendar-importer", "googlebot", "google")),
    ("outlook", ("microsoft", "outlook", "exchange", "office365")),
    ("thunderbird", ("thunderbird",)),
    ("android", ("icsx5", "davx5", "etar", "okhttp")),
    ("apple", ("dataaccessd", "calendaragent", "macos", "mac os x", "mac+os+x", "ios/", "iphone", "ipad")),
    ("nextcloud", ("nextcloud", "sabre")),
    ("desktop", ("evolution", "korganizer", "akonadi", "gnome", "khal", "vdirsyncer")),
)
"""Signs of each family, in lower case; the first family with a sign in the text is meant."""
OTHER = "other"


def family_of(said: str) -> str:
    """Return the family of a program by its User-Agent line: "google", "apple", ...; "other" when it is none of these.

    A browser says "Mac OS X" too: somebody who opens the address by hand on a Mac counts as Apple.
    """
    line = said.lower()
    return next((family for family, signs in FAMILIES if any(sign in line for sign in signs)), OTHER)
