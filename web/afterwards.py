"""Work that is done after its answer has left, so that the answer tells nothing by how long it took (T-21)."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore

from scheduler.core.errors import DomainError

_MOST = 100
_log = logging.getLogger("tiepdan.web")


class Afterwards:
    """Does pieces of work one after the other, beside the answers; of more than 100 the newest are dropped.

    What is refused is refused in silence: nobody is there any more to be told.
    """

    def __init__(self) -> None:
        """Begin with nothing to do; no thread is started before there is."""
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="afterwards")
        self._room = BoundedSemaphore(_MOST)

    def do(self, work: Callable[[], object]) -> None:
        """Let a piece of work be done soon."""
        if self._room.acquire(blocking=False):
            self._pool.submit(self._done, work)
        else:
            _log.warning("too much work waits; a piece was dropped")

    def wait(self, seconds: float = 10) -> None:
        """Return when everything that was given so far is done. Raises: TimeoutError."""
        self._pool.submit(str).result(seconds)

    def _done(self, work: Callable[[], object]) -> None:
        try:
            work()
        except DomainError as refusal:
            _log.info("work after an answer was refused", extra={"code": refusal.code})
        except Exception:  # noqa: BLE001 - nobody waits for it: unlogged it would be lost
            _log.exception("work after an answer failed")
        finally:
            self._room.release()
