"""New articles -> stories: each article that everyone may see is placed once, in the order it was stored.

First half of the news cycle; `match_topics` follows behind it. How far it has come is a mark that moves in the very
transaction that places the articles: a crash repeats nothing and loses nothing, and of two workers one waits.
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

#: Articles placed in one transaction: a commit to disk costs more than a placing, and others wait while one writes.
_TOGETHER = 10


@dataclass(frozen=True, slots=True)
class GroupStories:
    """Places articles into stories. Raises StorageError; an article that cannot be placed is passed over and logged."""

    database: Database

    def __call__(self, most: int = 50) -> int:
        """How many changes of the articles table were looked at, at most `most`; a few in each transaction."""
        done = 0
        while done < most:
            looked_at = self._next(min(_TOGETHER, most - done))
            if not looked_at:
                break
            done += looked_at
        return done

    def _next(self, most: int) -> int:
        """How many changes were looked at; an article that fails is passed over once it is the only one."""
        try:
            return self._place(most)
        except StorageError:
            raise
        except Exception:
            if most > 1:
                return self._next(1)
            # One article must not stop the others; the log has what is wrong with it.
            log.exception("an article could not be placed in a story and is passed over")
            return self._pass_over()

    def _place(self, most: int) -> int:
        with self.database.write() as uow:
            changes = _changes(uow, most)
            if changes and all(_take(uow, change.article) for change in changes):
                uow.marks.set(GROUPED, str(changes[-1].seq))
                uow.commit()
        return len(changes)

    def _pass_over(self) -> int:
        with self.database.write() as uow:
            changes = _changes(uow, 1)
            if changes:
                uow.marks.set(GROUPED, str(changes[0].seq))
                uow.commit()
        return len(changes)


def _changes(uow: UnitOfWork, most: int) -> tuple[ArticleChange, ...]:
    return uow.articles.changes_since(int(uow.marks.get(GROUPED) or 0), most)


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
