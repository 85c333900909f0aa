"""Letters as bytes: plain text in Vietnamese or English, headers in ASCII, each line short enough for any server.

``email.header.Header`` under the policy compat32, not ``EmailMessage``: the latter drops blanks between encoded words
and writes them too long. compat32 does not refuse line ends in a header, so they are refused here.
"""

from collections.abc import Sequence
from datetime import datetime
from email.header import Header
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime
from typing import Any

from notifications.transport import Letter

_WIRE = compat32.clone(linesep="\r\n", max_line_length=76)


def compose(
    *, to: str, sender: str, sender_name: str, subject: str, lines: Sequence[str], message_id: str, at: datetime
) -> Letter:
    """Return a letter. Raises: ValueError on a line end where a header wants none."""
    for given in (to, sender, sender_name, subject, message_id):
        if any(mark in given for mark in "\r\n\0"):
            msg = "a header of a letter holds a line end"
            raise ValueError(msg)
    made: Any = MIMEText("\n".join(lines) + "\n", "plain", "utf-8")
    made["From"] = _named(sender_name, sender)
    made["To"] = to
    made["Subject"] = Header(subject, "utf-8", header_name="Subject", maxlinelen=76)
    made["Date"] = format_datetime(at)
    made["Message-ID"] = f"<{message_id}>"
    # Sent by no person, and to be answered by none (RFC 3834).
    made["Auto-Submitted"] = "auto-generated"
    return Letter(to, made.as_bytes(policy=_WIRE))


def _named(name: str, address: str) -> Header:
    header = Header(name, "utf-8", header_name="From", maxlinelen=76)
    header.append(f"<{address}>", "us-ascii")
    return header
