"""Numbers of people in a text: of an identity paper, or of a mobile telephone. What is published holds none."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Final

from scheduler.core.errors import Fault

# One way of parting the digits at a time: "05.12.2026 08.30" is a date and an hour, not one number.
_RUNS: Final = tuple(re.compile(rf"\d(?:{sign}\d|\d)+") for sign in (" ", r"\.", "-"))
_PAPER: Final = re.compile(r"\d{9}|\d{12}")
_MOBILE: Final = re.compile(r"(?:0|84)(?:[35789]\d{8}|1[2689]\d{8})")
_AMOUNT: Final = re.compile(r"\s?(?:đ|đồng|vnđ|vnd|usd|triệu|tỷ|tỉ|m2|m²|ha|km|kg|tấn)\b", re.IGNORECASE)
_SHORTEST_GROUP: Final = 3
"""Digits of the longest group of a number; shorter ones are days in a row ("ngày 10 15 20 25 30")."""


def holds_personal_number(text: str) -> bool:
    """Tell whether a text holds what looks like the number of an identity paper or of a mobile telephone.

    9 or 12 digits, or 10 that begin as mobile numbers do (also 11 of old, and with 84), together or parted by single
    spaces, full stops or hyphens. Sums and measures ("120.000.000 đồng") and numbers of offices ("0205 3871 234") are
    none.
    """
    plain = "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text)
    found = (number for runs in _RUNS for run in runs.finditer(plain) for number in _numbers(run, plain))
    return any(_PAPER.fullmatch(number) or _MOBILE.fullmatch(number) for number in found)


def personal_number_faults(texts: Mapping[str, str | None]) -> list[Fault]:
    """Return the faults of texts, by their fields, that would be published with somebody's number in them."""
    return [Fault(where, "personal-number") for where, text in texts.items() if holds_personal_number(text or "")]


def _numbers(run: re.Match[str], text: str) -> Iterator[str]:
    """Yield the digits of a run, and of those groups in it that may be a number with others beside it."""
    groups = re.split(r"\D", run[0])
    for first, last in combinations(range(len(groups) + 1), 2):
        whole, some = (first, last) == (0, len(groups)), groups[first:last]
        if max(map(len, some)) < _SHORTEST_GROUP or not (whole or some[0].startswith("0")):
            continue
        if some[0].startswith("0") or not _AMOUNT.match(text, run.end()):
            yield "".join(some)
