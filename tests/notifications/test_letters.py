"""Letters as bytes: they read as they were written, in any reader, and nothing typed makes a header of its own."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.letters import compose

AT = datetime(2026, 11, 22, 1, tzinfo=UTC)
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ₫–“”ỔẴ"
WORDS = st.lists(st.text(LETTERS, min_size=1, max_size=12), min_size=1, max_size=25).map(" ".join)


def letter(**over: object):
    told = {
        "to": "a@x.vn",
        "sender": "lich@x.vn",
        "sender_name": "Lịch tiếp công dân",
        "subject": "Thư thử",
        "lines": ["Kính gửi Ông/Bà,"],
        "message_id": "1@x.vn",
        "at": AT,
    }
    return compose(**told | over)


def read(value: object) -> str:
    return str(make_header(decode_header(value)))


@given(WORDS, WORDS, st.lists(WORDS, max_size=5))
def test_what_is_written_is_read_and_every_line_is_short_and_ascii(subject: str, name: str, lines: list[str]) -> None:
    made = letter(subject=subject, sender_name=name, lines=lines)
    read_back = message_from_bytes(made.content)

    assert read(read_back["Subject"]) == subject
    assert read(read_back["From"]) == f"{name} <lich@x.vn>"
    body = read_back.get_payload(decode=True).decode("utf-8")
    assert body == "".join(f"{line}\n" for line in lines) or body == "\n" * (not lines)
    assert read_back.get_content_charset() == "utf-8"
    assert made.content.isascii()
    assert all(len(line) <= 76 for line in made.content.split(b"\r\n"))
    assert made.content.count(b"\n") == made.content.count(b"\r\n")


def test_it_has_the_headers_a_letter_of_a_machine_has_each_once() -> None:
    read_back = message_from_bytes(letter().content)

    ours = "From To Subject Date Message-ID Auto-Submitted Content-Type MIME-Version Content-Transfer-Encoding"
    assert sorted(read_back.keys()) == sorted(ours.split())
    assert parsedate_to_datetime(read_back["Date"]) == AT
    assert (read_back["To"], read_back["Message-ID"]) == ("a@x.vn", "<1@x.vn>")
    assert read_back["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("where", ["to", "sender", "sender_name", "subject", "message_id"])
@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\0"])
def test_a_line_end_makes_no_header(where: str, end: str) -> None:
    with pytest.raises(ValueError, match="line end"):
        letter(**{where: f"x{end}Bcc: b@x.vn"})
