"""How long signing in lasts, who needs a second step, how often may be guessed. Figures of reliability, not of law."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from scheduler.core.roles import Role

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

NEEDS_CODE = frozenset({Role.UNIT_ADMIN, Role.LEGAL_ADMIN, Role.INSPECTOR, Role.OPERATOR})
"""Roles that sign in with a code besides the password."""
LINK_PATH = "/mo-tai-khoan"
"""Where the page stands that a link to an account opens; the secret follows."""
INVITATION_LASTS, RESET_LASTS = 48 * _HOUR, _HOUR
SECOND_STEP_LASTS = 5 * _MINUTE
"""How long after the password the code may come."""
STEP_UP_LASTS = 10 * _MINUTE
"""How long a password given again opens what is guarded twice."""
SEEN_EVERY = _MINUTE
"""How exactly it is noted when somebody was last seen."""
DEVICE_LASTS = 180 * _DAY
"""How long a device stays known after it was last used."""


class DeviceKind(StrEnum):
    """Where somebody signed in; it decides how long that lasts."""

    OFFICE = "office"
    PHONE = "phone"
    DESK = "desk"


class Guess(StrEnum):
    """What was guessed at, or asked for."""

    PASSWORD = "password"  # noqa: S105 - the name of a kind
    CODE = "code"
    RESET = "reset"


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long a sign-in lasts: unused (``idle``), and at most (``whole``)."""

    idle: timedelta
    whole: timedelta


_LASTING = {
    DeviceKind.OFFICE: Lasting(30 * _MINUTE, 12 * _HOUR),
    DeviceKind.DESK: Lasting(15 * _MINUTE, 12 * _HOUR),
    DeviceKind.PHONE: Lasting(30 * _DAY, 30 * _DAY),
}


def lasting(kind: DeviceKind, role: Role | None) -> Lasting:
    """Return how long a sign-in lasts: on a phone thirty days, but for a leader only."""
    return _LASTING[DeviceKind.OFFICE if kind is DeviceKind.PHONE and role is not Role.LEADER else kind]


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` evaluated guesses within ``within``."""

    most: int
    within: timedelta


OF_ACCOUNT = {
    Guess.PASSWORD: Limit(20, 10 * _MINUTE),
    Guess.CODE: Limit(10, _HOUR),
    Guess.RESET: Limit(3, _HOUR),
}
"""At one account; each known device of it is counted apart. Those that passed do not count."""
OF_TRIALS = Limit(5, _HOUR)
"""Test letters that may be asked for at the page of the first start, sent or not; the prompt has no limit."""
OF_ADDRESS = {
    Guess.PASSWORD: Limit(100, 10 * _MINUTE),
    Guess.CODE: Limit(100, _HOUR),
    Guess.RESET: Limit(30, _HOUR),
}
"""From one address of the network, which a whole office may share; known devices are not counted."""


def link_address(public_url: str, secret: str) -> str:
    """Return the address that opens an account; ``public_url`` is without a last slash."""
    return f"{public_url}{LINK_PATH}/{secret}"
