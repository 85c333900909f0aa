"""In which language sentences are made. Vietnamese is the source; English is kept beside it, sentence by sentence.

A text that stands in a table is marked with ``source`` there, or its table with ``sources``, and is said with ``said``
or ``say`` where it is used. English is read from the catalogues in ``english/``; what is counted, as ``n``, has two
forms there.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations
from importlib.resources import files
from io import BytesIO
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from scheduler.core.language import Language

__all__ = ["Language", "said", "say", "source", "sources", "speaking", "spoken"]
FOLDER = "english"
"""Where the catalogues are, beside this file: one for each topic, read as one."""

_spoken: ContextVar[Language] = ContextVar("spoken", default=Language.VIETNAMESE)


def spoken() -> Language:
    """Return the language in which sentences are made just now."""
    return _spoken.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Make sentences in a language until the end of the block."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def source(text: str, about: str = "") -> str:  # noqa: ARG001 - read by whoever looks for texts
    """Mark a Vietnamese text that stands in a table, so that its translation is looked for; ``said`` is for use.

    ``about`` tells it from the same words with another meaning ("hủy": a state, or what is done).
    """
    return text


def sources(*tables: Mapping[Any, Any]) -> None:
    """Mark every text in some tables of this file, as ``source`` marks one. Does nothing by itself."""


def said(text: str, about: str = "") -> str:
    """Return a Vietnamese text in the language spoken; itself where it has no translation.

    What it is about looks for that meaning first.
    """
    if not text or _spoken.get() is Language.VIETNAMESE:
        return text
    found = _english().pgettext(about, text) if about else text
    return found if found != text else _english().gettext(text)


def say(text: str, /, **values: object) -> str:
    """Return a Vietnamese sentence in the language spoken, its ``{names}`` filled with ``values``.

    ``n``, when it is a whole number, is the one that English looks at: 1 day, 2 days.
    """
    n = values.get("n")
    return (_counted(text, n) if isinstance(n, int) else said(text)).format(**values)


def _counted(text: str, n: int) -> str:
    if _spoken.get() is Language.VIETNAMESE:
        return text
    found = _english().ngettext(text, text, n)
    return found if found != text else said(text)


@cache
def _english() -> GNUTranslations:
    whole, packed = Catalog(locale="en"), BytesIO()
    for part in files("scheduler.wording").joinpath(FOLDER).iterdir():
        if part.name.endswith(".po"):
            for entry in read_po(BytesIO(part.read_bytes()), locale="en"):
                if entry.id:
                    whole.add(entry.id, entry.string, flags=entry.flags, context=entry.context)
    write_mo(packed, whole)
    packed.seek(0)
    return GNUTranslations(packed)
