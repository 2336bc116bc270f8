"""What has been read lately, page by page; and taking an article out of it."""

from dataclasses import dataclass
from enum import Enum, auto

from bot.usecases.paging import PAGE_SIZE, Paged, last_page
from storage.database import Database
from storage.records import Article


@dataclass(frozen=True, slots=True)
class LibraryPage(Paged):
    """One page of the library. `number` counts from 0; `total` counts articles, over all pages."""

    articles: tuple[Article, ...]
    number: int
    total: int
    words: str = ""


class Removal(Enum):
    """How taking an article out ended."""

    REMOVED = auto()
    SHARED = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class BrowseLibrary:
    """Lists what a chat can see."""

    database: Database

    def __call__(self, *, chat_id: int | None, number: int = 0, words: str = "") -> LibraryPage:
        """The page `number` of the articles with `words` in title or outlet, newest first; the last page at most."""
        with self.database.read() as uow:
            page = uow.articles.recent(chat_id, number * PAGE_SIZE, PAGE_SIZE, words)
            if number and not page.articles:
                number = last_page(page.total)
                page = uow.articles.recent(chat_id, number * PAGE_SIZE, PAGE_SIZE, words)
        return LibraryPage(page.articles, number, page.total, words)

    def article(self, article_id: int, *, chat_id: int | None) -> Article | None:
        """The article, None when it is not there or not this chat's to see."""
        with self.database.read() as uow:
            return uow.articles.get(article_id, chat_id)

    def shown_in(self, chat_id: int, message_id: int) -> int | None:
        """The id of the article that a message of this chat shows, if it shows one."""
        with self.database.read() as uow:
            return uow.readings.article_of(chat_id, message_id)


@dataclass(frozen=True, slots=True)
class RemoveArticle:
    """Takes articles out of the store and so out of answers."""

    database: Database

    def __call__(self, article_id: int, *, chat_id: int, by_owner: bool) -> Removal:
        """Remove an article. A shared one that other chats read too goes only at the owner's word (SHARED)."""
        with self.database.write() as uow:
            if uow.articles.get(article_id, None if by_owner else chat_id) is None:
                return Removal.UNKNOWN
            others = set(uow.readings.readers(article_id)) - {chat_id}
            if others and not by_owner:
                return Removal.SHARED
            uow.articles.remove(article_id)
            uow.commit()
        return Removal.REMOVED
