"""Which stories a chat's digest, or its /news, may choose from: what it follows brought, without what it muted."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, CompoundSelect, select, union
from sqlalchemy.orm import Session

from storage.feed_tables import EntryRow
from storage.following_records import Mode
from storage.following_tables import SubscriptionRow, TopicStoryRow
from storage.outbox_tables import ToldStoryRow
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

        Those it muted are left out, and those it has had, unless `again`.
        """
        brought = _brought(chat_id, since, modes).subquery()
        query = (
            select(StoryRow.id)
            .where(StoryRow.id.in_(select(brought.c.story_id)), ~has_muted(chat_id, StoryRow.id))
            .order_by(StoryRow.last_seen.desc(), StoryRow.id.desc())
            .limit(limit)
        )
        if not again:
            query = query.where(~_told(chat_id))
        return tuple(self._session.execute(query).scalars())


def _brought(chat_id: int, since: datetime, modes: Sequence[Mode]) -> CompoundSelect[int]:
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
    by_site = (
        select(StoryArticleRow.story_id)
        .join(SubscriptionRow, is_of_site(StoryArticleRow.host, SubscriptionRow.site))
        .where(*mine, SubscriptionRow.kind == "site", StoryArticleRow.at >= since)
    )
    return union(by_topic, by_feed, by_site)


def _told(chat_id: int) -> ColumnElement[bool]:
    told = (ToldStoryRow.chat_id == chat_id, ToldStoryRow.story_id == StoryRow.id)
    return select(ToldStoryRow.chat_id).where(*told).exists()
