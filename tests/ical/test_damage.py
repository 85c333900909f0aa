"""What is damaged is left out, and takes nothing along."""

import pytest

from scheduler.ical.body import compose
from scheduler.ical.occurrence import Audience, render
from tests.ical.reading import events
from tests.ical.test_bytes import REVISED, TODAY, an_occurrence


def test_a_damaged_entry_never_takes_the_others_along(caplog):
    good = render(an_occurrence(), 0, REVISED, Audience.PRIVATE).encode()

    found = compose("Lịch", [(good[:-9], TODAY), (good, TODAY), (b"", TODAY), (good + good, TODAY)], TODAY)

    assert len(events(found)) == 1
    assert len(caplog.records) == 3


def test_what_stands_around_an_entry_is_left_out_with_it():
    good = render(an_occurrence(), 0, REVISED, Audience.PRIVATE).encode()

    for damaged in (b"X-JUNK:1\r\n" + good, good + b"X-JUNK:1\r\n"):
        found = compose("Lịch", [(good, TODAY), (damaged, TODAY)], TODAY)

        assert len(events(found)) == 1
        assert b"JUNK" not in found


def test_an_entry_that_does_not_read_back_is_refused():
    with pytest.raises(ValueError, match="does not read back"):
        render(an_occurrence(summary="a line\r\nand another"), 0, REVISED, Audience.PRIVATE)
