"""Logs: one JSON line for each thing that happened, with listed fields only, so that nothing slips in."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import ClassVar


class JsonLines(logging.Formatter):
    """Write a record as one line of JSON; line ends inside a message are escaped (no forged lines, T-36)."""

    FIELDS: ClassVar[tuple[str, ...]] = ("request_id", "method", "rule", "status", "ms", "key_id", "job")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "what": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in self.FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["stack"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def write_logs(level: str) -> None:
    """Send every log record to standard error as JSON lines. Call it once, in a door."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
