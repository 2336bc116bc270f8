"""Updates of Telegram's, stored before they are confirmed and worked off in each chat's order.

Neighbours: the shell accepts what polling or the webhook brings, claims, handles, finishes. A crash
in between lets the lease run out, and the update is claimed again.

Each bot numbers its updates for itself, so an inbox is one bot's: a new token, or the local chat beside it, does not
take another's updates for its own.

Why ids of finished updates are kept for two days and no highest number is: a webhook brings updates
out of order, and after a week of silence Telegram starts from a random number. It repeats an update
for at most a day.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, aliased

from storage.batches import batches
from storage.records import AcceptedUpdate
from storage.tables import AcceptedUpdateRow
from storage.upserts import insert_into

REMEMBERED = timedelta(days=2)


class Inbox:
    """The updates that one bot accepted, in one unit of work."""

    def __init__(self, session: Session, bot_id: int) -> None:
        self._session = session
        self._bot_id = bot_id
        self._ours = AcceptedUpdateRow.bot_id == bot_id

    def accept(self, updates: Iterable[tuple[int, int | None, str]], now: datetime) -> int:
        """How many of these (update id, chat, payload) are new; they are stored, the others known already."""
        self._forget_finished(now - REMEMBERED)
        rows: list[dict[str, object]] = [
            {
                "bot_id": self._bot_id,
                "update_id": update_id,
                "chat_id": chat_id,
                "payload": payload,
                "accepted": now,
            }
            for update_id, chat_id, payload in updates
        ]
        return sum(self._insert(batch) for batch in batches(rows))

    def _insert(self, rows: Sequence[dict[str, object]]) -> int:
        fresh = [{**row, "attempts": 0, "owner": "", "detached": False, "finished": False} for row in rows]
        statement = insert_into(self._session, AcceptedUpdateRow).values(fresh).on_conflict_do_nothing()
        return len(self._session.execute(statement.returning(AcceptedUpdateRow.update_id)).all())

    def _forget_finished(self, before: datetime) -> None:
        self._session.execute(
            delete(AcceptedUpdateRow).where(AcceptedUpdateRow.finished, AcceptedUpdateRow.accepted < before)
        )

    def claim(self, limit: int, now: datetime, lease: timedelta, owner: str) -> tuple[AcceptedUpdate, ...]:
        """Up to `limit` updates to handle now, the oldest first, held by `owner` for the time of the lease.

        Of each chat only its oldest unfinished update is given out, and only when nobody holds it;
        updates without a chat wait for no other, and none waits for one that was detached.
        """
        mine, earlier = AcceptedUpdateRow, aliased(AcceptedUpdateRow)
        waits_for_another = (
            select(earlier.update_id)
            .where(earlier.bot_id == mine.bot_id, earlier.chat_id == mine.chat_id)
            .where(~earlier.finished, ~earlier.detached, earlier.update_id < mine.update_id)
            .exists()
        )
        query = (
            select(mine)
            .where(self._ours, ~mine.finished, ~waits_for_another)
            .where(mine.leased_until.is_(None) | (mine.leased_until <= now))
            .order_by(mine.update_id)
            .limit(limit)
            .with_for_update(skip_locked=True, of=mine)
        )
        rows = list(self._session.execute(query).scalars())
        for row in rows:
            row.attempts += 1
            row.owner = owner
            row.leased_until = now + lease
        self._session.flush()
        return tuple(_accepted(row) for row in rows)

    def extend(self, update_ids: Sequence[int], until: datetime) -> None:
        """Lets the claims on these updates last until then."""
        self._change(update_ids, {"leased_until": until})

    def detach(self, update_id: int) -> None:
        """What is left to do about the update is slow: the next of its chat need not wait for it."""
        self._change([update_id], {"detached": True})

    def postpone(self, update_ids: Sequence[int], until: datetime) -> None:
        """These cannot be handled before then, for a reason that is not theirs: the attempt does not count."""
        self._change(update_ids, {"leased_until": until, "attempts": AcceptedUpdateRow.attempts - 1})

    def finish(self, update_id: int) -> None:
        """The update is done with: its content is deleted, its id known for two days."""
        self._change([update_id], {"finished": True, "payload": "", "chat_id": None})

    def release(self, owner: str) -> tuple[int, ...]:
        """How often each update was tried that this owner held in a life before this one.

        They may be claimed at once, in order again.
        """
        held = (
            update(AcceptedUpdateRow)
            .where(self._ours, AcceptedUpdateRow.owner == owner, ~AcceptedUpdateRow.finished)
            .where(AcceptedUpdateRow.leased_until.is_not(None))
            .values(leased_until=None, detached=False)
        )
        return tuple(self._session.execute(held.returning(AcceptedUpdateRow.attempts)).scalars())

    def depth(self) -> int:
        """How many updates are not finished."""
        query = select(func.count()).select_from(AcceptedUpdateRow).where(self._ours, ~AcceptedUpdateRow.finished)
        return self._session.execute(query).scalar_one()

    def next_offset(self, now: datetime) -> int:
        """What to ask Telegram for after a start: the number after the last receipt's, 0 when that is long ago."""
        last = select(func.max(AcceptedUpdateRow.accepted)).where(self._ours).scalar_subquery()
        query = select(func.max(AcceptedUpdateRow.update_id)).where(
            self._ours, AcceptedUpdateRow.accepted == last, AcceptedUpdateRow.accepted > now - REMEMBERED
        )
        highest = self._session.execute(query).scalar()
        return 0 if highest is None else highest + 1

    def _change(self, update_ids: Sequence[int], values: dict[str, object]) -> None:
        for batch in batches(update_ids):
            chosen = self._ours & AcceptedUpdateRow.update_id.in_(batch) & ~AcceptedUpdateRow.finished
            self._session.execute(update(AcceptedUpdateRow).where(chosen).values(values))


def _accepted(row: AcceptedUpdateRow) -> AcceptedUpdate:
    return AcceptedUpdate(row.update_id, row.chat_id, row.payload, row.accepted, row.attempts)
