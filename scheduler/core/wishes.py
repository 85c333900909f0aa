"""What leaders may ask their office for, why, and what becomes of it."""

from enum import StrEnum


class Wish(StrEnum):
    """What is asked for."""

    ABSENCE = "absence"
    STAND_IN = "stand_in"


class Status(StrEnum):
    """What became of a request."""

    WAITING = "waiting"
    GRANTED = "granted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Cause(StrEnum):
    """Why somebody will be away, as far as others need to know."""

    MISSION = "mission"
    CONFERENCE = "conference"
    LEAVE = "leave"
    HEALTH = "health"
    OTHER = "other"
