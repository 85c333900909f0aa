"""Vietnamese text: one stored form, one form for finding, one order for lists.

The stored form is NFC. The search form has no marks, so that "Hoà", "Hòa" and "hoa" find each other. The sort
form is plain ASCII and is compared by code point (SQLite ``BINARY``, PostgreSQL ``COLLATE "C"``).
"""

import re
import unicodedata
from string import ascii_lowercase, ascii_uppercase
from typing import Final

_ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES: Final = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
"""Ngang, huyền, hỏi, ngã, sắc, nặng: the order of Vietnamese dictionaries."""
_APOSTROPHES: Final = dict.fromkeys(map(ord, "'`\u2018\u2019\u02bc\u2032\u00b4\uff07"))
# A word gap sorts after the end of a key (" ") and before every digit and letter.
_GAP: Final = "!"
_LONGEST_NUMBER: Final = 9
_ANYWHERE: Final = {
    "tp": "thanh pho",
    "tx": "thi xa",
    "hcm": "ho chi minh",
    "tphcm": "thanh pho ho chi minh",
    "hn": "ha noi",
    "tphn": "thanh pho ha noi",
}
_BEFORE_NAME: Final = {"q": "quan", "p": "phuong", "tt": "thi tran"}
_NUMBERED: Final = re.compile(r"\b([qp])(\d{1,2})\b", re.ASCII)
_OLD_HUE: Final = re.compile(r"\bthi tran hue\b")
"""TT Huế is short for the old province; no thị trấn ever bore that name."""


_BLANKS: Final = frozenset(
    letter
    for first, last in (
        (0x034F, 0x034F),
        (0x115F, 0x1160),
        (0x17B4, 0x17B5),
        (0x180B, 0x180F),
        (0x2065, 0x2065),
        (0x2800, 0x2800),
        (0x3164, 0x3164),
        (0xFE00, 0xFE0F),
        (0xFFA0, 0xFFA0),
        (0xFFF0, 0xFFF8),
        (0xE0000, 0xE0FFF),
    )
    for letter in map(chr, range(first, last + 1))
)
"""What shows nothing although its category says letter, mark or sign: Unicode's Default_Ignorable, Braille's blank."""


def _letters() -> dict[str, tuple[str, str]]:
    """Return each Vietnamese letter, toned or not, with its place in the alphabet and its tone's place."""
    places = ascii_uppercase + ascii_lowercase
    table = {}
    for place, letter in zip(places, _ALPHABET, strict=False):
        for rank, mark in enumerate(_TONES if letter in "aăâeêioôơuưy" else ("",)):
            table[unicodedata.normalize("NFC", letter + mark)] = (place, str(rank))
    return table


_LETTERS: Final = _letters()
MARKED: Final = "".join(letter for letter in _LETTERS if not letter.isascii())
"""The small letters that differ from their search form, in the form that is stored."""


def nfc(text: str) -> str:
    """Return the form that is stored: NFC, on one line, without control or invisible characters.

    Every run of white space (line ends and no-break spaces too) becomes one space; the ends are trimmed. Half
    pairs (lone surrogates), which no database accepts, are removed.
    """
    visible = "".join(
        " " if letter.isspace() else letter
        for letter in text
        if letter.isspace() or not (letter in _BLANKS or unicodedata.category(letter) in {"Cc", "Cf", "Cs"})
    )
    return " ".join(unicodedata.normalize("NFC", visible).split())


def fold(text: str) -> str:
    """Return the form that is searched: lower case, no marks, đ as d, words parted by one space.

    Apostrophes of any shape vanish ("Ea H'Leo" is "ea hleo"), every other sign parts words, digits stay. The result
    holds letters, digits and single spaces only, so it is safe inside a LIKE pattern.
    """
    plain = text.translate(_APOSTROPHES)
    # Case folding and compatibility decomposition can each call for the other (Unicode, D146): hence twice.
    for _ in range(2):
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", plain).casefold())
    kept = []
    for letter in plain.translate(_APOSTROPHES):
        if letter.isalnum():
            kept.append("d" if letter == "đ" else letter)
        elif unicodedata.category(letter) not in {"Mn", "Cf"}:
            kept.append(" ")
    return " ".join("".join(kept).split())


def expand_short_forms(text: str) -> str:
    """Return the folded form of a search in which the usual short forms are written out.

    "tp", "tx", "hcm" and "hn" stand for themselves anywhere; "q", "p" and "tt" only before a name or a number.
    "TP.HCM" is "thanh pho ho chi minh", "Q1" is "quan 1", "TT-Huế" is the old province. Nothing else changes.
    """
    words = fold(_NUMBERED.sub(r"\1 \2", fold(text))).split()
    said = [
        _BEFORE_NAME[word] if word in _BEFORE_NAME and n + 1 < len(words) else _ANYWHERE.get(word, word)
        for n, word in enumerate(words)
    ]
    found = " ".join(said)
    return _OLD_HUE.sub("thua thien hue", found)


def _words(text: str) -> list[str]:
    """Split into runs of letters and runs of digits; signs part words and apostrophes vanish."""
    spaced: list[str] = []
    before = ""
    for letter in nfc(text).translate(_APOSTROPHES).casefold():
        if not letter.isalnum():
            spaced.append(" ")
        else:
            spaced.append(f" {letter}" if before and letter.isdecimal() != before.isdecimal() else letter)
        before = letter if letter.isalnum() else ""
    return unicodedata.normalize("NFC", "".join(spaced)).split()


def _word_key(word: str) -> tuple[str, str]:
    """Return a word's letters as places in the alphabet, and the one tone of the syllable."""
    if word.isdecimal():
        number = word.lstrip("0") or "0"
        return f"{min(len(number), _LONGEST_NUMBER)}{number}", "0"
    places, tone = [], "0"
    for letter in word:
        place, mark = _LETTERS.get(letter, (f"z{letter}", "0"))
        places.append(place)
        tone = max(tone, mark)
    return "".join(places), tone


def sort_key(text: str) -> str:
    """Return the key that puts names in the order of the Vietnamese alphabet, compared by code point.

    Letters go a ă â b c d đ e ê …; tones (ngang, huyền, hỏi, ngã, sắc, nặng) decide only between names of the
    same letters, and "hoà" and "hòa" are one. Word by word: "Hà Nam" before "Hải". Numbers go by value:
    "Phường 2" before "Phường 10". Case, signs and apostrophes do not matter.
    """
    keys = [_word_key(word) for word in _words(text)]
    return f"{_GAP.join(letters for letters, _ in keys)} {''.join(tone for _, tone in keys)}"


def name_sort_key(full_name: str) -> str:
    """Return the key that lists persons by given name (tên, the last word), then family and middle names."""
    rest, _, given = nfc(full_name).rpartition(" ")
    return f"{sort_key(given)} {sort_key(rest)}"
