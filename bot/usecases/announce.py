"""The owner's word to everybody: kept as a draft, sent once through the outbox when confirmed, and counted.

A draft is a post without deliveries. A delivery is there once for each chat, so a second confirmation, or one after a
crash, sends nothing twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.usecases.notices import ANNOUNCEMENT
from storage.database import Database
from storage.outbox_records import DIGEST

Audience = Literal["private", "all"]


@dataclass(frozen=True, slots=True)
class Draft:
    """An announcement that waits to be confirmed, and whom it would reach."""

    id: int
    text: str
    private_chats: int
    groups: int


@dataclass(frozen=True, slots=True)
class Announced:
    """An announcement that was sent: how many chats it goes to in all, and by state how it is doing."""

    text: str
    at: datetime
    outcomes: Mapping[str, int]

    @property
    def chats(self) -> int:
        """How many chats it goes to."""
        return sum(self.outcomes.values())


@dataclass(frozen=True, slots=True)
class Announce:
    """Keeps drafts and sends them; `of_terminal` as in `SendDeliveries`. Raises StorageError."""

    database: Database
    of_terminal: bool | None = None

    def draft(self, text: str, now: datetime) -> Draft:
        """The draft, kept, and whom it would reach. Nobody gets anything yet."""
        with self.database.write() as uow:
            post = uow.posts.add(ANNOUNCEMENT, text, now)
            private_chats, groups = uow.chats.count_active(of_terminal=self.of_terminal)
            uow.commit()
        return Draft(post.id, text, private_chats, groups)

    def send(self, draft_id: int, audience: Audience, now: datetime) -> tuple[Announced, bool] | None:
        """What was sent, and whether just now; a draft is sent once. None when there is no such draft any more."""
        with self.database.write() as uow:
            post = uow.posts.get(draft_id)
            if post is None or post.kind != ANNOUNCEMENT:
                return None
            is_new = not uow.deliveries.outcomes(post.id)
            if is_new:
                uow.posts.fan_out_to_all(post, now, DIGEST, with_groups=audience == "all", of_terminal=self.of_terminal)
            announced = Announced(post.payload, post.added, uow.deliveries.outcomes(post.id))
            uow.commit()
        return announced, is_new

    def last(self) -> Announced | None:
        """The last announcement that was sent, None when there is none."""
        with self.database.read() as uow:
            post = uow.posts.last_sent(ANNOUNCEMENT)
            return Announced(post.payload, post.added, uow.deliveries.outcomes(post.id)) if post else None
