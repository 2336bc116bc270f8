"""The outbox worked off: claim with a lease, say what to send, and keep what came of it.

Neighbours: `match_topics` and `send_digests` put deliveries in; `bot/jobs/deliver.py` sends. A crash between claim and
mark repeats the messages in flight and no others. No answer after a message went out is a state of its own: an alert
is sent once more after a pause, a digest counts as delivered.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.news.hours import QuietHours, quiet_until
from bot.usecases.notices import ANNOUNCEMENT
from bot.usecases.tell_stories import StoryNews, Turn
from storage.database import Database
from storage.errors import StorageError
from storage.outbox_records import ALERT, Delivery, Post
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

Compose = Callable[[Post], object | None]
"""What a post of one kind tells now; None when there is nothing left to tell."""

#: From this many waiting for one chat they come in one message: after a night, or when a feed brings hundreds.
_MANY = 6
_MOST_TOGETHER = 200
#: After an answer that never came, and after a failure that was not the chat's.
_AMBIGUOUS_PAUSE, _FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=3), timedelta(seconds=20), timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Together:
    """Several stories in one message, oldest first."""

    told: tuple[StoryNews | Turn, ...]


@dataclass(frozen=True, slots=True)
class Parcel:
    """A claimed delivery with what it tells. `ids` are all deliveries it settles, `stories` what the chat then had."""

    delivery: Delivery
    content: object
    ids: tuple[int, ...]
    stories: tuple[int, ...] = ()
    article_id: int | None = None


@dataclass(frozen=True, slots=True)
class SendDeliveries:
    """The outbox as one worker sees it. `compose` says what a post of each kind tells. Raises StorageError.

    `of_terminal` keeps the local chat and the bot on Telegram to their own chats; None serves all.
    """

    database: Database
    compose: Mapping[str, Compose]
    worker: str
    lease: timedelta = timedelta(minutes=3)
    of_terminal: bool | None = None

    def take_over(self, now: datetime) -> int:
        """At the start: what a former process of this name was sending is due at once; how many there were."""
        with self.database.write() as uow:
            count = uow.deliveries.release(self.worker, now)
            uow.commit()
        return count

    def claim(self, limit: int, now: datetime) -> tuple[Parcel, ...]:
        """At most `limit` messages to send now, one a chat."""
        with self.database.write() as uow:
            claimed = uow.deliveries.claim(limit, now, self.lease, self.worker, of_terminal=self.of_terminal)
            groups = [_wanted(uow, delivery, now) for delivery in claimed]
            uow.commit()
        parcels = (self._parcel(group, now) for group in groups if group)
        return tuple(parcel for parcel in parcels if parcel is not None)

    def claim_edits(self, limit: int, now: datetime) -> tuple[Parcel, ...]:
        """At most `limit` messages that no longer show what is known."""
        with self.database.write() as uow:
            claimed = uow.deliveries.claim_edits(limit, now, self.lease, of_terminal=self.of_terminal)
            # Several stories in one message are not edited: version 0 says so.
            for delivery in claimed:
                if not delivery.version:
                    uow.deliveries.edited(delivery.id, delivery.post.version)
            uow.commit()
        parcels = (self._parcel((delivery,), now) for delivery in claimed if delivery.version)
        return tuple(parcel for parcel in parcels if parcel is not None)

    def _parcel(self, group: Sequence[Delivery], now: datetime) -> Parcel | None:
        """What the deliveries tell; None when it is nothing, and then they are dropped."""
        ids = tuple(delivery.id for delivery in group)
        contents = [self._content(delivery.post) for delivery in group]
        told = tuple(content for content in contents if isinstance(content, StoryNews | Turn))
        content = Together(told) if len(told) > 1 else next((one for one in contents if one is not None), None)
        if content is None:
            with self.database.write() as uow:
                uow.deliveries.dropped(ids, now)
                uow.commit()
            return None
        stories = getattr(content, "story_ids", ())
        return Parcel(group[0], content, ids, stories, getattr(content, "article_id", None))

    def _content(self, post: Post) -> object | None:
        compose = self.compose.get(post.kind)
        try:
            return compose(post) if compose else None
        except StorageError:
            raise
        except Exception:
            # One post must not stop the others; the log has what is wrong with it.
            log.exception("post %d (%s) cannot be told", post.id, post.kind)
            return None

    def arrived(self, parcel: Parcel, message_id: int, now: datetime) -> None:
        """It is in the chat as this message."""
        delivery = parcel.delivery
        with self.database.write() as uow:
            if len(parcel.ids) > 1:
                uow.deliveries.sent_together(parcel.ids, message_id, now)
            else:
                uow.deliveries.sent(delivery.id, message_id, delivery.post.version, now)
            uow.deliveries.tell(delivery.chat_id, parcel.stories, now)
            if parcel.article_id is not None:
                uow.readings.note(delivery.chat_id, parcel.article_id, message_id, now)
            uow.commit()

    def edited(self, parcel: Parcel) -> None:
        """The message shows the newest version, or can show no other any more."""
        with self.database.write() as uow:
            uow.deliveries.edited(parcel.delivery.id, parcel.delivery.post.version)
            uow.commit()

    def refused(self, parcel: Parcel, wait: timedelta, now: datetime) -> None:
        """The server wants this chat left alone for so long."""
        with self.database.write() as uow:
            uow.deliveries.pause_chat(parcel.delivery.chat_id, now + wait)
            uow.deliveries.retry(parcel.delivery.id, now + wait)
            uow.commit()

    def not_sent(self, parcel: Parcel, reason: str, now: datetime) -> None:
        """It certainly did not go out, for a reason that is not the chat's: again after a growing pause."""
        pause = min(_FIRST_PAUSE * 2 ** min(parcel.delivery.attempts - 1, 10), _LONGEST_PAUSE)
        with self.database.write() as uow:
            uow.deliveries.retry(parcel.delivery.id, now + pause, reason)
            uow.commit()

    def unanswered(self, parcel: Parcel, now: datetime) -> None:
        """It went out and no answer came."""
        delivery = parcel.delivery
        once_more = delivery.priority == ALERT and not delivery.interrupted
        with self.database.write() as uow:
            for number in parcel.ids:
                uow.deliveries.ambiguous(number, now + _AMBIGUOUS_PAUSE if once_more else None, now)
            if not once_more:
                uow.deliveries.tell(delivery.chat_id, parcel.stories, now)
            uow.commit()

    def moved(self, parcel: Parcel, new_chat_id: int, now: datetime) -> None:
        """The group is a supergroup now: everything of it goes under the new id, and this out again."""
        with self.database.write() as uow:
            uow.chats.move(parcel.delivery.chat_id, new_chat_id)
            uow.deliveries.retry(parcel.delivery.id, now)
            uow.commit()

    def closed(self, parcel: Parcel, reason: str, now: datetime) -> None:
        """The chat takes nothing from the bot any more: it is inactive until it comes back; what waits is dropped."""
        with self.database.write() as uow:
            uow.deliveries.failed(parcel.delivery.id, reason, now)
            uow.deliveries.drop_waiting(parcel.delivery.chat_id, now)
            uow.chats.deactivate(parcel.delivery.chat_id)
            uow.commit()

    def failed(self, parcel: Parcel, reason: str, now: datetime) -> None:
        """The message cannot be sent, whatever is tried."""
        with self.database.write() as uow:
            for number in parcel.ids:
                uow.deliveries.failed(number, reason, now)
            uow.commit()


