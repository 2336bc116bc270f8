"""Whether a chat wants to hear of a story, as SQL conditions: shared by the outbox and the digest.

`posts` asks the same from the other side, for all followers of an article at once. Each is one step inside the query
that asks: from further inside, SQLAlchemy would not see that query's tables and join them anew.
"""

from typing import Any

from sqlalchemy import ColumnElement, or_, select

from storage.feed_tables import EntryRow
from storage.following_tables import MuteRow, SubscriptionRow, TopicStoryRow
from storage.story_tables import StoryArticleRow


def has_muted(chat_id: Any, story_id: Any) -> ColumnElement[bool]:  # noqa: ANN401 - any SQL expression
    """The chat has muted the story, or words that it matches."""
    story = select(MuteRow.chat_id).where(MuteRow.chat_id == chat_id, MuteRow.story_id == story_id)
    words = select(MuteRow.chat_id).join(TopicStoryRow, TopicStoryRow.topic_id == MuteRow.topic_id)
    words = words.where(MuteRow.chat_id == chat_id, TopicStoryRow.story_id == story_id)
    return or_(story.exists(), words.exists())


def follows_at_once(chat_id: Any, story_id: Any) -> ColumnElement[bool]:  # noqa: ANN401 - any SQL expression
    """The chat follows, at once and not paused, a topic, feed or site that brought the story."""
    mine, told = SubscriptionRow, StoryArticleRow
    follows = select(mine.id).where(mine.chat_id == chat_id, mine.mode == "once", ~mine.paused)
    by_topic = follows.join(TopicStoryRow, TopicStoryRow.topic_id == mine.topic_id)
    by_feed = follows.join(EntryRow, EntryRow.feed_id == mine.feed_id).join(
        told, told.article_id == EntryRow.article_id
    )
    by_site = follows.join(told, is_of_site(told.host, mine.site)).where(mine.kind == "site")
    return or_(
        by_topic.where(TopicStoryRow.story_id == story_id).exists(),
        by_feed.where(told.story_id == story_id).exists(),
        by_site.where(told.story_id == story_id).exists(),
    )


def is_of_site(host: Any, site: Any) -> ColumnElement[bool]:  # noqa: ANN401 - any SQL expression
    """The host is the site's, or below it."""
    return or_(host == site, host.endswith("." + site))
