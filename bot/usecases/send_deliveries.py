"""The outbox worked off: claim with a lease, say what to send, and keep what came of it.

Neighbours: `match_topics` and `send_digests` put deliveries in; `bot/jobs/deliver.py` sends. A crash between claim and
mark repeats the messages in flight and no others. No answer after a message went out is a state of its own: an alert
is sent once more after a pause, a digest counts as delivered.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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

    def renew(self, ids: Sequence[int], now: datetime) -> frozenset[int]:
        """Those of the deliveries in hand that are still this worker's to send, for another lease from now on."""
        with self.database.write() as uow:
            held = uow.deliveries.renew(ids, self.worker, now, self.lease)
            uow.commit()
        return held

    def claim_edits(self, limit: int, now: datetime) -> tuple[Parcel, ...]:
        """At most `limit` messages that no longer show what is known."""
        with self.database.write() as uow:
            claimed = uow.deliveries.claim_edits(limit, now, self.lease, of_terminal=self.of_terminal)
            # Several stories in one message are not edited: version 0 says so.
            for delivery in claimed:
                if not delivery.version:
                    uow.deliveries.edited(delivery.id, delivery.post.version)
            uow.commit()
        return tuple(self._edits(delivery for delivery in claimed if delivery.version))

    def _edits(self, claimed: Iterable[Delivery]) -> Iterator[Parcel]:
        """What the messages are to show; one of which nothing is left to tell stays as it is for good."""
        for delivery in claimed:
            content = self._content(delivery.post)
            parcel = Parcel(delivery, content, (delivery.id,))
            if content is None:
                self.edited(parcel)
            else:
                yield parcel

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
            self._put_back(uow, parcel, now + wait, now)
            uow.commit()

    def rest(self, parcel: Parcel, wait: timedelta, now: datetime) -> None:
        """The server wants the chat of a message that is edited left alone for so long."""
        with self.database.write() as uow:
            uow.deliveries.pause_chat(parcel.delivery.chat_id, now + wait)
            uow.commit()

    def not_sent(self, parcel: Parcel, reason: str, now: datetime) -> None:
        """It certainly did not go out, for a reason that is not the chat's: again after a growing pause."""
        pause = min(_FIRST_PAUSE * 2 ** min(parcel.delivery.attempts - 1, 10), _LONGEST_PAUSE)
        with self.database.write() as uow:
            self._put_back(uow, parcel, now + pause, now, reason)
            uow.commit()

    def unanswered(self, parcel: Parcel, now: datetime) -> None:
        """It went out and no answer came."""
        delivery = parcel.delivery
        once_more = delivery.priority == ALERT and not delivery.interrupted
        with self.database.write() as uow:
            if once_more and not self._is_held(uow, parcel, now):
                return  # who has it now sends it once more
            for number in parcel.ids:
                uow.deliveries.ambiguous(number, now + _AMBIGUOUS_PAUSE if once_more else None, now)
            if not once_more:
                uow.deliveries.tell(delivery.chat_id, parcel.stories, now)
            uow.commit()

    def moved(self, parcel: Parcel, new_chat_id: int, now: datetime) -> None:
        """The group is a supergroup now: everything of it goes under the new id, and this out again."""
        with self.database.write() as uow:
            uow.chats.move(parcel.delivery.chat_id, new_chat_id)
            self._put_back(uow, parcel, now, now)
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

    def _put_back(self, uow: UnitOfWork, parcel: Parcel, due: datetime, now: datetime, reason: str = "") -> None:
        """All that the parcel holds waits until then, unless another worker has taken it over."""
        if self._is_held(uow, parcel, now):
            for number in parcel.ids:
                uow.deliveries.retry(number, due, reason)

    def _is_held(self, uow: UnitOfWork, parcel: Parcel, now: datetime) -> bool:
        return bool(uow.deliveries.renew([parcel.delivery.id], self.worker, now, self.lease))


def _wanted(uow: UnitOfWork, delivery: Delivery, now: datetime) -> tuple[Delivery, ...]:
    """The delivery with those that come in the same message; none when it is to be sent later or not at all."""
    if delivery.post.kind == ANNOUNCEMENT and (until := _quiet_end(uow, delivery.chat_id, now)) is not None:
        uow.deliveries.hold([delivery.id], until)
        return ()
    if delivery.priority != ALERT or delivery.post.kind not in _STORIES:
        return (delivery,)
    waiting = (delivery, *_waiting(uow, delivery, now))
    over = _over(uow, waiting)
    uow.deliveries.dropped(tuple(over), now)
    group = tuple(one for one in waiting if one.id not in over)
    if delivery.id in over:
        return ()
    if (until := _quiet_end(uow, delivery.chat_id, now)) is not None:
        uow.deliveries.hold([one.id for one in group], until)
        return ()
    held = {one.id for one in uow.deliveries.held(delivery.chat_id)}
    together = len(group) >= _MANY or (delivery.id in held and len(group) > 1)
    return group[:_MOST_TOGETHER] if together else (delivery,)


_STORIES = frozenset({"story", "update"})


def _waiting(uow: UnitOfWork, delivery: Delivery, now: datetime) -> tuple[Delivery, ...]:
    waiting = uow.deliveries.waiting(delivery.chat_id, ALERT, now)
    return tuple(one for one in waiting if one.post.kind in _STORIES)


def _over(uow: UnitOfWork, waiting: Sequence[Delivery]) -> frozenset[int]:
    """Those that are not wanted any more: their story came in a digest or on request, was muted, or is not followed."""
    fresh = [one for one in waiting if one.post.kind == "story" and not one.interrupted]
    told = uow.deliveries.was_told(waiting[0].chat_id, [one.post.story_id for one in fresh if one.post.story_id])
    known = {one.id for one in fresh if one.post.story_id in told}
    return uow.deliveries.unwanted([one.id for one in waiting]) | known


def _quiet_end(uow: UnitOfWork, chat_id: int, now: datetime) -> datetime | None:
    schedule = uow.schedules.get(chat_id)
    if schedule is None or schedule.quiet_start == schedule.quiet_end:
        return None
    chat = uow.chats.get(chat_id)
    return quiet_until(QuietHours(schedule.quiet_start, schedule.quiet_end), (chat and chat.zone) or "UTC", now)
