"""Bodies of feeds kept in memory, bounded by their bytes."""

from collections import OrderedDict
from threading import Lock


class BodyCache:
    """The latest body of each feed, those asked for longest ago going first. Safe between threads.

    A body is found by its ETag, which is its hash: what is found is exactly what was promised.
    """

    def __init__(self, most_bytes: int) -> None:
        """Hold at most ``most_bytes`` bytes of bodies."""
        self._most = most_bytes
        self._held = 0
        self._bodies: OrderedDict[str, tuple[str, bytes]] = OrderedDict()
        self._lock = Lock()

    def get(self, feed_id: str, etag: str) -> bytes | None:
        """Return the body of a feed with this ETag, or None."""
        with self._lock:
            found = self._bodies.get(feed_id)
            if found is None or found[0] != etag:
                return None
            self._bodies.move_to_end(feed_id)
            return found[1]

    def put(self, feed_id: str, etag: str, body: bytes) -> None:
        """Keep a body in place of the feed's older one; one that alone is too large is not kept."""
        with self._lock:
            _, old = self._bodies.pop(feed_id, ("", b""))
            self._held -= len(old)
            if len(body) > self._most:
                return
            self._bodies[feed_id] = (etag, body)
            self._held += len(body)
            while self._held > self._most:
                _, (_, oldest) = self._bodies.popitem(last=False)
                self._held -= len(oldest)
