"""The tables of what is to be sent, to whom and when; private to storage."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Table

_OPEN = text("settled IS NULL")
_STORY = text("kind = 'story'")
_SHOWN = text("message_id IS NOT NULL")
_EDIT = text("edit_due IS NOT NULL")


class PostRow(Table):
    """Something to tell; its text is rendered when it is sent. `chat_id` is set when it is for one chat alone."""

    __tablename__ = "posts"
    __table_args__ = (
        Index("ix_posts_story", "story_id", unique=True, sqlite_where=_STORY, postgresql_where=_STORY),
        Index("ix_posts_story_all", "story_id"),
        Index("ix_posts_chat", "chat_id"),
        Index("ix_posts_added", "added"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    story_id: Mapped[int | None] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"))
    chat_id: Mapped[int | None]
    payload: Mapped[str]
    version: Mapped[int]
    added: Mapped[datetime]
    changed: Mapped[datetime]


class DeliveryRow(Table):
    """A post on its way to a chat, or arrived there as a message."""

    __tablename__ = "deliveries"
    __table_args__ = (
        Index("ix_deliveries_once", "chat_id", "post_id", unique=True),
        Index("ix_deliveries_post", "post_id"),
        Index("ix_deliveries_open", "priority", "due", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index(
            "ix_deliveries_chat_open", "chat_id", "priority", "due", "id", sqlite_where=_OPEN, postgresql_where=_OPEN
        ),
        Index("ix_deliveries_message", "chat_id", "message_id", sqlite_where=_SHOWN, postgresql_where=_SHOWN),
        Index("ix_deliveries_edit", "edit_due", sqlite_where=_EDIT, postgresql_where=_EDIT),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int]
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"))
    thread_id: Mapped[int | None]
    reply_to: Mapped[int | None]
    state: Mapped[str]
    priority: Mapped[int]
    due: Mapped[datetime]
    held_until: Mapped[datetime | None]
    edit_due: Mapped[datetime | None]
    attempts: Mapped[int]
    owner: Mapped[str]
    leased_until: Mapped[datetime | None]
    message_id: Mapped[int | None]
    version: Mapped[int]
    error: Mapped[str]
    added: Mapped[datetime]
    settled: Mapped[datetime | None]


class ChatPauseRow(Table):
    """A chat Telegram asked us to leave alone until a moment."""

    __tablename__ = "chat_pauses"

    chat_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    until: Mapped[datetime]


class ToldStoryRow(Table):
    """A story a chat has had, in whatever message."""

    __tablename__ = "told_stories"
    __table_args__ = (Index("ix_told_stories_story", "story_id"),)

    chat_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime]


class ScheduleRow(Table):
    """When a chat gets its digest and when it is left in peace; minutes are local, after midnight."""

    __tablename__ = "schedules"
    __table_args__ = (Index("ix_schedules_due", "next_due"),)

    chat_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    minute: Mapped[int]
    days: Mapped[int]
    budget_minutes: Mapped[int]
    quiet_start: Mapped[int]
    quiet_end: Mapped[int]
    next_due: Mapped[datetime | None]
    last_digest: Mapped[datetime | None]
    owner: Mapped[str]
    leased_until: Mapped[datetime | None]


class LeaseRow(Table):
    """A task only one worker may have at a time."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    until: Mapped[datetime]
