"""Articles, chats, people, accepted updates: what reading and answering need.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Makes the tables."""
    _counters()
    _articles()
    _chats()
    _readings()
    _people()
    _accepted_updates()


def _counters() -> None:
    counters = op.create_table(
        "counters",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", Id, nullable=False),
    )
    op.bulk_insert(counters, [{"name": "articles", "value": 0}, {"name": "people", "value": 0}])
    op.create_table(
        "marks",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )


def _articles() -> None:
    op.create_table(
        "articles",
        sa.Column("id", Id, primary_key=True),
        sa.Column("seq", Id, nullable=False),
        sa.Column("scope", Id, nullable=False),
        sa.Column("added", Moment, nullable=False),
        sa.Column("published", Moment),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("image", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_articles_seq", "articles", ["seq"], unique=True)
    op.create_index("ix_articles_added", "articles", ["added", "id"])
    op.create_index("ix_articles_scope", "articles", ["scope"])
    _index_where("ix_articles_fingerprint", "articles", ["fingerprint", "scope"], "fingerprint <> ''", unique=True)
    op.create_table(
        "article_addresses",
        sa.Column("key", sa.LargeBinary, primary_key=True),
        sa.Column("scope", Id, primary_key=True, autoincrement=False),
        _article_id(),
    )
    op.create_index("ix_article_addresses_article", "article_addresses", ["article_id"])
    op.create_table(
        "removed_articles",
        sa.Column("seq", Id, primary_key=True, autoincrement=False),
        sa.Column("article_id", Id, nullable=False),
    )


def _chats() -> None:
    op.create_table(
        "chats",
        sa.Column("id", Id, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("summary_length", Id, nullable=False),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
    )
    op.create_table(
        "subjects",
        sa.Column("chat_id", Id, primary_key=True, autoincrement=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("until", Moment, nullable=False),
    )


def _readings() -> None:
    op.create_table(
        "readings",
        sa.Column("chat_id", Id, primary_key=True, autoincrement=False),
        _article_id(primary_key=True),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_index("ix_readings_article", "readings", ["article_id"])
    op.create_table(
        "shown_articles",
        sa.Column("chat_id", Id, primary_key=True, autoincrement=False),
        sa.Column("message_id", Id, primary_key=True, autoincrement=False),
        _article_id(),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_index("ix_shown_articles_article", "shown_articles", ["article_id"])


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", Id, primary_key=True),
        sa.Column("user_id", Id),
        sa.Column("username", sa.Text, nullable=False),
        sa.Column("handle", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("since", Moment, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_people_user", "people", ["user_id"], unique=True)
    _index_where("ix_people_unseen", "people", ["handle"], "user_id IS NULL", unique=True)
    _index_where("ix_people_owner", "people", ["role"], "role = 'owner'", unique=True)


def _accepted_updates() -> None:
    op.create_table(
        "accepted_updates",
        sa.Column("bot_id", Id, primary_key=True, autoincrement=False),
        sa.Column("update_id", Id, primary_key=True, autoincrement=False),
        sa.Column("chat_id", Id),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("accepted", Moment, nullable=False),
        sa.Column("attempts", Id, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("leased_until", Moment),
        sa.Column("detached", sa.Boolean, nullable=False),
        sa.Column("finished", sa.Boolean, nullable=False),
    )
    op.create_index(
        "ix_accepted_updates_waiting",
        "accepted_updates",
        ["bot_id", "chat_id", "update_id"],
        sqlite_where=sa.text("finished = 0"),
        postgresql_where=sa.text("NOT finished"),
    )
    op.create_index("ix_accepted_updates_accepted", "accepted_updates", ["accepted"])


def _article_id(*, primary_key: bool = False) -> sa.Column[int]:
    reference = sa.ForeignKey("articles.id", ondelete="CASCADE")
    return sa.Column("article_id", Id, reference, primary_key=primary_key, nullable=False)


def _index_where(name: str, table: str, columns: list[str], condition: str, *, unique: bool = False) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, unique=unique, sqlite_where=where, postgresql_where=where)
