"""Names of rows, secrets, and references that people read out over a telephone."""

import hashlib
import hmac
import secrets
import uuid
from datetime import datetime

LONG = 32
"""Bytes of the secrets that stand for a person: of sessions, known devices, and links to accounts."""


def new_id(now: datetime) -> str:
    """Return a UUIDv7 (RFC 9562) for ``now``: rows sort by their time of birth. Never a secret."""
    ms = int(now.timestamp() * 1000)
    value = (ms & (2**48 - 1)) << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=value))


def new_secret(size: int = 24) -> str:
    """Return random bytes (192 bits as 32 URL-safe characters); shown once, stored only as its digest."""
    return secrets.token_urlsafe(size)


def digest(secret: str) -> str:
    """Return the stored form of a secret. A plain hash suffices for 192 random bits (ASVS 6.5.2)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def same(left: str, right: str) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(left.encode(), right.encode())
