"""When a chat gets its digest and is left in peace: hour, days, zone, reading time, quiet hours.

Changed by /digest and /settings; read by `send_digests` and `send_deliveries`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.news.hours import find_zones, is_zone
from bot.usecases.send_digests import next_due
from storage.database import Database
from storage.outbox_records import Schedule
from storage.records import Chat
from storage.unit_of_work import UnitOfWork

EVERY_DAY, WEEKDAYS = 0b1111111, 0b0011111
HOURS = (6, 7, 8, 9, 12, 17, 18, 20)
BUDGETS = (2, 5, 10, 20)
#: Quiet hours one can choose, in local hours; equal ends are none.
QUIET = ((0, 0), (22, 7), (23, 7), (0, 8))


@dataclass(frozen=True, slots=True)
class Hours:
    """A chat's schedule and the zone it is meant in, "" for none chosen."""

    schedule: Schedule
    zone: str


@dataclass(frozen=True, slots=True)
class SetSchedule:
    """Reads and changes a chat's hours. What is not offered raises ValueError."""

    database: Database

    def current(self, chat_id: int) -> Hours:
        """The chat's hours, the defaults for one that chose none."""
        with self.database.read() as uow:
            chat = uow.chats.get(chat_id)
            return Hours(uow.schedules.get(chat_id) or Schedule(chat_id), chat.zone if chat else "")

    def at(self, chat_id: int, minute: int, now: datetime) -> Hours:
        """A digest at this local minute after midnight, from now on."""
        if not 0 <= minute < 24 * 60:
            raise ValueError(f"{minute} is no minute of a day")
        return self._change(chat_id, now, lambda schedule: replace(schedule, minute=minute), turn_on=True)

    def on_days(self, chat_id: int, days: int, now: datetime) -> Hours:
        """A digest on these days of the week (a bit for each from Monday on)."""
        if not 0 < days <= EVERY_DAY:
            raise ValueError(f"{days} names no day of the week")
        return self._change(chat_id, now, lambda schedule: replace(schedule, days=days), turn_on=True)

    def weekly(self, chat_id: int, now: datetime) -> Hours:
        """A digest once a week, on the day that it is now where the chat lives."""
        today = now.astimezone(ZoneInfo(self.current(chat_id).zone or "UTC"))
        return self.on_days(chat_id, 1 << today.weekday(), now)

    def budget(self, chat_id: int, minutes: int, now: datetime) -> Hours:
        """Digests of so many minutes of reading."""
        if minutes not in BUDGETS:
            raise ValueError(f"no such reading time: {minutes}")
        return self._change(chat_id, now, lambda schedule: replace(schedule, budget_minutes=minutes))

    def quiet(self, chat_id: int, start: int, end: int, now: datetime) -> Hours:
        """Nothing rings between these local hours; equal hours are no quiet."""
        if (start, end) not in QUIET:
            raise ValueError(f"no such quiet hours: {start} to {end}")

        def change(schedule: Schedule) -> Schedule:
            return replace(schedule, quiet_start=start * 60, quiet_end=end * 60)

        return self._change(chat_id, now, change)

    def off(self, chat_id: int) -> Hours:
        """No digest from now on."""
        with self.database.write() as uow:
            schedule = replace(uow.schedules.get(chat_id, held=True) or Schedule(chat_id), next_due=None)
            uow.schedules.save(schedule)
            uow.commit()
        return self.current(chat_id)

    def zones(self, text: str) -> tuple[str, ...]:
        """Zones that a typed city may mean, best first."""
        return find_zones(text)

    def zone(self, chat_id: int, name: str, now: datetime) -> Hours:
        """The chat lives in this zone."""
        if not is_zone(name):
            raise ValueError(f"no such zone: {name}")
        with self.database.write() as uow:
            uow.chats.save(replace(_chat(uow, chat_id), zone=name))
            uow.commit()
        return self._change(chat_id, now, lambda schedule: schedule)

    def _change(
        self, chat_id: int, now: datetime, change: Callable[[Schedule], Schedule], *, turn_on: bool = False
    ) -> Hours:
        with self.database.write() as uow:
            chat = _chat(uow, chat_id)
            uow.chats.save(chat)
            schedule = change(uow.schedules.get(chat_id, held=True) or Schedule(chat_id))
            if turn_on or schedule.next_due is not None:
                schedule = replace(schedule, next_due=next_due(schedule, chat.zone, now))
            uow.schedules.save(schedule)
            uow.commit()
        return Hours(schedule, chat.zone)


def _chat(uow: UnitOfWork, chat_id: int) -> Chat:
    return uow.chats.get(chat_id) or Chat(chat_id, "private" if chat_id > 0 else "supergroup")
