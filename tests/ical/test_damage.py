"""What is damaged is left out, and takes nothing along."""

from functools import partial

import pytest

from scheduler.ical.body import compose
from scheduler.ical.entries import all_of, renewed
from scheduler.ical.occurrence import Audience, render
from tests.ical.reading import events
from tests.ical.test_bytes import REVISED, TODAY, an_occurrence

READINGS = pytest.mark.parametrize("reading", [all_of, partial(renewed, {})])


def told(reading, *pieces: bytes) -> bytes:
    """Return the calendar that is made of rows with these pieces, read whole or told since."""
    rows = [(f"2026-12-0{number}", f"uid{number}", "m", number, TODAY, piece) for number, piece in enumerate(pieces)]
    return compose("Lịch", [(row[5], row[4]) for row in reading(rows).values()], TODAY)


@READINGS
def test_a_damaged_entry_never_takes_the_others_along(reading, caplog):
    good = render(an_occurrence(), 0, REVISED, Audience.PRIVATE).encode()

    found = told(reading, good[:-9], good, b"", good + good)

    assert len(events(found)) == 1
    assert len(caplog.records) == 3


@READINGS
def test_what_stands_around_an_entry_is_left_out_with_it(reading):
    good = render(an_occurrence(), 0, REVISED, Audience.PRIVATE).encode()

    for damaged in (b"X-JUNK:1\r\n" + good, good + b"X-JUNK:1\r\n"):
        found = told(reading, good, damaged)

        assert len(events(found)) == 1
        assert b"JUNK" not in found


def test_an_entry_that_does_not_read_back_is_refused():
    with pytest.raises(ValueError, match="does not read back"):
        render(an_occurrence(summary="a line\r\nand another"), 0, REVISED, Audience.PRIVATE)
