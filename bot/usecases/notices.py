"""Posts that are no stories: what the followers of a feed are told about it, and what the owner announces."""

import json
from dataclasses import asdict, dataclass

from bot.usecases.errors import ReadingError, Trouble
from storage.outbox_records import Post

#: The kinds of such posts; their payloads are a FeedNotice's, and the words of an announcement.
FEED_NOTICE, ANNOUNCEMENT = "feed", "announcement"


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


def reason_of(error: ReadingError) -> str:
    """A trouble as a feed's record keeps it."""
    return f"{error.trouble.name} {error.detail}".strip()


def trouble_of(reason: str) -> tuple[Trouble, str] | None:
    """The trouble and its detail behind a feed's reason, None where that is no trouble."""
    name, _, detail = reason.partition(" ")
    return (Trouble[name], detail) if name in Trouble.__members__ else None
