"""What no browser of ours sends is answered like anything else that is wrong: no page falls over it."""

import pytest
from flask import Flask

from scheduler.core.errors import InvalidInput
from scheduler.core.roles import Actor, Role
from scheduler.roster_table import packed, unpacked
from tests.web.office import at_the_office
from web.door import shown_at


@pytest.mark.parametrize("address", ["//[", "http://[", "/\\[", "https:evil", "//evil.example"])
def test_half_an_address_leads_nowhere(app: Flask, address: str) -> None:
    with app.test_request_context("/"):
        assert shown_at(address) == ("", "")


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2200-01-01", "x"])
def test_a_day_far_off_has_no_cell(app: Flask, day: str) -> None:
    client = at_the_office(app, Actor("a", Role.INSPECTOR, None))
    assert client.get(f"/giam-sat/o/an-office/R-G-COMM-02/{day}").status_code == 404


def test_half_a_letter_is_no_text_of_a_table() -> None:
    with pytest.raises(InvalidInput):
        unpacked("eNqLjlaKKU2xMDBQio0FABeqA4I=", "bang")
    assert unpacked(packed([["Vi Văn A"]]), "bang") == [["Vi Văn A"]]
