"""What a post tells, read from the store at the moment it is sent: a story, an update of one, or several at once.

Posts hold ids only; so a message is never older than what is known when it goes out. `bot/messages/story.py` shows it.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.news.summary import summarise
from storage.database import Database
from storage.outbox_records import Post
from storage.records import Article
from storage.story_records import StoryArticle
from storage.unit_of_work import UnitOfWork

_SENTENCES = 2


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who tells a story, and where."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Turn:
    """What a later article added to a story, in its own sentences."""

    story_id: int
    article_id: int
    title: str
    outlet: Outlet
    at: datetime
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoryNews:
    """A story as one message: its leading article, who else has it (one a publisher), what came last."""

    story_id: int
    article_id: int
    title: str
    outlet: Outlet
    at: datetime
    sentences: tuple[str, ...]
    others: tuple[Outlet, ...] = ()
    turn: Turn | None = None


@dataclass(frozen=True, slots=True)
class TellStories:
    """Reads what posts of the kinds "story" and "update" tell. None: what they told of is gone."""

    database: Database

    def story(self, post: Post) -> StoryNews | None:
        """A story as it stands now."""
        payload = json.loads(post.payload)
        with self.database.read() as uow:
            lead = uow.articles.get(payload["lead"])
            members = uow.stories.articles_of(post.story_id or 0)
            articles = _one_a_publisher(uow, members)
            turn = _turn(uow, post, payload["update"]) if "update" in payload else None
        lead = lead or next(iter(articles), None)
        if lead is None:
            return None
        return _story_news(post.story_id or 0, lead, articles, turn)

    def update(self, post: Post) -> Turn | None:
        """What is new in a story."""
        with self.database.read() as uow:
            return _turn(uow, post, json.loads(post.payload))

    def by_id(self, story_id: int) -> StoryNews | None:
        """A story as it stands now, led by its first article with a text worth a summary."""
        with self.database.read() as uow:
            members = uow.stories.articles_of(story_id)
            articles = _one_a_publisher(uow, members)
        if not articles:
            return None
        lead = next((one for one in articles if len(one.text) > len(one.title)), articles[0])
        return _story_news(story_id, lead, articles, None)


def _story_news(story_id: int, lead: Article, articles: Iterable[Article], turn: Turn | None) -> StoryNews:
    sentences = summarise(lead.title, lead.text, _SENTENCES, language=lead.language).sentences
    return StoryNews(
        story_id=story_id,
        article_id=lead.id,
        title=lead.title or lead.text,
        outlet=_outlet(lead),
        at=_moment(lead),
        sentences=tuple(sentence.text for sentence in sentences),
        others=tuple(_outlet(article) for article in articles if article.source != lead.source),
        turn=turn,
    )


def _turn(uow: UnitOfWork, post: Post, update: dict[str, object]) -> Turn | None:
    article = uow.articles.get(int(str(update["article"])))
    spans = update["spans"]
    if article is None or not isinstance(spans, list):
        return None
    sentences = tuple(article.text[start:end] for start, end in spans)
    return Turn(post.story_id or 0, article.id, article.title, _outlet(article), _moment(article), sentences)


def _one_a_publisher(uow: UnitOfWork, members: Iterable[StoryArticle]) -> tuple[Article, ...]:
    """The first article of each publisher, in order of arrival."""
    first: dict[str, int] = {}
    for member in members:
        first.setdefault(member.family or str(member.article_id), member.article_id)
    return uow.articles.get_many(tuple(first.values()))


def _outlet(article: Article) -> Outlet:
    return Outlet(article.source, article.url)


def _moment(article: Article) -> datetime:
    """When it was published; a date that is missing or in the future gives way to when it was first seen."""
    if article.added is None:
        raise ValueError(f"article {article.id} was never stored")
    return min(article.published, article.added) if article.published else article.added
