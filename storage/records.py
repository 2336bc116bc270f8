"""The values that go into storage and come out of it. Table rows never leave the package."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article to store. `url` is canonical, or "" for a text without an address.

    `chat_id` None means that everyone who may use the bot can see it (it came from a public
    link); otherwise it is private to that chat (pasted, forwarded or uploaded there).
    `fingerprint` is equal for equal texts. `text` holds one paragraph a line.
    """

    url: str
    source: str
    title: str
    text: str
    fingerprint: str
    language: str = ""
    author: str = ""
    image: str = ""
    published: datetime | None = None
    chat_id: int | None = None


@dataclass(frozen=True, slots=True)
class Article(NewArticle):
    """A stored article. `seq` rises with every change of the table, in commit order."""

    id: int = 0
    seq: int = 0
    added: datetime | None = None


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """A change of the articles table. `article` is None when it was removed."""

    seq: int
    article_id: int
    article: Article | None


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """A page of a list of articles, and how many the whole list has."""

    articles: tuple[Article, ...]
    total: int
