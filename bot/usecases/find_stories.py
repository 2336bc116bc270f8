"""A topic's query -> the stories of the last days it would have brought, found in the search index and rechecked.

For the preview before following, and for /news with a topic. The index gives candidates by any word of the query;
`bot/news/topics.py` decides, as it will decide for every new article.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.news.topic_query import TopicQuery
from bot.news.topic_terms import read_terms
from bot.news.topics import match
from bot.text.tokens import stem, words
from bot.usecases.follow_articles import FollowArticles
from storage.database import Database
from storage.records import Article
from storage.search import SearchIndex, SearchScope

DAYS = 7
_CANDIDATES = 400
_BATCH = 100
_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "ru")


@dataclass(frozen=True, slots=True)
class Found:
    """A story of the days looked at, and its newest article that matches."""

    story_id: int
    article: Article


@dataclass(frozen=True, slots=True)
class FindStories:
    """Finds what everyone may see. Raises StorageError."""

    database: Database
    index: SearchIndex

    def __call__(self, query: TopicQuery, now: datetime) -> tuple[Found, ...]:
        """The stories of the last week that the query matches, the newest first."""
        FollowArticles(self.database, self.index)()
        since = now - timedelta(days=DAYS)
        found: dict[int, Article] = {}
        ids = self._candidates(query, since)
        for start in range(0, len(ids), _BATCH):
            with self.database.read() as uow:
                articles = uow.articles.get_many(ids[start : start + _BATCH])
                placed = {article.id: uow.stories.story_of(article.id) for article in articles}
            for article in articles:
                story_id = placed[article.id]
                if story_id is not None and _is_met(query, article, since):
                    newest = found.get(story_id)
                    found[story_id] = article if newest is None or article.id > newest.id else newest
        return tuple(Found(story_id, article) for story_id, article in sorted(found.items(), reverse=True))

    def total(self, now: datetime) -> int:
        """How many stories the last week had in all, as far as it pays to count."""
        with self.database.read() as uow:
            return len(uow.stories.recent(now - timedelta(days=DAYS), 5000))

    def _candidates(self, query: TopicQuery, since: datetime) -> list[int]:
        spoken = {word for phrase in query.wanted for word in words(phrase.text)}
        terms = sorted({stem(word, language) for word in spoken for language in _LANGUAGES})
        if terms:
            dated = self.index.search(terms, _CANDIDATES, SearchScope(after=since))
            # What came this week may bear an older date.
            nearest = self.index.search(terms, _BATCH)
            return list(dict.fromkeys(hit.article_id for hit in (*dated, *nearest)))
        with self.database.read() as uow:
            return [article.id for article in uow.articles.recent(None, 0, _CANDIDATES).articles]


def _is_met(query: TopicQuery, article: Article, since: datetime) -> bool:
    if article.chat_id is not None or article.added is None or article.added < since:
        return False
    return match(query, read_terms(article.title, article.text, article.language, article.url)) is not None
