"""Feeds, stories, what chats follow, and the outbox: what following the news needs.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Makes the tables."""
    _feeds()
    _stories()
    _following()
    _outbox()
    counters = sa.table("counters", sa.column("name", sa.Text), sa.column("value", Id))
    op.bulk_insert(counters, [{"name": name, "value": 0} for name in ("feeds", "stories", "topics")])


def _feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", Id, primary_key=True),
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("site_url", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("etag", sa.LargeBinary),
        sa.Column("last_modified", sa.LargeBinary),
        sa.Column("body_hash", sa.LargeBinary),
        sa.Column("interval_seconds", Id, nullable=False),
        sa.Column("next_due", Moment, nullable=False),
        sa.Column("checked", Moment),
        sa.Column("succeeded", Moment),
        sa.Column("failures", Id, nullable=False),
        sa.Column("failing_since", Moment),
        sa.Column("missing", Id, nullable=False),
        sa.Column("moved_to", sa.Text, nullable=False),
        sa.Column("moved_seen", Id, nullable=False),
        sa.Column("told", sa.Boolean, nullable=False),
        sa.Column("added", Moment, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("leased_until", Moment),
        sqlite_autoincrement=True,
    )
    _index_where("ix_feeds_due", "feeds", ["next_due"], "state = 'active'")
    op.create_index("ix_feeds_host", "feeds", ["host"])
    op.create_index("ix_feeds_key", "feeds", ["key"], unique=True)
    op.create_table(
        "hosts",
        sa.Column("host", sa.Text, primary_key=True),
        sa.Column("not_before", Moment, nullable=False),
    )
    op.create_table(
        "entries",
        sa.Column("id", Id, primary_key=True),
        sa.Column("feed_id", Id, _to("feeds.id"), nullable=False),
        sa.Column("article_id", Id, _to("articles.id", "SET NULL")),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("first_seen", Moment, nullable=False),
        sa.Column("last_seen", Moment, nullable=False),
        sa.Column("published", Moment),
        sa.Column("due", Moment, nullable=False),
        sa.Column("attempts", Id, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("leased_until", Moment),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("link", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("image", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_entries_article", "entries", ["article_id"])
    _index_where("ix_entries_due", "entries", ["due"], "state = 'waiting'")
    _index_where("ix_entries_leased", "entries", ["leased_until"], "leased_until IS NOT NULL")
    op.create_index("ix_entries_feed", "entries", ["feed_id", "first_seen"])
    op.create_index("ix_entries_last_seen", "entries", ["last_seen"])
    op.create_table(
        "entry_keys",
        sa.Column("feed_id", Id, _to("feeds.id"), primary_key=True),
        sa.Column("key", sa.LargeBinary, primary_key=True),
        sa.Column("entry_id", Id, _to("entries.id"), nullable=False),
    )
    op.create_index("ix_entry_keys_entry", "entry_keys", ["entry_id"])


def _stories() -> None:
    op.create_table(
        "stories",
        sa.Column("id", Id, primary_key=True),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("first_seen", Moment, nullable=False),
        sa.Column("last_seen", Moment, nullable=False),
        sa.Column("articles", Id, nullable=False),
        sa.Column("fullness", sa.Double, nullable=False),
        sa.Column("families", sa.Text, nullable=False),
        sa.Column("weights", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_stories_last_seen", "stories", ["last_seen"])
    op.create_table(
        "story_anchors",
        sa.Column("anchor", Id, primary_key=True, autoincrement=False),
        sa.Column("story_id", Id, _to("stories.id"), primary_key=True),
        sa.Column("last_seen", Moment, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_story_anchors_story", "story_anchors", ["story_id"])
    op.create_table(
        "story_articles",
        sa.Column("article_id", Id, _to("articles.id"), primary_key=True, autoincrement=False),
        sa.Column("story_id", Id, _to("stories.id"), nullable=False),
        sa.Column("copy_of", Id),
        sa.Column("family", sa.Text, nullable=False),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("similarity", sa.Double, nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_index("ix_story_articles_at", "story_articles", ["at"])
    op.create_index("ix_story_articles_story", "story_articles", ["story_id", "at"])
    op.create_table(
        "term_counts",
        sa.Column("term", Id, primary_key=True, autoincrement=False),
        sa.Column("count", Id, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "leads",
        sa.Column("article_id", Id, _to("articles.id"), primary_key=True, autoincrement=False),
        sa.Column("story_id", Id, _to("stories.id"), nullable=False),
        sa.Column("family", sa.Text, nullable=False),
        sa.Column("shingles", sa.LargeBinary, nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_index("ix_leads_at", "leads", ["at"])
    op.create_index("ix_leads_story", "leads", ["story_id"])
    op.create_table(
        "lead_keys",
        sa.Column("key", Id, primary_key=True, autoincrement=False),
        sa.Column("article_id", Id, _to("leads.article_id"), primary_key=True),
        sa.Column("at", Moment, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_lead_keys_article", "lead_keys", ["article_id"])


def _following() -> None:
    op.create_table(
        "topics",
        sa.Column("id", Id, primary_key=True),
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("added", Moment, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_topics_key", "topics", ["key"], unique=True)
    op.create_table(
        "topic_anchors",
        sa.Column("anchor", Id, primary_key=True, autoincrement=False),
        sa.Column("topic_id", Id, _to("topics.id"), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_topic_anchors_topic", "topic_anchors", ["topic_id"])
    op.create_table(
        "topic_stories",
        sa.Column("topic_id", Id, _to("topics.id"), primary_key=True),
        sa.Column("story_id", Id, _to("stories.id"), primary_key=True),
        sa.Column("article_id", Id, nullable=False),
        sa.Column("in_title", sa.Boolean, nullable=False),
        sa.Column("first_at", Moment, nullable=False),
        sa.Column("last_at", Moment, nullable=False),
    )
    op.create_index("ix_topic_stories_at", "topic_stories", ["topic_id", "last_at"])
    op.create_index("ix_topic_stories_story", "topic_stories", ["story_id"])
    op.create_table(
        "subscriptions",
        sa.Column("id", Id, primary_key=True),
        sa.Column("chat_id", Id, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("target", Id, nullable=False),
        sa.Column("topic_id", Id, _to("topics.id")),
        sa.Column("feed_id", Id, _to("feeds.id")),
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("folder", sa.Text, nullable=False),
        sa.Column("mode", sa.Text, nullable=False),
        sa.Column("paused", sa.Boolean, nullable=False),
        sa.Column("thread_id", Id),
        sa.Column("added", Moment, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_subscriptions_chat", "subscriptions", ["chat_id", "kind", "target"], unique=True)
    op.create_index("ix_subscriptions_feed", "subscriptions", ["feed_id"])
    op.create_index("ix_subscriptions_target", "subscriptions", ["kind", "target"])
    op.create_index("ix_subscriptions_topic", "subscriptions", ["topic_id"])
    op.create_table(
        "mutes",
        sa.Column("chat_id", Id, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("target", Id, primary_key=True, autoincrement=False),
        sa.Column("topic_id", Id, _to("topics.id")),
        sa.Column("story_id", Id, _to("stories.id")),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_index("ix_mutes_story", "mutes", ["story_id"])
    op.create_index("ix_mutes_topic", "mutes", ["topic_id"])


def _outbox() -> None:
    op.create_table(
        "posts",
        sa.Column("id", Id, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("story_id", Id, _to("stories.id")),
        sa.Column("chat_id", Id),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("version", Id, nullable=False),
        sa.Column("added", Moment, nullable=False),
        sa.Column("changed", Moment, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_posts_added", "posts", ["added"])
    op.create_index("ix_posts_chat", "posts", ["chat_id"])
    _index_where("ix_posts_story", "posts", ["story_id"], "kind = 'story'", unique=True)
    op.create_index("ix_posts_story_all", "posts", ["story_id"])
    op.create_table(
        "deliveries",
        sa.Column("id", Id, primary_key=True),
        sa.Column("chat_id", Id, nullable=False),
        sa.Column("post_id", Id, _to("posts.id"), nullable=False),
        sa.Column("thread_id", Id),
        sa.Column("reply_to", Id),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("priority", Id, nullable=False),
        sa.Column("due", Moment, nullable=False),
        sa.Column("held_until", Moment),
        sa.Column("edit_due", Moment),
        sa.Column("attempts", Id, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("leased_until", Moment),
        sa.Column("message_id", Id),
        sa.Column("version", Id, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("added", Moment, nullable=False),
        sa.Column("settled", Moment),
        sqlite_autoincrement=True,
    )
    _index_where("ix_deliveries_chat_open", "deliveries", ["chat_id", "priority", "due", "id"], "settled IS NULL")
    _index_where("ix_deliveries_edit", "deliveries", ["edit_due"], "edit_due IS NOT NULL")
    _index_where("ix_deliveries_message", "deliveries", ["chat_id", "message_id"], "message_id IS NOT NULL")
    op.create_index("ix_deliveries_once", "deliveries", ["chat_id", "post_id"], unique=True)
    _index_where("ix_deliveries_open", "deliveries", ["priority", "due", "id"], "settled IS NULL")
    op.create_index("ix_deliveries_post", "deliveries", ["post_id"])
    op.create_table(
        "chat_pauses",
        sa.Column("chat_id", Id, primary_key=True, autoincrement=False),
        sa.Column("until", Moment, nullable=False),
    )
    op.create_table(
        "told_stories",
        sa.Column("chat_id", Id, primary_key=True, autoincrement=False),
        sa.Column("story_id", Id, _to("stories.id"), primary_key=True),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_index("ix_told_stories_story", "told_stories", ["story_id"])
    op.create_table(
        "schedules",
        sa.Column("chat_id", Id, primary_key=True, autoincrement=False),
        sa.Column("minute", Id, nullable=False),
        sa.Column("days", Id, nullable=False),
        sa.Column("budget_minutes", Id, nullable=False),
        sa.Column("quiet_start", Id, nullable=False),
        sa.Column("quiet_end", Id, nullable=False),
        sa.Column("next_due", Moment),
        sa.Column("last_digest", Moment),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("leased_until", Moment),
    )
    op.create_index("ix_schedules_due", "schedules", ["next_due"])
    op.create_table(
        "leases",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("until", Moment, nullable=False),
    )


def _to(target: str, ondelete: str = "CASCADE") -> sa.ForeignKey:
    return sa.ForeignKey(target, ondelete=ondelete)


def _index_where(name: str, table: str, columns: list[str], condition: str, *, unique: bool = False) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, unique=unique, sqlite_where=where, postgresql_where=where)
