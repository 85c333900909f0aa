"""A test letter at real mail servers: it arrives, or a sentence says what stood in the way, within bounded time."""

import time
from collections.abc import Callable
from email import message_from_bytes
from pathlib import Path

import pytest

from notifications import transport
from notifications.trial import send_test_letter
from scheduler.core.errors import Conflict, DomainError, InvalidInput, Unavailable
from scheduler.core.language import Language
from scheduler.core.roles import OPERATOR
from scheduler.db.journal import JournalEntry
from scheduler.db.work import Works
from scheduler.settings import Settings
from scheduler.wording.language import speaking
from scheduler.wording.refusals import error_sentence, known, sentence
from tests.notifications.post_office import HERE, PASSWORD, PostOffice, free_port, make_certificate, post_office, says
from tests.notifications.test_letters import read

Leading = Callable[..., Settings]
# The test's server warns of passwords in clear: it does not see that its port is encrypted from the first byte.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


def send(works: Works, settings: Settings, to: str = "nam@xa.vn") -> str:
    return send_test_letter(works, settings, to, OPERATOR, asked="command")


def told(works: Works) -> list[dict[str, object]]:
    with works.reading(OPERATOR) as uow:
        return [row.body for row in uow.session.query(JournalEntry).filter_by(kind="MailTested")]


def refused(works: Works, settings: Settings, kind: type[DomainError], detail: str) -> DomainError:
    before = time.perf_counter()
    with pytest.raises(kind) as refusal:
        send(works, settings)
    assert time.perf_counter() - before < 8
    assert refusal.value.detail == detail
    assert known(detail)
    assert "{" not in error_sentence(refusal.value)
    assert PASSWORD not in f"{refusal.value.values}{refusal.value}"
    assert told(works) == []
    return refusal.value


def test_it_arrives_and_reads_as_it_was_written(works: Works, plain: PostOffice, leading_to: Leading) -> None:
    message_id = send(works, leading_to(plain.port), " Nam@Xa.VN ")

    (envelope,) = plain.letters
    assert (envelope.mail_from, envelope.rcpt_tos) == ("lich@x.vn", ["nam@xa.vn"])
    letter = message_from_bytes(envelope.content)
    assert read(letter["Subject"]) == "Thư thử của hệ thống Lịch tiếp công dân, ngày 22/11/2026"
    assert read(letter["From"]) == "Lịch tiếp công dân <lich@x.vn>"
    assert (letter["To"], letter["Message-ID"]) == ("nam@xa.vn", f"<{message_id}>")
    body = letter.get_payload(decode=True).decode()
    assert body.startswith("Kính gửi Ông/Bà,\n\nThư này được gửi thử từ https://lich.x.vn lúc 22/11/2026 08:00.\n")
    assert message_id.endswith("@lich.x.vn")
    assert told(works) == [{"by": "command", "server": HERE}]


def test_in_english_it_is_english(works: Works, plain: PostOffice, leading_to: Leading) -> None:
    with speaking(Language.ENGLISH):
        send(works, leading_to(plain.port))
    letter = message_from_bytes(plain.letters[0].content)
    assert read(letter["Subject"]) == "Test letter of the calendar of citizen receptions, 22 Nov 2026"
    assert letter.get_payload(decode=True).decode().isascii()


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_encrypted_and_signed_in_it_arrives(works: Works, leading_to: Leading, certificate: Path, tls: str) -> None:
    with post_office(tls, certificate, passwords=True) as office:
        send(works, leading_to(office.port, tls, signed_in=True))
        assert len(office.letters) == 1
        assert office.signed_in == [True]


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_a_wrong_password_is_said_and_not_told(
    works: Works, leading_to: Leading, certificate: Path, password_file: Path, *, caplog, tls: str
) -> None:
    caplog.set_level("DEBUG")
    password_file.write_text("sai-mat-khau")
    with post_office(tls, certificate, passwords=True) as office:
        refused(works, leading_to(office.port, tls, signed_in=True), Conflict, "mail-sign-in-refused")
        assert office.letters == []
    assert "sai-mat-khau" not in caplog.text


