"""A test letter: does the mail server take what we send, and does it arrive?"""

from notifications.letters import compose
from notifications.transport import deliver
from scheduler.core.clock import civil_date
from scheduler.core.emails import email_faults, email_key
from scheduler.core.errors import InvalidInput
from scheduler.core.ids import new_id
from scheduler.core.roles import Actor
from scheduler.db.work import Works
from scheduler.settings import Settings
from scheduler.wording.letters import sender_name, trial_lines, trial_subject


def send_test_letter(works: Works, settings: Settings, to: str, actor: Actor, *, asked: str) -> str:
    """Send a test letter in the language that is spoken, and write down that one was sent; return its Message-ID.

    ``asked`` tells by which door: "first_start" or "command". The letter is sent before the unit of work begins.
    Raises: Conflict, InvalidInput at "to", Unavailable, each with what the mail server made of it.
    """
    faults = email_faults("to", to)
    if faults:
        raise InvalidInput(faults)
    now = works.clock.now()
    test_id = new_id(now)
    letter = compose(
        to=email_key(to),
        sender=settings.mail_from,
        sender_name=sender_name(),
        subject=trial_subject(civil_date(now)),
        lines=trial_lines(settings.public_url, now),
        message_id=f"{test_id}@{settings.domain}",
        at=now,
    )
    deliver(settings, letter)
    with works.writing(actor) as uow:
        # The journal can never forget, so it does not hear to whom.
        uow.record("MailTested", test_id, None, by=asked, server=settings.mail_host)
    return f"{test_id}@{settings.domain}"
