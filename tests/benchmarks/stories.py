"""Grouping as the bot does it, for the evaluator of news clusters: `Stories().add(doc) -> story id`, in stream order."""

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.news.grouping import StoryArticle, place
from bot.news.publishers import publisher_family
from bot.news.story_terms import read_profile
from tests.fakes.story_states import MemoryStoryStates

_UNDATED = datetime(2026, 1, 1, tzinfo=UTC)


class Stories:
    """The product's path from an article to its story, with the states in memory."""

    def __init__(self) -> None:
        self._states = MemoryStoryStates()
        self._articles = 0
        # The bot has loaded the stemmers by the time articles come; the first word would take a second.
        read_profile("", "word", "en")

    def add(self, doc: Mapping[str, object]) -> int:
        """The story of an article: a mapping with lang, title, text, url, publisher and published (epoch seconds or None)."""
        self._articles += 1
        published = doc.get("published")
        article = StoryArticle(
            id=self._articles,
            language=str(doc.get("lang") or ""),
            title=str(doc.get("title") or ""),
            text=str(doc.get("text") or ""),
            family=publisher_family(str(doc.get("url") or ""), str(doc.get("publisher") or "")),
            at=datetime.fromtimestamp(published, UTC) if isinstance(published, int | float) else _UNDATED,
        )
        return place(article, self._states).story.id
