"""The way to a provider of accounts and back: what ties the answer to the browser that asked, for ten minutes.

The browser keeps a journey sealed; the provider sees nothing but values made of its secret, which lead back to none.
"""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from scheduler.core.ids import LONG, new_secret, same
from scheduler.core.signing import DeviceKind

JOURNEY_LASTS = timedelta(minutes=10)
LONGEST_ONWARD = 1000
"""Letters of the page that was asked for; a longer address is forgotten."""
_KEYED = b"journeys to a provider"


@dataclass(frozen=True, slots=True)
class Journey:
    """A way to a provider and back. ``onward``: the page that was asked for, or ""; ``begun_at`` to the second."""

    secret: str = field(repr=False)
    begun_at: datetime
    kind: DeviceKind = DeviceKind.OFFICE
    onward: str = ""

    def state(self, session_id: str = "") -> str:
        """Return what comes back with the answer: made for entering (""), or for binding within one sign-in."""
        return self._made_for(f"state {session_id}")

    @property
    def nonce(self) -> str:
        """Return what the token must carry."""
        return self._made_for("nonce")

    @property
    def verifier(self) -> str:
        """Return what shows the provider that the code comes from whoever asked for it (RFC 7636)."""
        return self._made_for("verifier")

    def is_for(self, state: str, session_id: str = "") -> bool:
        """Tell whether an answer belongs to this journey."""
        return same(state, self.state(session_id))

    def _made_for(self, use: str) -> str:
        return hmac.new(self.secret.encode(), use.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Proven:
    """Whom a provider vouches for: its names for itself and for the person.

    ``email``: their address, only where the provider says that it was verified; else "".
    """

    issuer: str
    subject: str
    email: str = field(default="", repr=False)


def set_out(now: datetime, kind: DeviceKind, onward: str) -> Journey:
    """Begin a journey."""
    return Journey(new_secret(LONG), now.replace(microsecond=0), kind, onward if len(onward) <= LONGEST_ONWARD else "")


def sealed(key: bytes, journey: Journey) -> str:
    """Return a journey as the browser keeps it; nobody without the key makes or alters one."""
    told = [journey.secret, int(journey.begun_at.timestamp()), journey.kind.value, journey.onward]
    text = base64.urlsafe_b64encode(json.dumps(told).encode()).decode()
    return f"{text}.{_seal(key, text)}"


def opened(key: bytes, kept: str, now: datetime) -> Journey | None:
    """Return the journey that a browser kept, None when it is none of ours or took longer than ten minutes."""
    text, _, seal = kept.rpartition(".")
    if not same(seal, _seal(key, text)):
        return None
    secret, begun, kind, onward = json.loads(base64.urlsafe_b64decode(text))
    begun_at = datetime.fromtimestamp(begun, now.tzinfo)
    if not begun_at <= now < begun_at + JOURNEY_LASTS:
        return None
    return Journey(secret, begun_at, DeviceKind(kind), onward)


def _seal(key: bytes, text: str) -> str:
    inner = hmac.new(key, _KEYED, hashlib.sha256).digest()
    return hmac.new(inner, text.encode(), hashlib.sha256).hexdigest()
