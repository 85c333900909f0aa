"""Addresses of electronic mail: one form to find an account by, and what cannot be one."""

import re

from scheduler.core.errors import Fault

LONGEST_EMAIL = 254
_EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){1,8}", re.ASCII)


def email_key(email: str) -> str:
    """Return the form in which an address is kept and found: without blanks at its ends, in small letters."""
    return email.strip().lower()


def email_faults(where: str, email: str) -> list[Fault]:
    """Return what is wrong with an address; letters that only look like others are none."""
    key = email_key(email)
    return [] if len(key) <= LONGEST_EMAIL and _EMAIL.fullmatch(key) else [Fault(where, "not-an-email")]
