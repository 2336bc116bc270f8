"""The tables of what chats follow and do not want to hear of; private to storage."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Table


class TopicRow(Table):
    """A query in its normal form, stored once whoever follows it; `key` stands for its text."""

    __tablename__ = "topics"
    __table_args__ = (Index("ix_topics_key", "key", unique=True), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[bytes]
    query: Mapped[str]
    added: Mapped[datetime]


class TopicAnchorRow(Table):
    """A term without which an article cannot match the topic, as a number (`keys.number_of`).

    `also` is a second one that it must have together with the first, 0 where one is enough. `languages` are bits: the
    languages of articles it holds for, -1 for all. What each bit stands for is known to those who ask.
    """

    __tablename__ = "topic_anchors"
    __table_args__ = (Index("ix_topic_anchors_topic", "topic_id"), {"sqlite_with_rowid": False})

    anchor: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True)
    also: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    languages: Mapped[int]


class TopicStoryRow(Table):
    """A topic met a story, in an article of it."""

    __tablename__ = "topic_stories"
    __table_args__ = (Index("ix_topic_stories_story", "story_id"), Index("ix_topic_stories_at", "topic_id", "last_at"))

    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True)
    article_id: Mapped[int]
    in_title: Mapped[bool]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]


class SubscriptionRow(Table):
    """A chat follows a topic, a feed or a site. `target` is the topic's or feed's id or the site's number."""

    __tablename__ = "subscriptions"
    __table_args__ = (
        Index("ix_subscriptions_chat", "chat_id", "kind", "target", unique=True),
        Index("ix_subscriptions_topic", "topic_id"),
        Index("ix_subscriptions_feed", "feed_id"),
        Index("ix_subscriptions_target", "kind", "target"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int]
    kind: Mapped[str]
    target: Mapped[int]
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topics.id", ondelete="CASCADE"))
    feed_id: Mapped[int | None] = mapped_column(ForeignKey("feeds.id", ondelete="CASCADE"))
    site: Mapped[str]
    name: Mapped[str]
    folder: Mapped[str]
    mode: Mapped[str]
    paused: Mapped[bool]
    thread_id: Mapped[int | None]
    added: Mapped[datetime]


class MuteRow(Table):
    """A chat does not want to hear of what a topic matches, or of a story. `target` is its id."""

    __tablename__ = "mutes"
    __table_args__ = (Index("ix_mutes_topic", "topic_id"), Index("ix_mutes_story", "story_id"))

    chat_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(primary_key=True)
    target: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topics.id", ondelete="CASCADE"))
    story_id: Mapped[int | None] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"))
    name: Mapped[str]
    at: Mapped[datetime]
