"""What calendars say: names of feeds, and what marks an entry that changed."""

from datetime import date

from scheduler.core.facts import State
from scheduler.wording.dates import short_date
from scheduler.wording.language import said, source
from scheduler.wording.meetings import CANCELLED_PREFIX

_PREFIXES = {
    State.CANCELLED: CANCELLED_PREFIX,
    State.POSTPONED: "ĐÃ HOÃN: ",
    State.NOT_HELD: "KHÔNG TỔ CHỨC: ",
}

_CLIENTS = {
    "google": source("Google Calendar"),
    "outlook": source("Outlook"),
    "thunderbird": source("Thunderbird"),
    "android": source("Android"),
    "apple": source("iPhone, iPad hoặc Mac"),
    "nextcloud": source("Nextcloud"),
    "desktop": source("ứng dụng lịch trên máy tính"),
}


def entry_prefix(state: State) -> str:
    """Return what stands before the title of an entry that does not take place, else ""."""
    return _PREFIXES.get(state, "")


def former_date_words(was: date, now: date) -> str:
    """Return "Đã lùi từ ngày 12/11/2026", or for an earlier new date that it was brought forward."""
    return f"Đã lùi từ ngày {short_date(was)}" if now >= was else f"Đã chuyển sớm lên từ ngày {short_date(was)}"


def feed_title(*parts: str) -> str:
    """Return the name of a calendar: "Lịch tiếp công dân – Chủ tịch UBND – Xã Tân Đoàn"."""
    return " – ".join(("Lịch tiếp công dân", *parts))


def client_name(family: str) -> str:
    """Return which kind of program fetches a calendar: "Google Calendar"; of an unknown one, that it is unknown."""
    return said(_CLIENTS.get(family, source("ứng dụng khác")))
