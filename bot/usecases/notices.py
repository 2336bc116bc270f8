"""Posts that are no stories: what followers of a feed are told about it, what the owner announces and is warned of."""

import json
from dataclasses import asdict, dataclass
from enum import Enum, auto

from bot.usecases.errors import ReadingError, Trouble
from storage.outbox_records import Post

#: The kinds of such posts; their payloads are a FeedNotice's, the words of an announcement, a WorryNotice's.
FEED_NOTICE, ANNOUNCEMENT, WORRY = "feed", "announcement", "worry"


@dataclass(frozen=True, slots=True)
class FeedNotice:
    """A feed is no longer polled (`is_paused`), or has failed for days; `reason` as `reason_of` writes it."""

    feed_id: int
    title: str
    url: str
    reason: str
    is_paused: bool

    @property
    def payload(self) -> str:
        """The notice as a post carries it."""
        return json.dumps(asdict(self))


def notice_of(post: Post) -> FeedNotice:
    """The notice that a post of kind FEED_NOTICE carries."""
    return FeedNotice(**json.loads(post.payload))


@dataclass(frozen=True, slots=True)
class Announcement:
    """What the owner has to say to everybody."""

    text: str


def announcement_of(post: Post) -> Announcement:
    """The announcement that a post of kind ANNOUNCEMENT carries."""
    return Announcement(post.payload)


class Worry(Enum):
    """What needs a person."""

    DISK = auto()
    DATABASE = auto()
    FEEDS = auto()
    CONFLICT = auto()
    TOKEN = auto()


@dataclass(frozen=True, slots=True)
class WorryNotice:
    """A worry (by name) has begun or is over; `since` is an ISO time, `detail` short words of what was seen."""

    worry: str
    detail: str
    since: str
    is_over: bool

    @property
    def payload(self) -> str:
        """The notice as a post carries it."""
        return json.dumps(asdict(self))


def worry_of(post: Post) -> WorryNotice:
    """The notice that a post of kind WORRY carries."""
    return WorryNotice(**json.loads(post.payload))


def reason_of(error: ReadingError) -> str:
    """A trouble as a feed's record keeps it."""
    return f"{error.trouble.name} {error.detail}".strip()


def trouble_of(reason: str) -> tuple[Trouble, str] | None:
    """The trouble and its detail behind a feed's reason, None where that is no trouble."""
    name, _, detail = reason.partition(" ")
    return (Trouble[name], detail) if name in Trouble.__members__ else None
