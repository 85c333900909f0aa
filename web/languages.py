"""In which language a page is read: as the account says, as chosen in this browser, as the browser asks for.

Vietnamese is the language of the service: whoever reads it at all gets it, and English is for those who ask for English
and not for Vietnamese.
"""

from contextlib import ExitStack

from flask import g

from api.problems import asked_for
from scheduler.wording.language import Language, speaking
from web.cookies import kept_language

LANGUAGES = ((Language.VIETNAMESE.value, "Tiếng Việt"), (Language.ENGLISH.value, "English"))
"""The languages of a form, each named in itself."""
VARIES = "Cookie, Accept-Language"
"""What a page depends on besides its address: what a cache between us and the reader must know."""


def read_by_caller() -> Language:
    """Return the language of whoever calls."""
    seen = g.get("seen")
    if seen is not None:
        return Language(seen.language)
    return kept_language() or asked_for()


def start_speaking() -> None:
    """Speak the caller's language until ``stop_speaking``; whoever is signed in is spoken to in their own."""
    g.speech = ExitStack()
    g.speech.enter_context(speaking(read_by_caller()))


def stop_speaking(_: BaseException | None = None) -> None:
    """Speak no longer."""
    speech: ExitStack | None = g.pop("speech", None)
    if speech is not None:
        speech.close()
