"""Passwords: what may be one, how it is kept, and how one is checked in the same time whether it exists or not."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from scheduler.core.errors import Fault
from scheduler.core.vietnamese import fold
from scheduler.settings import Settings

SHORTEST, SHORTEST_WITH_CODE, LONGEST = 15, 8, 128
"""Letters. A code from a phone beside it lets the password be shorter (NIST SP 800-63B)."""
_OURS = (
    "tiepdan tiepcongdan congdan doithoai ubnd hdnd uybannhandan hoidongnhandan danguy tinhuy lanhdao chutich bithu "
    "vanphong thuky matkhau admin quantri vietnam hanoi saigon password"
)
"""What everybody here would try: the words of this service and of its offices."""
_LEAST_OWN = 6
"""Letters and digits that must be left when the known words are taken away."""
_FEWEST_KINDS = 5
_SHORTEST_WORD = 4
_LANES = 4


@dataclass(frozen=True, slots=True)
class Passwords:
    """Keeps and checks passwords with argon2id; what it costs comes from the settings."""

    hasher: PasswordHasher = field(repr=False)
    nobodys: str = field(repr=False)

    @classmethod
    def by(cls, settings: Settings) -> "Passwords":
        """Make it with the settings' memory and rounds; nobody's password costs the same to check as anybody's."""
        hasher = _hasher(settings.password_rounds, settings.password_memory_mb)
        return cls(hasher, _nobodys(settings.password_rounds, settings.password_memory_mb))

    def kept(self, password: str) -> str:
        """Return the form in which a password is kept."""
        return self.hasher.hash(_bytes(password))

    def is_right(self, kept: str | None, password: str) -> bool:
        """Tell whether a password is the kept one. None is nobody's: it takes as long and is never right."""
        # What is too long to be anybody's is checked as nobody's too: hashing must not be made expensive.
        known = kept if len(password) <= LONGEST else None
        try:
            right = self.hasher.verify(known or self.nobodys, _bytes(password[:LONGEST]))
        except (VerificationError, InvalidHashError):
            return False
        return right and known is not None

    def is_outdated(self, kept: str) -> bool:
        """Tell whether a kept form was made with other settings, so that it should be made anew."""
        return self.hasher.check_needs_rehash(kept)


def _hasher(rounds: int, memory_mb: int) -> PasswordHasher:
    return PasswordHasher(rounds, memory_mb * 1024, _LANES)


@cache
def _nobodys(rounds: int, memory_mb: int) -> str:
    return _hasher(rounds, memory_mb).hash("nobody's")


def password_faults(password: str, *, with_code: bool, words: Iterable[str] = ()) -> list[Fault]:
    """Return what speaks against a password: its length, and that others would guess it; no rule of composition.

    ``words``: what everybody around knows: the own name and address, the names of units.
    """
    shortest = SHORTEST_WITH_CODE if with_code else SHORTEST
    if not shortest <= len(_same(password)) <= LONGEST:
        return [Fault("password", "password-length", {"low": shortest, "high": LONGEST})]
    plain = _plain(password)
    known = {word for text in words for word in (_plain(text), *fold(text).split())} | set(_OURS.split())
    if _is_common(password, plain) or _is_monotonous(_same(password)):
        return [Fault("password", "password-common")]
    return [Fault("password", "password-of-known-words")] if _own_letters(plain, known) < _LEAST_OWN else []


def _same(password: str) -> str:
    return unicodedata.normalize("NFC", password)


def _bytes(password: str) -> bytes:
    return _same(password).encode("utf-8", "surrogatepass")


def _plain(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isalnum())


@cache
def _common() -> frozenset[str]:
    lines = (files("scheduler.data") / "common_passwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.casefold() for line in lines)


def _is_common(password: str, plain: str) -> bool:
    """Tell whether it is a common password, or two of them one after the other."""
    common = _common()
    folded = _same(password).casefold()
    pairs = ((word[:cut], word[cut:]) for word in (folded, plain) for cut in range(1, len(word)))
    return folded in common or plain in common or any(left in common and right in common for left, right in pairs)


def _is_monotonous(password: str) -> bool:
    """Tell whether it has hardly any different letters, repeats itself, or runs through the alphabet."""
    size = len(password)
    repeats = any(password == (password[:part] * size)[:size] for part in range(1, size // 2 + 1))
    steps = sum(abs(ord(after) - ord(before)) <= 1 for before, after in pairwise(password))
    return len(set(password)) < _FEWEST_KINDS or repeats or steps * 4 >= size * 3


def _own_letters(plain: str, known: Iterable[str]) -> int:
    """Return how many letters are left when the known words are taken out, the longest first."""
    for word in sorted((w for w in known if len(w) >= _SHORTEST_WORD), key=len, reverse=True):
        plain = plain.replace(word, "")
    return len(plain)
