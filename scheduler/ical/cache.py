"""Bodies of feeds kept in memory with what they were made of, bounded by their bytes."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from scheduler.db.feed_state import Window
from scheduler.ical.entries import Entries


@dataclass(frozen=True, slots=True)
class Made:
    """A body, the version and window it was made for, and its entries in their order."""

    etag: str
    body: bytes
    version: int
    window: Window
    entries: Entries

    @property
    def weight(self) -> int:
        """Return about how many bytes it holds: the body and, once more, its entries."""
        return 2 * len(self.body)


class BodyCache:
    """The latest body of each feed, those asked for longest ago going first. Safe between threads.

    A body is found by its ETag, which is its hash: what is found is exactly what was promised.
    """

    def __init__(self, most_bytes: int) -> None:
        """Hold at most ``most_bytes`` bytes."""
        self._most = most_bytes
        self._held = 0
        self._bodies: OrderedDict[str, Made] = OrderedDict()
        self._lock = Lock()

    def get(self, feed_id: str, etag: str) -> bytes | None:
        """Return the body of a feed with this ETag, or None."""
        with self._lock:
            found = self._bodies.get(feed_id)
            if found is None or found.etag != etag:
                return None
            self._bodies.move_to_end(feed_id)
            return found.body

    def find_made(self, feed_id: str, window: Window) -> Made | None:
        """Return what was last made of a feed for this window, whatever has changed since, or None."""
        with self._lock:
            found = self._bodies.get(feed_id)
            return found if found is not None and found.window == window else None

    def put(self, feed_id: str, made: Made) -> None:
        """Keep a body in place of the feed's older one; one that alone is too large is not kept."""
        with self._lock:
            old = self._bodies.pop(feed_id, None)
            self._held -= old.weight if old else 0
            if made.weight > self._most:
                return
            self._bodies[feed_id] = made
            self._held += made.weight
            while self._held > self._most:
                _, oldest = self._bodies.popitem(last=False)
                self._held -= oldest.weight
