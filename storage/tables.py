"""The tables, typed; private to storage. Migrations make them, and a test holds both together."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Double, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage.columns import CleanText, Id, UTCDateTime


class Table(DeclarativeBase):
    """Base of all tables: says once which column type stands for which Python type."""

    type_annotation_map: ClassVar = {
        str: CleanText(),
        int: Id,
        float: Double(),
        datetime: UTCDateTime(),
        bytes: LargeBinary(),
    }


class CounterRow(Table):
    """A named number that rises; locking its row also puts writers of one kind in line."""

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]


class ArticleRow(Table):
    """An article. `scope` is the chat it is private to, 0 when everyone may see it.

    `folded` is title and source in one case, for the library's search. `text` comes last, so
    that a scan of the other columns does not read it.
    """

    __tablename__ = "articles"
    __table_args__ = (
        Index("ix_articles_seq", "seq", unique=True),
        Index("ix_articles_added", "added", "id"),
        Index("ix_articles_scope", "scope"),
        Index(
            "ix_articles_fingerprint",
            "fingerprint",
            "scope",
            unique=True,
            sqlite_where=text("fingerprint <> ''"),
            postgresql_where=text("fingerprint <> ''"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int]
    scope: Mapped[int]
    added: Mapped[datetime]
    published: Mapped[datetime | None]
    language: Mapped[str]
    fingerprint: Mapped[str]
    url: Mapped[str]
    source: Mapped[str]
    title: Mapped[str]
    folded: Mapped[str]
    author: Mapped[str]
    image: Mapped[str]
    text: Mapped[str]


class ArticleAddressRow(Table):
    """An address under which an article is known. `key` is a hash: an index entry has little room."""

    __tablename__ = "article_addresses"
    __table_args__ = (Index("ix_article_addresses_article", "article_id"),)

    key: Mapped[bytes] = mapped_column(primary_key=True)
    scope: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))


class RemovedArticleRow(Table):
    """What is left of a removed article, so that whoever follows the table by `seq` learns of it."""

    __tablename__ = "removed_articles"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    article_id: Mapped[int]


class ChatRow(Table):
    """A chat and its settings."""

    __tablename__ = "chats"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    title: Mapped[str]
    active: Mapped[bool]
    summary_length: Mapped[int]
    method: Mapped[str]
    language: Mapped[str]
    zone: Mapped[str]


class SubjectRow(Table):
    """What a chat is talking about, until a moment."""

    __tablename__ = "subjects"

    chat_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[str]
    until: Mapped[datetime]


class ReadingRow(Table):
    """A chat has read an article."""

    __tablename__ = "readings"
    __table_args__ = (Index("ix_readings_article", "article_id"),)

    chat_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime]


class ShownArticleRow(Table):
    """A message of ours shows an article."""

    __tablename__ = "shown_articles"
    __table_args__ = (Index("ix_shown_articles_article", "article_id"),)

    chat_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    message_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    at: Mapped[datetime]


class PersonRow(Table):
    """A person the owner has let in or kept out; `handle` is the username in one case, "" for none."""

    __tablename__ = "people"
    __table_args__ = (
        Index("ix_people_user", "user_id", unique=True),
        Index(
            "ix_people_unseen",
            "handle",
            unique=True,
            sqlite_where=text("user_id IS NULL"),
            postgresql_where=text("user_id IS NULL"),
        ),
        Index(
            "ix_people_owner",
            "role",
            unique=True,
            sqlite_where=text("role = 'owner'"),
            postgresql_where=text("role = 'owner'"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None]
    username: Mapped[str]
    handle: Mapped[str]
    name: Mapped[str]
    role: Mapped[str]
    since: Mapped[datetime]


class VisitorRow(Table):
    """A person who uses the bot, admitted by whatever rule, and when last."""

    __tablename__ = "visitors"
    __table_args__ = (Index("ix_visitors_last_seen", "last_seen"),)

    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    username: Mapped[str]
    name: Mapped[str]
    last_seen: Mapped[datetime]


class RateRow(Table):
    """How far ahead of its rate a person is with a kind of deed: `until` moves on with each. See `rates`."""

    __tablename__ = "rates"
    __table_args__ = (Index("ix_rates_until", "until"),)

    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    deed: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[datetime]
    told: Mapped[bool]


class AcceptedUpdateRow(Table):
    """An update Telegram gave us. Once finished it keeps its id alone, so that a repetition is known."""

    __tablename__ = "accepted_updates"
    __table_args__ = (
        Index(
            "ix_accepted_updates_waiting",
            "bot_id",
            "chat_id",
            "update_id",
            sqlite_where=text("finished = 0"),
            postgresql_where=text("NOT finished"),
        ),
        Index("ix_accepted_updates_accepted", "accepted"),
    )

    bot_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    update_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    chat_id: Mapped[int | None]
    payload: Mapped[str]
    accepted: Mapped[datetime]
    attempts: Mapped[int]
    owner: Mapped[str]
    leased_until: Mapped[datetime | None]
    detached: Mapped[bool]
    finished: Mapped[bool]


class MarkRow(Table):
    """A small value under a name."""

    __tablename__ = "marks"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