def _wanted(uow: UnitOfWork, delivery: Delivery, now: datetime) -> tuple[Delivery, ...]:
    """The delivery with those that come in the same message; none when it is to be sent later or not at all."""
    if delivery.post.kind == ANNOUNCEMENT and (until := _quiet_end(uow, delivery.chat_id, now)) is not None:
        uow.deliveries.hold([delivery.id], until)
        return ()
    if delivery.priority != ALERT or delivery.post.kind not in _STORIES:
        return (delivery,)
    if _is_known(uow, delivery):
        uow.deliveries.dropped([delivery.id], now)
        return ()
    if (until := _quiet_end(uow, delivery.chat_id, now)) is not None:
        waiting = [one.id for one in _waiting(uow, delivery, now)]
        uow.deliveries.hold([delivery.id, *waiting], until)
        return ()
    others = [one for one in _waiting(uow, delivery, now) if not _is_known(uow, one)]
    held = {one.id for one in uow.deliveries.held(delivery.chat_id)}
    together = 1 + len(others) >= _MANY or (delivery.id in held and others)
    return (delivery, *others[: _MOST_TOGETHER - 1]) if together else (delivery,)


_STORIES = frozenset({"story", "update"})


def _waiting(uow: UnitOfWork, delivery: Delivery, now: datetime) -> tuple[Delivery, ...]:
    waiting = uow.deliveries.waiting(delivery.chat_id, ALERT, now)
    return tuple(one for one in waiting if one.post.kind in _STORIES)


def _is_known(uow: UnitOfWork, delivery: Delivery) -> bool:
    """Whether the chat has had the story in the meantime, in a digest or on request."""
    story_id = delivery.post.story_id
    return delivery.post.kind == "story" and bool(
        story_id and uow.deliveries.was_told(delivery.chat_id, [story_id]) and not delivery.interrupted
    )


def _quiet_end(uow: UnitOfWork, chat_id: int, now: datetime) -> datetime | None:
    schedule = uow.schedules.get(chat_id)
    if schedule is None or schedule.quiet_start == schedule.quiet_end:
        return None
    chat = uow.chats.get(chat_id)
    return quiet_until(QuietHours(schedule.quiet_start, schedule.quiet_end), (chat and chat.zone) or "UTC", now)
