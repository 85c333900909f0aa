"""What may be a password: long, and not what everybody would try first. No rule of composition."""

import unicodedata

import pytest

from scheduler.passwords import Passwords, password_faults
from scheduler.settings import Settings
from tests.usecases.gates import PASSWORD, cheap

WORDS = ("Lò Thị Năm", "lo.thi.nam@tandoan.gov.vn", "Xã Tân Đoàn", "Tỉnh Lạng Sơn")


def codes(password: str, *, with_code: bool = False) -> list[str]:
    return [fault.code for fault in password_faults(password, with_code=with_code, words=WORDS)]


@pytest.mark.parametrize(
    "password", [PASSWORD, "correct horse battery staple", "mua he nam ay qua song", "🐃" * 3 + "trâu gặm cỏ non"]
)
def test_a_sentence_of_one_s_own_is_one(password: str) -> None:
    assert codes(password) == []


@pytest.mark.parametrize(
    ("password", "with_code", "faults"),
    [
        ("x7#Kp2!qLm9$Wz", False, ["password-length"]),
        ("x7#Kp2!qLm9$Wz", True, []),
        ("voi9chuối", True, []),
        ("voi9chu", True, ["password-length"]),
        ("ă" * 129, False, ["password-length"]),
        ("ngựa hồng " * 12 + "bay", False, []),
    ],
)
def test_how_long_it_must_be_hangs_on_the_second_step(password: str, *, with_code: bool, faults: list[str]) -> None:
    assert codes(password, with_code=with_code) == faults


@pytest.mark.parametrize(
    "password",
    [
        "password",
        "Password123",
        "qwertyuiop",
        "12345678",
        "iloveyou",
        "passwordpassword",
        "qwertyuiop123456789",
        "aaaaaaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "abcdefghijklmnopqrstu",
        "987654321098765432",
        "hihi hihi hihi hihi",
    ],
)
def test_what_everybody_tries_is_none(password: str) -> None:
    assert codes(password, with_code=True) == ["password-common"]


@pytest.mark.parametrize(
    "password",
    [
        "tiepdan@ubnd2026",
        "UBND xã Tân Đoàn 2026",
        "ubndxatandoanlangson",
        "Lò Thị Năm 1985",
        "lo.thi.nam@tandoan.gov.vn",
        "Mật khẩu Tiếp công dân",
        "chủ tịch ubnd tỉnh lạng sơn",
    ],
)
def test_words_that_everybody_around_knows_are_not_enough(password: str) -> None:
    assert codes(password) == ["password-of-known-words"]


def test_a_password_is_the_same_however_its_letters_are_composed() -> None:
    kept = cheap().kept(unicodedata.normalize("NFD", PASSWORD))

    assert cheap().is_right(kept, unicodedata.normalize("NFC", PASSWORD))
    assert not cheap().is_right(kept, PASSWORD.upper())
    assert kept.startswith("$argon2id$")


def test_nobody_s_password_is_never_right() -> None:
    assert not cheap().is_right(None, "nobody's")
    assert not cheap().is_right("no such form", PASSWORD)
    assert not cheap().is_right(cheap().kept("x" * 128), "x" * 128 + "y")
    assert not cheap().is_right(cheap().kept(PASSWORD), "\ud800")


def test_other_settings_make_the_kept_form_outdated() -> None:
    kept = cheap().kept(PASSWORD)

    assert not cheap().is_outdated(kept)
    assert Passwords.by(Settings(password_memory_mb=2, password_rounds=1)).is_outdated(kept)
