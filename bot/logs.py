"""Logging: one event a line, for people or as JSON, without message texts and without the token."""

import json
import logging
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.log_ids import current_ids
from storage.errors import StorageError

_NOISY = (
    "httpx", "httpcore", "telegram", "tornado", "alembic", "trafilatura", "htmldate", "readability", "pypdf",
)  # fmt: skip


class TokenFilter(logging.Filter):
    """Puts stars where a secret would stand, whatever library wrote the line."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if secret)

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True; the record's text is rewritten in place."""
        text = record.getMessage()
        clean = self._without_secrets(text)
        if clean != text:
            record.msg, record.args = clean, ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = self._without_secrets(record.exc_text)
        return True

    def _without_secrets(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text


class OutageFilter(logging.Filter):
    """While the database is away, what each loop says of it comes once in `every` seconds, with how often it was."""

    def __init__(self, every: float = 30.0, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._every = every
        self._clock = clock
        self._said: dict[tuple[str, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is another one than the last of its place, or enough time has passed."""
        arguments = record.args if isinstance(record.args, tuple) else ()
        if not any(isinstance(argument, StorageError) for argument in arguments):
            return True
        place, now = (record.name, record.msg), self._clock()
        last, left_out = self._said.get(place, (-self._every, 0))
        if now - last < self._every:
            self._said[place] = (last, left_out + 1)
            return False
        self._said[place] = (now, 0)
        if left_out:
            record.msg += " (%d more like it since)"
            record.args = (*arguments, left_out)
        return True


class Lines(logging.Formatter):
    """For people: a line an event, and below it the traceback of an error."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """The line. What a stranger's server said cannot begin another."""
        record.message = record.message.replace("\r", "\\r").replace("\n", "\\n")
        return super().formatMessage(record)


class JsonLines(logging.Formatter):
    """For programs: an object a line, with the numbers of what the work is about, and an error's traceback in it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        fields: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **current_ids(),
        }
        if record.exc_text:
            fields["error"] = record.exc_text
        return json.dumps(fields)


def set_up_logs(level: str, secrets: tuple[str, ...] = (), file: Path | None = None, *, as_json: bool = False) -> None:
    """Log from `level` on, to standard error or to `file`, each event as a JSON object where `as_json` says so.

    httpx logs each address at INFO, with the token in it: WARNING only.
    """
    logging.captureWarnings(as_json)
    handler = logging.FileHandler(file, encoding="utf-8", delay=True) if file else logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if as_json else Lines())
    handler.addFilter(OutageFilter())
    handler.addFilter(TokenFilter(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in _NOISY:
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    # It logs answers it cannot read with their text, which may be somebody's message.
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)
