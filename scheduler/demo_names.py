"""Names for the people of the demonstration: plainly invented, each a number written as a name."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Final

STORYTELLER: Final = "demo"
"""By whom the journal says that the demonstration's stories were played."""
_DIGITS: Final = ("Không", "Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám", "Chín")


def people_named(names: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield invented names for ever: "Nguyễn Văn Một", "Trần Thị Hai"; the number is the given name."""
    surnames, middles = names["surnames"], names["middles"]
    for number in count(1):
        index = number - 1
        yield f"{surnames[index % len(surnames)]} {middles[index % len(middles)]} {_in_words(number)}"


def _in_words(number: int) -> str:
    """Return 1 to 999 in words, each with a capital: 21 is "Hai Mươi Mốt"."""
    if not 0 < number < 1000:  # noqa: PLR2004 - hundreds are the largest word
        raise ValueError(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = [_DIGITS[hundreds], "Trăm"] if hundreds else []
    if tens:
        words += ["Mười"] if tens == 1 else [_DIGITS[tens], "Mươi"]
    elif hundreds and ones:
        words.append("Linh")
    if ones:
        special = {1: "Mốt" if tens > 1 else "Một", 5: "Lăm" if tens else "Năm"}
        words.append(special.get(ones, _DIGITS[ones]))
    return " ".join(words)