def test_a_server_without_passwords_is_not_signed_in_to(works: Works, plain: PostOffice, leading_to: Leading) -> None:
    refused(works, leading_to(plain.port, signed_in=True), Conflict, "mail-sign-in-refused")


def test_what_nobody_can_type_at_a_server_is_refused(
    works: Works, leading_to: Leading, certificate: Path, password_file: Path
) -> None:
    password_file.write_text("mật khẩu có dấu", encoding="utf-8")
    with post_office("starttls", certificate, passwords=True) as office:
        refused(works, leading_to(office.port, "starttls", signed_in=True), Conflict, "mail-sign-in-refused")


def test_without_encryption_nothing_is_said(works: Works, plain: PostOffice, leading_to: Leading) -> None:
    refused(works, leading_to(plain.port, "starttls", signed_in=True), Conflict, "mail-tls-failed")
    refused(works, leading_to(plain.port, "tls", signed_in=True), Conflict, "mail-tls-failed")
    assert (plain.letters, plain.signed_in) == ([], [])


@pytest.mark.parametrize("tls", ["starttls", "tls"])
@pytest.mark.parametrize("names", [(), ("thu.x.vn",)])
def test_a_certificate_that_is_not_trusted_or_of_another_name_is_not_taken(
    works: Works, leading_to: Leading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, tls: str, names: tuple[str]
) -> None:
    made = make_certificate(tmp_path / "other.pem", *(names or (HERE,)))
    if names:
        monkeypatch.setenv("SSL_CERT_FILE", str(made))
    with post_office(tls, made, passwords=True) as office:
        refused(works, leading_to(office.port, tls, signed_in=True), Conflict, "mail-tls-failed")
        assert (office.letters, office.signed_in) == ([], [])


@pytest.mark.parametrize(
    ("step", "reply", "kind", "detail"),
    [
        ("MAIL", "550 not you", Conflict, "mail-sender-refused"),
        ("MAIL", "451 later", Unavailable, "mail-later"),
        ("RCPT", "450 greylisted", Unavailable, "mail-later"),
        ("DATA", "554 spam", Conflict, "mail-refused"),
        ("DATA", "452 full", Unavailable, "mail-later"),
    ],
)
def test_what_the_server_says_is_said_on(
    works: Works, plain: PostOffice, leading_to: Leading, *, step: str, reply: str, kind: type, detail: str
) -> None:
    plain.answers = {step: reply}
    refusal = refused(works, leading_to(plain.port), kind, detail)
    assert refusal.values["reply"] == int(reply[:3])


def test_an_address_that_the_server_does_not_take_is_said_at_its_field(
    works: Works, plain: PostOffice, leading_to: Leading
) -> None:
    plain.answers = {"RCPT": "550 no such user"}
    with pytest.raises(InvalidInput) as refusal:
        send(works, leading_to(plain.port))
    (fault,) = refusal.value.faults
    assert (fault.where, fault.code) == ("to", "mail-address-refused")
    assert "550" in sentence(fault.code, fault.values)


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (b"220 hello\r\n",),
        (b"220 hello\r\n", b"250 x\r\n", b"250 OK\r\n", b"250 OK\r\n", b"354 go on\r\n"),
    ],
    ids=["from the first", "after its name", "with the letter in its hands"],
)
def test_a_server_that_hangs_is_left_in_time(
    works: Works, leading_to: Leading, monkeypatch: pytest.MonkeyPatch, lines: tuple[bytes, ...]
) -> None:
    monkeypatch.setattr(transport, "PATIENCE", 1)
    with says(*lines) as port:
        refused(works, leading_to(port), Unavailable, "mail-unreachable")


def test_where_nobody_listens_it_says_so(works: Works, leading_to: Leading) -> None:
    refused(works, leading_to(free_port()), Unavailable, "mail-unreachable")


