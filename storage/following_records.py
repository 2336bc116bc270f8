"""The values of what chats follow that go into storage and come out of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["topic", "feed", "site"]
Mode = Literal["once", "digest"]
MuteKind = Literal["topic", "story"]


@dataclass(frozen=True, slots=True)
class Topic:
    """A query in its normal form, stored once whoever follows it."""

    id: int
    query: str


@dataclass(frozen=True, slots=True)
class TopicStory:
    """A topic met a story: first and last when, whether in a title, and the article in which it did so first."""

    topic_id: int
    story_id: int
    article_id: int
    in_title: bool
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Subscription:
    """A chat follows a topic, a feed or a site (a host); the one of the three that `kind` says is set.

    `name` is what the chat calls it, `folder` where its list of feeds keeps it ("a / b" for b inside a); mode "once"
    tells at once, "digest" in the next digest; `thread_id` is the forum thread it was ordered in.
    """

    chat_id: int
    kind: Kind
    name: str
    added: datetime
    mode: Mode = "once"
    topic_id: int | None = None
    feed_id: int | None = None
    site: str = ""
    paused: bool = False
    folder: str = ""
    thread_id: int | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Mute:
    """A chat does not want to hear of what a topic matches, or of a story; `target` is its id."""

    chat_id: int
    kind: MuteKind
    target: int
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Audience:
    """Through what a story reaches its followers: topics it matches, feeds that bring it, sites that tell it."""

    topics: tuple[int, ...] = ()
    feeds: tuple[int, ...] = ()
    sites: tuple[str, ...] = ()
