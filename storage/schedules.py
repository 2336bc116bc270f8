"""When chats get their digests and are left in peace, and which worker has which task."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from storage.outbox_records import Schedule
from storage.outbox_tables import LeaseRow, ScheduleRow
from storage.rows import to_record, to_values
from storage.upserts import insert_into


class Schedules:
    """The schedules of one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, chat_id: int, *, held: bool = False) -> Schedule | None:
        """The chat's schedule, None when it has none; `held` until the end of the unit, to be changed and saved."""
        query = select(ScheduleRow).where(ScheduleRow.chat_id == chat_id)
        row = self._session.execute(query.with_for_update() if held else query).scalar_one_or_none()
        return None if row is None else to_record(row, Schedule)

    def save(self, schedule: Schedule) -> None:
        """Keeps the schedule as given and lets go of the claim on it."""
        values = {**to_values(schedule), "owner": "", "leased_until": None}
        statement = insert_into(self._session, ScheduleRow).values(values)
        del values["chat_id"]
        self._session.execute(statement.on_conflict_do_update(index_elements=["chat_id"], set_=values))

    def claim_due(self, limit: int, now: datetime, lease: timedelta, owner: str) -> tuple[Schedule, ...]:
        """Up to `limit` schedules whose digest is due, the longest due first, held by `owner` for the lease."""
        free = or_(ScheduleRow.leased_until.is_(None), ScheduleRow.leased_until <= now)
        query = (
            select(ScheduleRow)
            .where(ScheduleRow.next_due <= now, free)
            .order_by(ScheduleRow.next_due, ScheduleRow.chat_id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        rows = self._session.execute(query).scalars().all()
        for row in rows:
            row.owner, row.leased_until = owner, now + lease
        self._session.flush()
        return tuple(to_record(row, Schedule) for row in rows)

    def release(self, owner: str) -> None:
        """Lets go of everything this owner held in a life before this one."""
        held = update(ScheduleRow).where(ScheduleRow.owner == owner)
        self._session.execute(held.values(leased_until=None, owner=""))


class Leases:
    """The tasks that only one worker may have at a time, in one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def take(self, name: str, owner: str, now: datetime, lease: timedelta) -> bool:
        """Whether the task is the owner's, from now on or still, until `now` plus `lease`."""
        statement = insert_into(self._session, LeaseRow).values(name=name, owner=owner, until=now + lease)
        free = or_(LeaseRow.owner == owner, LeaseRow.until <= now)
        taken = {"owner": owner, "until": now + lease}
        upsert = statement.on_conflict_do_update(index_elements=["name"], set_=taken, where=free)
        return self._session.execute(upsert.returning(LeaseRow.name)).scalar_one_or_none() is not None

    def release(self, name: str, owner: str) -> None:
        """The task is free, if it was this owner's."""
        self._session.execute(delete(LeaseRow).where(LeaseRow.name == name, LeaseRow.owner == owner))
