"""Due schedules -> digests in the outbox: what a chat follows brought since its last one and it has not had.

A digest and the hour of the next are written together, so each comes once. Neighbours: `choose_news` chooses,
`set_schedule` is where people set the hour, `send_deliveries` sends.
"""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.news.hours import DigestHour, next_digest
from bot.usecases.choose_news import ChooseNews, Digest, digest_payload
from storage.database import Database
from storage.errors import StorageError
from storage.following_records import Mode
from storage.outbox_records import DIGEST, Schedule
from storage.records import Chat

log = logging.getLogger(__name__)

_LEASE = timedelta(minutes=5)
_AT_ONCE = 10
_CANDIDATES = 400
#: What is told at once and did not arrive, because the chat was away, is told in the digest.
_MODES: tuple[Mode, ...] = ("digest", "once")
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
#: A digest reaches back to the one before, but not for ever.
_LONGEST = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class SendDigests:
    """Makes the digests that are due. Raises StorageError; one that fails otherwise is logged and tried again later."""

    database: Database
    choose_news: ChooseNews
    worker: str

    def take_over(self) -> None:
        """At the start: what a former process of this name was making is due again."""
        with self.database.write() as uow:
            uow.schedules.release(self.worker)
            uow.commit()

    def __call__(self, now: datetime) -> int:
        """How many digests went to the outbox."""
        with self.database.write() as uow:
            due = uow.schedules.claim_due(_AT_ONCE, now, _LEASE, self.worker)
            uow.commit()
        return sum(self._make_safely(schedule, now) for schedule in due)

    def _make_safely(self, schedule: Schedule, now: datetime) -> bool:
        try:
            return self._make(schedule, now)
        except StorageError:
            raise
        except Exception:
            # One chat's digest must not stop the others; it is tried again when the claim runs out.
            log.exception("the digest of chat %d could not be made", schedule.chat_id)
            return False

    def _make(self, schedule: Schedule, now: datetime) -> bool:
        with self.database.read() as uow:
            chat = uow.chats.get(schedule.chat_id)
            since = _since(schedule, now)
            brought = uow.digests.stories_for(schedule.chat_id, since, _CANDIDATES, modes=_MODES)
        is_wanted = chat is not None and chat.active
        digest = self.choose_news(brought, schedule.budget_minutes, now) if is_wanted else None
        return self._keep(schedule, chat, digest, now)

    def _keep(self, schedule: Schedule, chat: Chat | None, digest: Digest | None, now: datetime) -> bool:
        with self.database.write() as uow:
            current = uow.schedules.get(schedule.chat_id, held=True)
            if current is None or current.next_due != schedule.next_due:
                return False  # the person has changed the hour in the meantime
            if digest is not None:
                post = uow.posts.add("digest", digest_payload(digest), now, chat_id=schedule.chat_id)
                uow.posts.deliver(post, schedule.chat_id, now, DIGEST)
            due = next_due(current, chat.zone if chat else "", now)
            uow.schedules.save(replace(current, next_due=due, last_digest=now))
            uow.commit()
        return digest is not None


def next_due(schedule: Schedule, zone: str, now: datetime) -> datetime:
    """When the schedule's next digest comes; `zone` "" is UTC."""
    days = frozenset(day for day in range(7) if schedule.days & 1 << day)
    return next_digest(DigestHour(schedule.minute, days), zone or "UTC", now)


def _since(schedule: Schedule, now: datetime) -> datetime:
    usual = _WEEK if schedule.days.bit_count() == 1 else _DAY
    return max(schedule.last_digest or now - usual, now - _LONGEST)
