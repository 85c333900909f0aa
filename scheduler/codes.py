"""Codes of the second step: six digits from an app on the phone, a new one each half minute (RFC 6238)."""

import re
from datetime import datetime

import pyotp

from scheduler.core.ids import same

HALF_MINUTE = 30
_ISSUER = "Tiếp Dân"
_DIGITS = re.compile(r"\d{6}", re.ASCII)
_SECRET = re.compile(r"[A-Z2-7]{32,64}", re.ASCII)


def new_code_secret() -> str:
    """Return 160 random bits as the apps read them."""
    return pyotp.random_base32()


def is_code_secret(text: str) -> bool:
    """Tell whether a text can be the secret of codes."""
    return _SECRET.fullmatch(text) is not None


def code_address(secret: str, email: str) -> str:
    """Return the address that an app reads from a QR picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=_ISSUER)


def code_at(secret: str, step: int) -> str:
    """Return the code of a half minute, counted from 1970."""
    return pyotp.TOTP(secret).at(step * HALF_MINUTE)


def step_at(now: datetime) -> int:
    """Return the half minute of an instant, counted from 1970."""
    return int(now.timestamp()) // HALF_MINUTE


def used_step(secret: str, code: str, now: datetime) -> int | None:
    """Return which half minute a code is of: the present one or a neighbour (clocks differ); None when of none.

    Blanks between the digits do not matter. All three are always compared.
    """
    digits = "".join(code.split())
    known = digits if _DIGITS.fullmatch(digits) else "------"
    here = step_at(now)
    right = [step for step in (here - 1, here, here + 1) if same(code_at(secret, step), known)]
    return right[-1] if right else None
