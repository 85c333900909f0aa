"""The languages people may read in."""

from enum import StrEnum


class Language(StrEnum):
    """The languages people may read in."""

    VIETNAMESE = "vi"
    ENGLISH = "en"
