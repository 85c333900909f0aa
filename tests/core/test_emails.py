"""Addresses of mail: one form to find them by."""

import pytest

from scheduler.core.emails import email_faults, email_key


@pytest.mark.parametrize("email", ["nam@xa.gov.vn", " Nam.Lo+1@TanDoan.LangSon.gov.vn "])
def test_an_address_is_found_in_small_letters(email: str):
    assert email_faults("email", email) == []
    assert email_key(email) == email.strip().lower()


@pytest.mark.parametrize(
    "email",
    [
        "",
        "nam",
        "nam@xa",
        "nam@@xa.vn",
        "nam@xa..vn",
        "nam xa@x.vn",
        "nаm@xa.vn",
        "nam@xa.vn\nBcc: x@y.vn",
        "a" * 300 + "@x.vn",
    ],
)
def test_what_is_none_is_told(email: str):
    assert [fault.code for fault in email_faults("email", email)] == ["not-an-email"]
