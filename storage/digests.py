"""Which stories a chat's digest, or its /news, may choose from: what it follows brought, without what it muted.

A digest tells news: stories that were published to followers, and of a feed what it brought since the chat follows it.
/news shows the rest too.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, CompoundSelect, select, union
from sqlalchemy.orm import Session

from storage.feed_tables import EntryRow
from storage.following_records import Mode
from storage.following_tables import SubscriptionRow, TopicStoryRow
from storage.outbox_tables import DeliveryRow, PostRow, ToldStoryRow
from storage.story_tables import StoryArticleRow, StoryRow
from storage.wishes import has_muted, is_of_site


class Digests:
    """The choice of one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def stories_for(
        self, chat_id: int, since: datetime, limit: int, *, modes: Sequence[Mode] = ("digest",), again: bool = False
    ) -> tuple[int, ...]:
        """The stories that what the chat follows in these modes has brought since then, the last seen first.

        Those it muted are left out, and, unless `again`, those it has had, those on their way to it by themselves and
        those that were no news when they came.
        """
        brought = _brought(chat_id, since, modes, only_news=not again).subquery()
        query = (
            select(StoryRow.id)
            .where(StoryRow.id.in_(select(brought.c.story_id)), ~has_muted(chat_id, StoryRow.id))
            .order_by(StoryRow.last_seen.desc(), StoryRow.id.desc())
            .limit(limit)
        )
        if not again:
            published = select(PostRow.id).where(PostRow.story_id == StoryRow.id, PostRow.kind == "story")
            query = query.where(~_told(chat_id), ~_on_its_way(chat_id), published.exists())
        return tuple(self._session.execute(query).scalars())

    def unmuted(self, chat_id: int, story_ids: Sequence[int]) -> tuple[int, ...]:
        """Those of the stories that the chat has not muted, in their order."""
        query = select(StoryRow.id).where(StoryRow.id.in_(story_ids), ~has_muted(chat_id, StoryRow.id))
        left = frozenset(self._session.execute(query).scalars())
        return tuple(story_id for story_id in story_ids if story_id in left)


def _brought(chat_id: int, since: datetime, modes: Sequence[Mode], *, only_news: bool) -> CompoundSelect[int]:
    mine = (SubscriptionRow.chat_id == chat_id, ~SubscriptionRow.paused, SubscriptionRow.mode.in_(modes))
    by_topic = (
        select(TopicStoryRow.story_id)
        .join(SubscriptionRow, SubscriptionRow.topic_id == TopicStoryRow.topic_id)
        .where(*mine, TopicStoryRow.last_at >= since)
    )
    by_feed = (
        select(StoryArticleRow.story_id)
        .join(EntryRow, EntryRow.article_id == StoryArticleRow.article_id)
        .join(SubscriptionRow, SubscriptionRow.feed_id == EntryRow.feed_id)
        .where(*mine, StoryArticleRow.at >= since)
    )
    if only_news:
        by_feed = by_feed.where(EntryRow.first_seen >= SubscriptionRow.added)
    by_site = (
        select(StoryArticleRow.story_id)
        .join(SubscriptionRow, is_of_site(StoryArticleRow.host, SubscriptionRow.site))
        .where(*mine, SubscriptionRow.kind == "site", StoryArticleRow.at >= since)
    )
    return union(by_topic, by_feed, by_site)


def _on_its_way(chat_id: int) -> ColumnElement[bool]:
    mine = (DeliveryRow.chat_id == chat_id, DeliveryRow.settled.is_(None))
    posts = select(DeliveryRow.id).join(PostRow, PostRow.id == DeliveryRow.post_id)
    return posts.where(*mine, PostRow.kind == "story", PostRow.story_id == StoryRow.id).exists()


def _told(chat_id: int) -> ColumnElement[bool]:
    told = (ToldStoryRow.chat_id == chat_id, ToldStoryRow.story_id == StoryRow.id)
    return select(ToldStoryRow.chat_id).where(*told).exists()
