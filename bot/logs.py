"""Logging: one event a line, for people or as JSON, without message texts and without the token."""

import json
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.log_ids import current_ids

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
    handler.addFilter(TokenFilter(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in _NOISY:
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    # It logs answers it cannot read with their text, which may be somebody's message.
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)
