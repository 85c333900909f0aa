"""MUST 1 to 14 and 19 to 25 of calendar feeds: what every body looks like, whatever was typed in."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.clock import VIETNAM
from scheduler.core.vietnamese import nfc
from scheduler.ical.body import MOST_BYTES, compose, head_of
from scheduler.ical.occurrence import Audience, Occurrence, Status, render
from tests.ical.reading import ENGINES, events, head, physical_lines, properties

TODAY = "2026-11-22"
REVISED = datetime(2026, 11, 2, 3, 4, 5, tzinfo=UTC)
TITLE = "Tiếp công dân định kỳ – Chủ tịch UBND – Xã Tân Đoàn"
NASTY = st.text(
    st.one_of(
        st.sampled_from("\\;,:\"'^nN\r\n\t\x00\x0b\x7f\u2028\u200b\ufeff BEGIN:END"),
        st.sampled_from("ạảãàáăắằẳẵặâấầẩẫậđêếềểễệôốồổỗộơớờởỡợưứừửữựyýỳỷỹỵƯỨỪỬỮỰ"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=300,
)


def an_occurrence(**over) -> Occurrence:
    starts = datetime(2026, 12, 15, 8, tzinfo=VIETNAM)
    given = {
        "uid": "reception-1041@lich.example.vn",
        "starts": starts,
        "ends": starts + timedelta(hours=3, minutes=30),
        "summary": TITLE,
        "description": "Chủ trì: Chủ tịch UBND – Nguyễn Văn Một\nĐơn vị: Xã Tân Đoàn",
        "location": "Phòng Tiếp công dân, Số 1; đường Hùng Vương",
        "category": "Tiếp công dân",
        "url": "https://lich.example.vn/buoi/1041",
        "status": Status.CONFIRMED,
        "public": True,
    }
    return Occurrence(**given | over)


def a_feed(*occurrences: Occurrence, audience: Audience = Audience.PRIVATE, name: str = "Lịch tiếp công dân") -> bytes:
    pieces = [(render(o, 0, REVISED, audience).encode(), o.starts.date().isoformat()) for o in occurrences]
    return compose(name, pieces, TODAY)


@pytest.fixture(params=list(Audience))
def body(request: pytest.FixtureRequest) -> bytes:
    other = an_occurrence(uid="dialogue-7@lich.example.vn", starts=datetime(2026, 12, 16, 7, tzinfo=VIETNAM))
    return a_feed(an_occurrence(), other, audience=request.param)


def written(text: str) -> bytes:
    """A feed in which every free text is this one, cleaned as the describing floor cleans it."""
    clean = nfc(text) or "x"
    return a_feed(an_occurrence(summary=clean, location=clean, description=f"{clean}\n{clean}"), name=clean)


@given(NASTY)
def test_must_01_utf8_without_mark_and_crlf_after_every_line(text):
    found = written(text)

    assert not found.startswith(b"\xef\xbb\xbf")
    assert found.decode().endswith("END:VCALENDAR\r\n")
    assert b"\n" not in found.replace(b"\r\n", b"")
    assert b"\r" not in found.replace(b"\r\n", b"")


@given(NASTY)
def test_must_02_no_line_over_75_octets_and_no_fold_within_a_letter(text):
    for line in physical_lines(written(text)):
        assert len(line) <= 75
        line.decode()  # a letter cut in two would not decode


@given(NASTY)
def test_must_03_no_fold_within_an_escape(text):
    for line in physical_lines(written(text)):
        assert (len(line) - len(line.rstrip(b"\\"))) % 2 == 0


@given(NASTY)
def test_must_04_no_control_characters_and_nfc(text):
    found = written(text).decode().replace("\r\n", "")

    assert not [letter for letter in found if unicodedata.category(letter) == "Cc"]
    assert unicodedata.is_normalized("NFC", found)


@given(NASTY)
def test_must_05_text_comes_back_as_it_went_in_and_makes_no_property_of_its_own(text):
    clean = nfc(text) or "x"

    (event,) = events(written(text))

    assert event["SUMMARY"].text == event["LOCATION"].text == clean
    assert event["DESCRIPTION"].text == f"{clean}\n{clean}"
    assert [p.text for p in head(written(text)) if p.name == "NAME"] == [clean]


@given(NASTY)
def test_every_engine_reads_the_same(text):
    clean = nfc(text) or "x"
    occurrence = an_occurrence(summary=clean)

    # vobject and icalendar drop white space at the ends of a value; ours has none there.
    seen = [engine(a_feed(occurrence)) for engine in ENGINES]

    assert seen == [[(occurrence.uid, occurrence.starts, occurrence.ends, clean)]] * len(ENGINES)


def test_must_06_a_body_too_long_loses_whole_days_from_the_far_end():
    first = datetime(2026, 11, 1, 8, tzinfo=VIETNAM)
    days = [first + timedelta(days=n) for n in range(300)]
    text = "Phòng " * 100
    given = {f"r-{n}-{k}@x": day for n, day in enumerate(days) for k in range(4)}
    pieces = [
        (
            render(an_occurrence(uid=uid, starts=day, ends=day, location=text), 0, REVISED, Audience.PUBLIC).encode(),
            day.date().isoformat(),
        )
        for uid, day in given.items()
    ]

    found = compose("Lịch", pieces, TODAY)

    kept = [e["UID"].value for e in events(found)]
    assert sum(len(piece) for piece, _ in pieces) > MOST_BYTES
    assert MOST_BYTES - 4 * len(pieces[0][0]) < len(found) <= MOST_BYTES
    assert kept == [f"r-{n}-{k}@x" for n in range(len(kept) // 4) for k in range(4)]


def test_must_06_what_is_past_gives_way_only_when_nothing_ahead_is_left():
    piece = render(an_occurrence(location="x" * 40_000), 0, REVISED, Audience.PUBLIC).encode()
    days = [f"2026-10-{n:02}" for n in range(1, 31)] + ["2026-11-27"]

    found = compose("Lịch", [(piece, day) for day in days], TODAY)

    assert found.count(b"BEGIN:VEVENT") == (MOST_BYTES - len(head_of("Lịch"))) // len(piece)


def test_must_07_one_calendar_with_its_four_marks(body):
    lines = properties(body)

    assert [p.value for p in lines if p.name == "BEGIN"].count("VCALENDAR") == 1
    found = {p.name: p.value for p in head(body)}
    assert found["VERSION"] == "2.0"
    assert found["PRODID"] == "-//Tiep Dan//Lich tiep dan 1.0//VI"
    assert found["CALSCALE"] == "GREGORIAN"


def test_must_08_no_method(body):
    assert "METHOD" not in {p.name for p in properties(body)}


def test_must_09_both_names_are_equal_and_the_zone_is_named(body):
    found = {p.name: p.value for p in head(body)}

    assert found["NAME"] == found["X-WR-CALNAME"] == "Lịch tiếp công dân"
    assert found["X-WR-TIMEZONE"] == "Asia/Ho_Chi_Minh"


def test_must_10_both_refresh_hints_say_one_hour(body):
    found = {p.name: p for p in head(body)}

    assert (found["REFRESH-INTERVAL"].params, found["REFRESH-INTERVAL"].value) == (";VALUE=DURATION", "PT1H")
    assert (found["X-PUBLISHED-TTL"].params, found["X-PUBLISHED-TTL"].value) == ("", "PT1H")


def test_must_11_one_fixed_zone_before_the_first_event(body):
    zone = body[body.index(b"BEGIN:VTIMEZONE") : body.index(b"END:VTIMEZONE")].decode().split("\r\n")

    assert body.count(b"BEGIN:VTIMEZONE") == 1
    assert body.index(b"END:VTIMEZONE") < body.index(b"BEGIN:VEVENT")
    assert zone == [
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Ho_Chi_Minh",
        "X-LIC-LOCATION:Asia/Ho_Chi_Minh",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0700",
        "TZOFFSETTO:+0700",
        "TZNAME:+07",
        "END:STANDARD",
        "",
    ]


def test_must_12_times_name_the_zone_also_when_they_came_from_another():
    utc = an_occurrence(starts=datetime(2026, 12, 15, 1, tzinfo=UTC), ends=datetime(2026, 12, 15, 4, tzinfo=UTC))

    (event,) = events(a_feed(utc))

    assert (event["DTSTART"].params, event["DTSTART"].value) == (";TZID=Asia/Ho_Chi_Minh", "20261215T080000")
    assert (event["DTEND"].params, event["DTEND"].value) == (";TZID=Asia/Ho_Chi_Minh", "20261215T110000")


def test_must_13_a_reception_with_hours_is_never_an_all_day_item(body):
    assert b"VALUE=DATE" not in body


def test_must_14_every_entry_has_its_twelve_properties_once(body):
    needed = ["UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS", "TRANSP", "CLASS"]

    for event in events(body):  # `events` refuses a property that stands twice
        assert set(needed) <= set(event)


def test_must_19_20_21_25_nothing_that_repeats_rings_invites_or_carries(body):
    names = {p.name for p in properties(body)}

    assert not names & {"RRULE", "RDATE", "RECURRENCE-ID", "ATTENDEE", "ORGANIZER", "ATTACH", "GEO", "IMAGE", "COLOR"}
    assert {p.value for p in properties(body) if p.name == "BEGIN"} == {
        "VCALENDAR", "VTIMEZONE", "STANDARD", "VEVENT",
    }  # fmt: skip


@pytest.mark.parametrize("status", list(Status))
def test_must_22_only_what_takes_a_leaders_time_blocks_it(status):
    occurrence = an_occurrence(status=status)

    (mine,) = events(a_feed(occurrence))
    (everybodys,) = events(a_feed(occurrence, audience=Audience.PUBLIC))

    assert mine["TRANSP"].value == ("TRANSPARENT" if status is Status.CANCELLED else "OPAQUE")
    assert everybodys["TRANSP"].value == "TRANSPARENT"


def test_must_23_only_the_public_feed_says_public():
    (mine,), (everybodys,) = (
        events(a_feed(an_occurrence(), audience=who)) for who in (Audience.PRIVATE, Audience.PUBLIC)
    )

    assert (mine["CLASS"].value, everybodys["CLASS"].value) == ("PRIVATE", "PUBLIC")


def test_must_25_the_link_is_plain_and_absolute(body):
    for event in events(body):
        assert re.fullmatch(r"https://[a-z.]+/buoi/\w+", event["URL"].value)
