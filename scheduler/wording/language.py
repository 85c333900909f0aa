"""In which language sentences are made. Vietnamese is the source; English is kept beside it, sentence by sentence."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from io import BytesIO

from babel.messages.pofile import read_po

from scheduler.core.language import Language

__all__ = ["Language", "said", "say", "source", "speaking", "spoken"]
CATALOGUE = "english.po"


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


def source(text: str) -> str:
    """Mark a Vietnamese text that stands in a table, so that its translation is looked for; ``said`` is for use."""
    return text


def said(text: str) -> str:
    """Return a Vietnamese text in the language spoken; itself where it has no translation."""
    return text if _spoken.get() is Language.VIETNAMESE else _english().get(text) or text


def say(text: str, /, **values: object) -> str:
    """Return a Vietnamese sentence in the language spoken, its ``{names}`` filled with ``values``."""
    return said(text).format(**values)


@cache
def _english() -> Mapping[str, str]:
    found = read_po(BytesIO(files("scheduler.wording").joinpath(CATALOGUE).read_bytes()))
    return {str(entry.id): str(entry.string) for entry in found if entry.id and entry.string and not entry.fuzzy}
