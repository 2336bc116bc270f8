"""The values that go into storage and come out of it. Table rows never leave the package."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


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


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat and its settings; "" and 0 stand for the program's own choice.

    `kind` is Telegram's word for it. An inactive chat has blocked or left the bot: nothing is sent
    to it. `summary_length` is in sentences, `zone` an IANA name.
    """

    id: int
    kind: str
    title: str = ""
    active: bool = True
    summary_length: int = 0
    method: str = ""
    language: str = ""
    zone: str = ""


#: The chat of the terminal beside the bot. Telegram gives this number to nobody.
TERMINAL_CHAT = 1

Role = Literal["owner", "allowed", "denied"]


@dataclass(frozen=True, slots=True)
class Person:
    """Someone the owner let in or kept out. `user_id` is None until a person named by @name writes."""

    user_id: int | None
    username: str
    name: str
    role: Role
    since: datetime


@dataclass(frozen=True, slots=True)
class Visitor:
    """Someone who uses the bot, and when last (to within some minutes)."""

    user_id: int
    username: str
    name: str
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class Excess:
    """A person did something too often: it is possible again at `again`; `is_first` until it was possible once."""

    again: datetime
    is_first: bool


@dataclass(frozen=True, slots=True)
class AcceptedUpdate:
    """An update of Telegram's that is stored and not finished. `attempts` counts this claim too."""

    update_id: int
    chat_id: int | None
    payload: str
    accepted: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class Vitals:
    """How the work stands, in facts that cost little to ask for: open deliveries by state, feeds by health.

    The moments say since when the longest waiting of each kind waits, None when nothing does.
    """

    deliveries: dict[str, int]
    oldest_due: datetime | None
    updates: int
    oldest_update: datetime | None
    feeds: dict[str, int]
    oldest_feed_due: datetime | None


@dataclass(frozen=True, slots=True)
class Health:
    """What can be said of a database without changing it.

    `trouble` is "" when it could be reached. `sound` is what the database's own check of its file
    says (always True on PostgreSQL, which has none). `size` is in bytes, `counts` in rows by table.
    """

    trouble: str
    schema: str = ""
    sound: bool = False
    size: int = 0
    counts: tuple[tuple[str, int], ...] = ()
    last_backup: datetime | None = None
