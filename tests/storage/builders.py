"""Small values for storage tests, with only what a test cares about named."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from storage.records import NewArticle

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def new_article(url: str = "", text: str = "The bridge opened on Monday.", **values: Any) -> NewArticle:
    fields = {
        "source": "Harbour Post",
        "title": "Bridge opens",
        "fingerprint": hashlib.sha256(text.encode()).hexdigest(),
        **values,
    }
    return NewArticle(url=url, text=text, **fields)
