"""Sealed columns: unreadable without the key file, bound to their row, and sealed anew without anybody failing."""

import pytest
from cryptography.fernet import Fernet

from scheduler.db.sealed import Seal, Sealable, SealBroken

OLD, NEW = Fernet.generate_key(), Fernet.generate_key()


def test_what_was_sealed_comes_back_for_its_own_row_only() -> None:
    seal = Seal(lambda: [OLD])
    sealed = seal.close("account.totp", Sealable("row-1", "a|secret"))

    found = seal.open("account.totp", sealed)

    assert "secret" not in sealed
    assert found.of("row-1") == "a|secret"
    with pytest.raises(SealBroken):
        found.of("row-2")
    with pytest.raises(SealBroken):
        seal.open("account.other", sealed)
    with pytest.raises(SealBroken):
        seal.open("account.totp", sealed[:-8] + "AAAAAAA=")


def test_a_secret_does_not_show_when_it_is_printed() -> None:
    assert "hush" not in repr(Sealable("row", "hush"))


def test_a_process_that_was_started_before_a_rotation_opens_what_is_sealed_after_it() -> None:
    file = [OLD]
    before, after = Seal(lambda: list(file)), None
    sealed_before = before.close("t.c", Sealable("r", "x"))
    file.insert(0, NEW)
    after = Seal(lambda: list(file))

    assert before.open("t.c", after.close("t.c", Sealable("r", "y"))).text == "y"
    assert after.open("t.c", sealed_before).text == "x"


def test_a_key_that_is_gone_opens_nothing() -> None:
    sealed = Seal(lambda: [OLD]).close("t.c", Sealable("r", "x"))

    with pytest.raises(SealBroken):
        Seal(lambda: [NEW]).open("t.c", sealed)
