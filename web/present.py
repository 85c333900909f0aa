"""How the facts of a page are shown: filters for templates, made of the wording floor's sentences."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import quote, urlsplit

import segno

from scheduler.core.facts import State
from scheduler.public.views import Card, ChairView, FormerDateView, SittingView
from scheduler.wording import dates, meetings, origins, posting
from scheduler.wording.language import said, say, source
from scheduler.wording.meetings import stand_in_words
from web.heads import head_of

_SHAPES = {
    State.PUBLISHED: "calendar",
    State.MOVED: "arrow",
    State.POSTPONED: "pause",
    State.CANCELLED: "cross",
    State.HELD: "tick",
    State.NOT_HELD: "dash",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A state as word and shape; ``tone`` only colours what the two already say."""

    word: str
    shape: str
    tone: str


@dataclass(frozen=True, slots=True)
class Subscription:
    """The one public calendar of a unit by its three doors."""

    https: str
    webcal: str
    google: str


def chip(card: Card) -> Chip:
    """Return a meeting's state as shown on its card."""
    word = meetings.state_word(card.state, card.activity)
    left = [was.day for was in card.former if not was.stays]
    if card.state is State.MOVED and left and card.day:
        word = meetings.moved_words(left[-1], card.day)
    elif card.state is State.CANCELLED:
        word = said(source("đã hủy"))
    elif card.state is State.POSTPONED:
        word = said(source("hoãn, chưa có ngày mới"))
    return Chip(f"{word[0].upper()}{word[1:]}", _SHAPES[card.state], card.state.value.replace("_", "-"))


def by_month(cards: tuple[Card, ...]) -> list[tuple[str, list[Card]]]:
    """Return dated cards in groups: "tháng 12/2026" with its cards, in order."""
    dated = [card for card in cards if card.day is not None]
    return [(name, list(group)) for name, group in groupby(dated, key=lambda card: dates.month_name(_day(card)))]


def _day(card: Card) -> date:
    return card.day or date.min


def heading(card: Card) -> str:
    """Return what the meeting is called."""
    return meetings.title(card.activity, card.sub_type)


def part(sitting: SittingView) -> str:
    """Return "sáng" or "chiều"."""
    return dates.part_of_day(sitting.starts)


def when(sitting: SittingView) -> str:
    """Return "08:00–11:30"."""
    return dates.hours(sitting.starts, sitting.ends)


def chair(view: ChairView) -> str:
    """Return who presides, which deputy receives instead, or that the head was absent."""
    if view.in_person:
        return f"{view.title} {view.person}".strip()
    return stand_in_words(view.title, "" if view.absent else view.delegate or said(source("cấp phó")))


def low(name: str) -> str:
    """Return a unit's full name for the middle of a line: "tỉnh Lạng Sơn"."""
    return f"{name[:1].lower()}{name[1:]}"


def when_gone(card: Card) -> str:
    """Return what names a postponed meeting: the date it last had."""
    if not card.former:
        return said(source("Chưa có ngày mới"))
    return say(source("Buổi {day}, chưa có ngày mới"), day=dates.short_date(card.former[-1].day))


def places(card: Card) -> list[str]:
    """Return the places of a meeting with their addresses, each once, in order of time."""
    lines = (", ".join(part for part in (s.place, s.address) if part) for s in card.sittings)
    return list(dict.fromkeys(line for line in lines if line))


def origin(card: Card) -> str:
    """Return how the date came about, "" when nothing is known."""
    return origins.origin_sentence(card.origin)


def posted(card: Card) -> str:
    """Return the footer of a card, "" when nothing was posted for its present date."""
    if card.posted is None:
        return ""
    return posting.posted_words(card.posted.at, card.posted.days_before, card.posted.status)


def moved_lines(card: Card) -> list[str]:
    """Return one line for each date, or hours and place, that the meeting left: for what, with the reason."""
    grounded = source("{told}. Lý do: {ground}.")
    return [
        say(grounded, told=_left(was), ground=was.ground.rstrip(".")) if was.ground else f"{_left(was)}."
        for was in card.former
        if was.said is None
    ]


def _left(was: FormerDateView) -> str:
    day = dates.short_date(was.day)
    if was.stays:
        before = ", ".join(part for part in (was.hours, was.where) if part)
        told = say(source("Ngày {day} đã đổi giờ, địa điểm hoặc hình thức"), day=day)
        return say(source("{told} (trước đây: {before})"), told=told, before=before) if before else told
    if was.to is None:
        return say(source("Hoãn ngày {day}"), day=day)
    moved = source("Đã lùi từ {was} sang {now}") if was.to >= was.day else source("Đã chuyển sớm từ {was} sang {now}")
    return say(moved, was=day, now=dates.short_date(was.to))


def mode(card: Card) -> str:
    """Return how people meet."""
    return meetings.mode_word(card.mode)


def subscription(base: str, public_name: str) -> Subscription:
    """Return the addresses of a unit's public calendar."""
    path = f"/lich/{public_name}.ics"
    webcal = f"webcal://{urlsplit(base).netloc}{urlsplit(base).path}{path}"
    google = f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}"
    return Subscription(f"{base}{path}", webcal, google)


def qr(address: str) -> str:
    """Return a QR picture of an address as a data URI."""
    return str(segno.make(address, error="m", micro=False).svg_data_uri(scale=4, border=2))


FILTERS: dict[str, Callable[..., object]] = {
    "by_month": by_month,
    "chair": chair,
    "chip": chip,
    "day_month": dates.day_month,
    "formal_date": dates.formal_date,
    "head_of": head_of,
    "heading": heading,
    "inline_date": dates.inline_date,
    "instead_of": origins.instead_of,
    "long_date": dates.long_date,
    "low": low,
    "mode": mode,
    "moment": dates.moment,
    "month_name": dates.month_name,
    "moved_lines": moved_lines,
    "origin": origin,
    "part": part,
    "places": places,
    "posted": posted,
    "qr": qr,
    "relative": dates.relative,
    "short_date": dates.short_date,
    "weekday": dates.weekday,
    "when": when,
    "when_gone": when_gone,
}
