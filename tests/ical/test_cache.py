from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from scheduler.db.feed_state import Window
from scheduler.ical.cache import BodyCache, Made

DAY = date(2026, 12, 1)
WINDOW = Window(DAY, DAY, DAY)


def made(etag: str, body: bytes, window: Window = WINDOW) -> Made:
    return Made(etag, body, 1, window, {})


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 60)), max_size=40))
def test_it_never_holds_more_than_it_may_and_never_gives_another_edition(puts):
    cache = BodyCache(200)
    latest = {}
    for number, (feed, size) in enumerate(puts):
        cache.put(feed, made(str(number), bytes(size)))
        latest[feed] = (str(number), size)

        kept = {name: cache.get(name, etag) for name, (etag, _) in latest.items()}

        # The body, and the entries it was made of.
        assert sum(2 * len(body) for body in kept.values() if body is not None) <= 200
        assert all(body is None or len(body) == latest[name][1] for name, body in kept.items())
        assert kept[feed] is not None


def test_what_was_asked_for_longest_ago_goes_first():
    cache = BodyCache(20)
    cache.put("a", made("1", b"12345"))
    cache.put("b", made("1", b"12345"))
    cache.get("a", "1")

    cache.put("c", made("1", b"12345"))

    assert [cache.get(name, "1") is None for name in "abc"] == [False, True, False]


def test_a_body_larger_than_the_whole_memory_is_not_kept_and_drops_nothing_else():
    cache = BodyCache(20)
    cache.put("a", made("1", b"12345"))

    cache.put("b", made("1", bytes(11)))

    assert (cache.get("a", "1"), cache.get("b", "1")) == (b"12345", None)


def test_what_was_made_is_found_for_its_own_window_only():
    cache = BodyCache(20)
    cache.put("a", made("1", b"12345"))

    assert cache.find_made("a", WINDOW).etag == "1"
    assert cache.find_made("a", WINDOW._replace(today=date(2026, 12, 2))) is None
    assert cache.find_made("b", WINDOW) is None
