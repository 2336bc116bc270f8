"""Logging: one event a line, without message texts and without the token."""

import logging
import sys
from pathlib import Path

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


def set_up_logs(level: str, secrets: tuple[str, ...] = (), file: Path | None = None) -> None:
    """Log from `level` on, to standard error or to `file`.

    httpx logs each address at INFO, with the token in it: WARNING only.
    """
    handler = logging.FileHandler(file, encoding="utf-8", delay=True) if file else logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S"))
    handler.addFilter(TokenFilter(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in _NOISY:
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    # It logs answers it cannot read with their text, which may be somebody's message.
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)