def test_what_is_no_mail_server_is_said_to_be_none(works: Works, leading_to: Leading) -> None:
    with says(b"HTTP/1.1 400 Bad Request\r\n") as port:
        refused(works, leading_to(port), Conflict, "mail-unreachable")


def test_without_a_server_it_says_what_to_set(works: Works, tmp_path: Path) -> None:
    refused(works, Settings(data=tmp_path), Conflict, "mail-not-set")


@pytest.mark.parametrize(
    "to",
    [
        "",
        "nam",
        "a@x.vn\r\nBcc: b@x.vn",
        "a@x.vn\nBcc: b@x.vn",
        "a@x.vn\rBcc: b@x.vn",
        "a@x.vn>\r\nRCPT TO:<b@x.vn",
        "a@x.vn\0",
        "a@x.vn,b@x.vn",
        "a@x.vn b@x.vn",
        "<a@x.vn>",
        '"a\r\nBcc: b@x.vn"@x.vn',
        "a@x.vn\u2028Bcc: b@x.vn",
        "thụ@x.vn",
        "a" * 300 + "@x.vn",
    ],
)
def test_what_is_no_single_address_leaves_nothing(
    works: Works, plain: PostOffice, leading_to: Leading, to: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        send(works, leading_to(plain.port), to)
    assert [(f.where, f.code) for f in refusal.value.faults] == [("to", "not-an-email")]
    assert plain.letters == []


def test_no_unit_of_work_is_open_while_the_letter_leaves(works: Works, plain: PostOffice, leading_to: Leading) -> None:
    open_now: list[int] = []
    plain.meanwhile = lambda: open_now.append(works.engine.pool.checkedout())
    send(works, leading_to(plain.port))
    assert open_now == [0]


GOOD = {"MAIL_HOST": "thu.x.vn", "MAIL_FROM": "lich@x.vn"}


def test_the_usual_ports_belong_to_the_kinds_of_encryption() -> None:
    ports = {tls: Settings.from_env(GOOD | {"MAIL_TLS": tls}).port_for_mail for tls in ("", "STARTTLS", "tls", "none")}
    assert ports == {"": 587, "STARTTLS": 587, "tls": 465, "none": 25}
    assert Settings.from_env(GOOD | {"MAIL_PORT": "2525"}).port_for_mail == 2525


@pytest.mark.parametrize(
    ("over", "faults"),
    [
        ({"MAIL_FROM": ""}, [("MAIL_FROM", "not-an-email")]),
        ({"MAIL_FROM": "lich@x.vn\nBcc: b@x.vn"}, [("MAIL_FROM", "not-an-email")]),
        ({"MAIL_HOST": ""}, [("MAIL_HOST", "setting-needed-too")]),
        ({"MAIL_HOST": "smtp://thu.x.vn"}, [("MAIL_HOST", "not-a-host")]),
        ({"MAIL_HOST": "thu.x.vn\nX: y"}, [("MAIL_HOST", "not-a-host")]),
        ({"MAIL_TLS": "maybe"}, [("MAIL_TLS", "unknown-value")]),
        ({"MAIL_USER": "x"}, [("MAIL_PASSWORD_FILE", "setting-needed-too")]),
        ({"MAIL_PASSWORD_FILE": "x"}, [("MAIL_USER", "setting-needed-too")]),
        ({"MAIL_USER": "x", "MAIL_PASSWORD_FILE": "x", "MAIL_TLS": "none"}, [("MAIL_TLS", "password-in-clear")]),
        ({"MAIL_PORT": "70000"}, [("MAIL_PORT", "setting-out-of-bounds")]),
    ],
)
def test_settings_that_could_not_work_are_said_at_the_start(
    over: dict[str, str], faults: list[tuple[str, str]]
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        Settings.from_env(GOOD | over)
    assert [(f.where, f.code) for f in refusal.value.faults] == faults
