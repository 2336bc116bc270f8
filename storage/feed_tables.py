"""The tables of feeds and their entries; private to storage."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Table


class FeedRow(Table):
    """A feed with the state of its polling. `key` stands for its address, which may be of any length."""

    __tablename__ = "feeds"
    __table_args__ = (
        Index("ix_feeds_key", "key", unique=True),
        Index(
            "ix_feeds_due",
            "next_due",
            sqlite_where=text("state = 'active'"),
            postgresql_where=text("state = 'active'"),
        ),
        Index("ix_feeds_host", "host"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[bytes]
    url: Mapped[str]
    host: Mapped[str]
    title: Mapped[str]
    site_url: Mapped[str]
    language: Mapped[str]
    state: Mapped[str]
    reason: Mapped[str]
    etag: Mapped[bytes | None]
    last_modified: Mapped[bytes | None]
    body_hash: Mapped[bytes | None]
    interval_seconds: Mapped[int]
    next_due: Mapped[datetime]
    checked: Mapped[datetime | None]
    succeeded: Mapped[datetime | None]
    failures: Mapped[int]
    failing_since: Mapped[datetime | None]
    missing: Mapped[int]
    moved_to: Mapped[str]
    moved_seen: Mapped[int]
    told: Mapped[bool]
    added: Mapped[datetime]
    owner: Mapped[str]
    leased_until: Mapped[datetime | None]


class HostRow(Table):
    """A server that asked to be left alone until a moment."""

    __tablename__ = "hosts"

    host: Mapped[str] = mapped_column(primary_key=True)
    not_before: Mapped[datetime]


class EntryRow(Table):
    """An entry of a feed. What it says is kept until its article is stored; then the dates and the address are left."""

    __tablename__ = "entries"
    __table_args__ = (
        Index("ix_entries_feed", "feed_id", "first_seen"),
        Index("ix_entries_article", "article_id"),
        Index("ix_entries_last_seen", "last_seen"),
        Index(
            "ix_entries_leased",
            "leased_until",
            sqlite_where=text("leased_until IS NOT NULL"),
            postgresql_where=text("leased_until IS NOT NULL"),
        ),
        Index(
            "ix_entries_due",
            "due",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    feed_id: Mapped[int] = mapped_column(ForeignKey("feeds.id", ondelete="CASCADE"))
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id", ondelete="SET NULL"))
    state: Mapped[str]
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
    published: Mapped[datetime | None]
    due: Mapped[datetime]
    attempts: Mapped[int]
    owner: Mapped[str]
    leased_until: Mapped[datetime | None]
    host: Mapped[str]
    link: Mapped[str]
    title: Mapped[str]
    author: Mapped[str]
    image: Mapped[str]
    language: Mapped[str]
    text: Mapped[str]


class EntryKeyRow(Table):
    """One of the marks an entry is known by in its feed: its guid, its link, its title, hashed."""

    __tablename__ = "entry_keys"
    __table_args__ = (Index("ix_entry_keys_entry", "entry_id"),)

    feed_id: Mapped[int] = mapped_column(ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[bytes] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"))
