"""The tables of stories and of what grouping looks up; private to storage.

Terms are kept as numbers (`keys.number_of`): a stranger's word may be longer than an index entry.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Table


class StoryRow(Table):
    """The state of a story, as grouping left it; `weights` and `families` are JSON."""

    __tablename__ = "stories"
    __table_args__ = (Index("ix_stories_last_seen", "last_seen"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str]
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
    articles: Mapped[int]
    fullness: Mapped[float]
    families: Mapped[str]
    weights: Mapped[str]


class StoryAnchorRow(Table):
    """A term a live story is found by. `last_seen` is the story's, so that the search needs this table alone."""

    __tablename__ = "story_anchors"
    __table_args__ = (Index("ix_story_anchors_story", "story_id"), {"sqlite_with_rowid": False})

    anchor: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True)
    last_seen: Mapped[datetime]


class StoryArticleRow(Table):
    """An article is told in a story. `copy_of` is the article whose text it repeats."""

    __tablename__ = "story_articles"
    __table_args__ = (Index("ix_story_articles_story", "story_id", "at"), Index("ix_story_articles_at", "at"))

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"))
    copy_of: Mapped[int | None]
    family: Mapped[str]
    host: Mapped[str]
    similarity: Mapped[float]
    at: Mapped[datetime]


class TermCountRow(Table):
    """In how many articles of a language a term occurs; the empty term counts the articles."""

    __tablename__ = "term_counts"
    __table_args__ = ({"sqlite_with_rowid": False},)

    term: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int]


class LeadRow(Table):
    """The shingles of an article's lead, kept for the window in which copies are recognised."""

    __tablename__ = "leads"
    __table_args__ = (Index("ix_leads_at", "at"), Index("ix_leads_story", "story_id"))

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id", ondelete="CASCADE"))
    family: Mapped[str]
    shingles: Mapped[bytes]
    at: Mapped[datetime]


class LeadKeyRow(Table):
    """A shingle a lead is found by."""

    __tablename__ = "lead_keys"
    __table_args__ = (Index("ix_lead_keys_article", "article_id"), {"sqlite_with_rowid": False})

    key: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    article_id: Mapped[int] = mapped_column(ForeignKey("leads.article_id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime]
