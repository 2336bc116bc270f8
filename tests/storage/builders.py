"""Small values for storage tests, with only what a test cares about named."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from storage.database import Database
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


def damage(database: Database) -> None:
    """Puts articles into a SQLite database and overwrites the index of one of their columns in its file."""
    with database.write() as uow:
        for number in range(50):
            uow.articles.add(new_article(f"https://a.example/{number}", f"Text {number}. " * 300), (), NOW)
        uow.commit()
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        where = "SELECT rootpage FROM sqlite_master WHERE name = 'ix_articles_added'"
        page = connection.exec_driver_sql(where).scalar_one()
    database.dispose()
    assert database.file is not None
    content = bytearray(database.file.read_bytes())
    content[page * 4096 - 40 : page * 4096 - 8] = bytes(32)
    database.file.write_bytes(content)
