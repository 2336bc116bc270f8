"""New articles -> stories: each article that everyone may see is placed once, in the order it was stored.

First half of the news cycle; `match_topics` follows behind it. How far it has come is a mark that moves in the very
transaction that places the article: a crash repeats nothing and loses nothing, and of two workers one waits.
"""

import logging
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.news.grouping import Placement, StoryArticle, place
from bot.news.publishers import publisher_family
from bot.usecases.stored_states import StoredStates
from storage.database import Database
from storage.errors import StorageError
from storage.records import Article, ArticleChange
from storage.story_records import StoryArticle as Placed
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

GROUPED = "grouped"
"""The mark: the number of the last change that was looked at."""


@dataclass(frozen=True, slots=True)
class GroupStories:
    """Places articles into stories. Raises StorageError; an article that cannot be placed is passed over and logged."""

    database: Database

    def __call__(self, most: int = 50) -> int:
        """How many changes of the articles table were looked at, at most `most`; each in a transaction of its own."""
        for count in range(most):
            if not self._next():
                return count
        return most

    def _next(self) -> bool:
        try:
            with self.database.write() as uow:
                change = _next_change(uow)
                if change is None:
                    return False
                if _take(uow, change.article):
                    uow.marks.set(GROUPED, str(change.seq))
                    uow.commit()
                return True
        except StorageError:
            raise
        except Exception:
            # One article must not stop the others; the log has what is wrong with it.
            log.exception("an article could not be placed in a story and is passed over")
            return self._pass_over()

    def _pass_over(self) -> bool:
        with self.database.write() as uow:
            change = _next_change(uow)
            if change is not None:
                uow.marks.set(GROUPED, str(change.seq))
                uow.commit()
        return change is not None


def _next_change(uow: UnitOfWork) -> ArticleChange | None:
    done = int(uow.marks.get(GROUPED) or 0)
    return next(iter(uow.articles.changes_since(done, 1)), None)


def _take(uow: UnitOfWork, article: Article | None) -> bool:
    """Place the article where that is due; False when another worker has just done so."""
    if article is None or article.chat_id is not None or uow.stories.story_of(article.id) is not None:
        return True
    read = _story_article(article)
    return uow.stories.attach(_placed(read, article.url, place(read, StoredStates(uow))))


def _story_article(article: Article) -> StoryArticle:
    if article.added is None:
        raise ValueError(f"article {article.id} was never stored")
    family = publisher_family(article.url, article.source)
    return StoryArticle(article.id, article.language, article.title, article.text, family, article.added)


def _placed(read: StoryArticle, url: str, placement: Placement) -> Placed:
    return Placed(
        article_id=read.id,
        story_id=placement.story.id,
        at=read.at,
        family=read.family,
        host=_host(url),
        similarity=placement.similarity,
        copy_of=placement.copy_of,
    )


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
