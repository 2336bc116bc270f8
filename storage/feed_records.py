"""The values of feeds and entries that go into storage and come out of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

FeedState = Literal["active", "paused", "gone"]
EntryState = Literal["waiting", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed and the state of its polling.

    `etag` and `last_modified` are the server's validators, byte for byte; `body_hash` recognises an
    answer that did not change although the server gave it whole. `reason` says why a feed is not
    active or what failed last; `told` whether its followers know. It failed `failures` times in a
    row since `failing_since`, the last `missing` times because nothing was there. `moved_to` is where
    permanent redirects lead, seen `moved_seen` times in a row. `interval_seconds` is the shortest
    pause between two polls that the feed asks for.
    """

    url: str
    host: str
    next_due: datetime
    added: datetime
    id: int = 0
    title: str = ""
    site_url: str = ""
    language: str = ""
    state: FeedState = "active"
    reason: str = ""
    etag: bytes | None = None
    last_modified: bytes | None = None
    body_hash: bytes | None = None
    interval_seconds: int = 0
    checked: datetime | None = None
    succeeded: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    missing: int = 0
    moved_to: str = ""
    moved_seen: int = 0
    told: bool = False


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry as a feed gives it. By any one of its `keys` it is the same as one seen before.

    `host` is the host of its link, for politeness; `text` is what the feed itself says.
    """

    keys: tuple[str, ...]
    link: str
    title: str
    host: str = ""
    text: str = ""
    author: str = ""
    image: str = ""
    language: str = ""
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored entry. `first_seen` decides what is new; it is set once. `attempts` counts a claim as it is made.

    When it is no longer waiting, its text, author and image are gone: they are in the article, if there is one.
    """

    id: int
    feed_id: int
    state: EntryState
    first_seen: datetime
    last_seen: datetime
    published: datetime | None
    due: datetime
    attempts: int
    link: str
    title: str
    host: str
    text: str
    author: str
    image: str
    language: str
    article_id: int | None
