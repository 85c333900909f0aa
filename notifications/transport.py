"""How a letter leaves: by yagmail, to one address at a time, within bounded time, never in a unit of work.

Only this file knows yagmail, and of it the connection alone: letters are whole bytes that ``letters`` made. (Its own
``send`` would attach files that a text happens to name, sleep between tries and call a lost letter False.)
"""

import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import yagmail

from scheduler.core.errors import Conflict, DomainError, InvalidInput, Unavailable
from scheduler.key_files import secret_in
from scheduler.settings import Settings

PATIENCE = 10
"""Seconds to wait for a connection, and for each answer of the server."""
RETRY_AFTER = 60
_PASSING = range(400, 500)
_log = logging.getLogger("tiepdan.mail")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter ready to leave: the address of its envelope, and everything that is transmitted."""

    to: str
    content: bytes


class Mailer(yagmail.SMTP):
    """A connection to the mail server that is not signed in yet; yagmail connects, and we say what comes next."""

    def __init__(self, settings: Settings) -> None:
        """Connect. Raises: OSError."""
        encrypted = settings.mail_tls == "tls"
        super().__init__(
            user=settings.mail_from,
            host=settings.mail_host,
            port=settings.port_for_mail,
            smtp_ssl=encrypted,
            smtp_starttls=False,
            smtp_skip_login=True,
            soft_email_validation=False,
            timeout=PATIENCE,
            local_hostname=settings.domain,
            **({"context": ssl.create_default_context()} if encrypted else {}),
        )
        self.set_logging(None)
        self.login()

    def leave(self) -> None:
        """Hang up without waiting for a goodbye that may never come."""
        self.is_closed = True
        if self.smtp is not None:
            self.smtp.close()


def deliver(settings: Settings, letter: Letter) -> None:
    """Hand a letter to the mail server that the settings name.

    Raises: Conflict (no server is named, or it refuses sign-in, encryption, sender or letter), InvalidInput at "to"
    (an address that the server does not take), Unavailable (no answer, or a passing trouble).
    """
    if not settings.mail_host:
        raise Conflict("mail-not-set")
    password = secret_in(settings.mail_password_file, "MAIL_PASSWORD_FILE") if settings.mail_password_file else ""
    with _step(settings, "tls" if settings.mail_tls == "tls" else "connect"):
        mailer = Mailer(settings)
    try:
        smtp: Any = mailer.smtp
        if settings.mail_tls == "starttls":
            with _step(settings, "tls"):
                smtp.starttls(context=ssl.create_default_context())
        if settings.mail_user:
            with _step(settings, "sign-in"):
                smtp.login(settings.mail_user, password)
        with _step(settings, "letter"):
            smtp.sendmail(settings.mail_from, [letter.to], letter.content)
        with suppress(OSError):
            smtp.quit()
    finally:
        mailer.leave()


@contextmanager
def _step(settings: Settings, step: str) -> Iterator[None]:
    """Make a refusal of whatever goes wrong in a step; what the server said goes to the log, without its secrets."""
    try:
        yield
    except OSError as failure:  # yagmail lets the standard library's errors of mail through, which are OSErrors
        refusal = _refusal(settings, step, failure)
        _log.warning("%s: %s: %s", step, type(failure).__name__, refusal.detail or "mail-address-refused")
        raise refusal from failure
    except ValueError as failure:
        # A name or password that cannot be said to the server at all, or a server that speaks no SMTP.
        _log.warning("%s: %s", step, type(failure).__name__)
        raise Conflict(_OF_STEP[step], reply="–", **_values(settings)) from failure


def _refusal(settings: Settings, step: str, failure: OSError) -> DomainError:
    refused = getattr(failure, "recipients", None)
    reply = next(iter(refused.values()))[0] if refused else getattr(failure, "smtp_code", 0)
    values = {"reply": reply or "–", **_values(settings)}
    if reply in _PASSING:
        return Unavailable("mail-later", retry_after=RETRY_AFTER, **values)
    if refused:
        return InvalidInput.at("to", "mail-address-refused", **values)
    if getattr(failure, "sender", None):
        return Conflict("mail-sender-refused", **values)
    if reply or isinstance(failure, ssl.SSLError) or not _is_lost(failure):
        return Conflict(_OF_STEP[step], **values)
    return Unavailable("mail-unreachable", retry_after=RETRY_AFTER, **values)


def _is_lost(failure: OSError) -> bool:
    """Tell whether the connection failed, rather than that the server does not know what was asked of it."""
    hung_up = type(failure).__name__ == "SMTPServerDisconnected"  # a class of the standard library's own mail
    return hung_up or failure.errno is not None or isinstance(failure, TimeoutError)


def _values(settings: Settings) -> dict[str, object]:
    return {"host": settings.mail_host, "port": settings.port_for_mail, "sender": settings.mail_from}


_OF_STEP = {
    "connect": "mail-unreachable",
    "tls": "mail-tls-failed",
    "sign-in": "mail-sign-in-refused",
    "letter": "mail-refused",
}
