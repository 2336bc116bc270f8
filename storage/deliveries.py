"""The outbox: claims what is due, and keeps what came of it. One message to a chat is on its way at a time.

Neighbours: `posts` puts deliveries in; the deliver job claims, renders, sends, and says here how it went. When a
lease runs out, the attempt was broken off and the message may be there: the next claim says `interrupted`.

Open is what is not settled. An ambiguous delivery with a due time waits for another attempt; one without counts
as delivered.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, tuple_, update
from sqlalchemy.orm import Session, aliased

from storage.batches import batches
from storage.chat_rows import reachable
from storage.outbox_records import ALERT, DIGEST, REPLY, Delivery, Post, State
from storage.outbox_tables import ChatPauseRow, DeliveryRow, PostRow, ToldStoryRow
from storage.rows import to_record
from storage.tables import ChatRow
from storage.upserts import insert_into
from storage.wishes import follows_at_once, has_muted


class Deliveries:
    """The deliveries of one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def claim(
        self, limit: int, now: datetime, lease: timedelta, owner: str, *, of_terminal: bool | None = None
    ) -> tuple[Delivery, ...]:
        """Up to `limit` deliveries to send now, held by `owner` for the time of the lease.

        Replies come before alerts, alerts before digests, each kind the longest due first; at most one
        a chat, none to a chat that has a message on its way, was paused, or is inactive. `of_terminal`
        True gives out those of the terminal's chat alone, False all others, None all: the local chat
        and the bot on Telegram may share a database, and neither can send what is the other's.
        """
        claimed: list[DeliveryRow] = []
        for priority in (REPLY, ALERT, DIGEST):
            if len(claimed) < limit:
                taken = DeliveryRow.chat_id.not_in([row.chat_id for row in claimed])
                claimed += self._due(priority, limit - len(claimed), now, taken & _reachable(of_terminal))
        before = {row.id: row.state for row in claimed}
        for row in claimed:
            row.state, row.owner, row.leased_until = "sending", owner, now + lease
            row.attempts += 1
        self._session.flush()
        return self._with_posts(claimed, before)

    def _due(self, priority: int, limit: int, now: datetime, wanted: ColumnElement[bool]) -> list[DeliveryRow]:
        mine, other = DeliveryRow, aliased(DeliveryRow)
        goes_first = tuple_(other.priority, other.due, other.id) < tuple_(mine.priority, mine.due, mine.id)
        in_the_way = select(other.id).where(
            other.chat_id == mine.chat_id,
            other.settled.is_(None),
            or_(other.leased_until > now, and_(_is_ready(other, now), goes_first)),
        )
        paused = select(ChatPauseRow.until).where(ChatPauseRow.chat_id == mine.chat_id, ChatPauseRow.until > now)
        gone = select(ChatRow.id).where(ChatRow.id == mine.chat_id, ~ChatRow.active)
        query = (
            select(mine)
            .where(mine.priority == priority, _is_ready(mine, now), wanted)
            .where(~in_the_way.exists(), ~paused.exists(), ~gone.exists())
            .order_by(mine.due, mine.id)
            .limit(limit)
            .with_for_update(skip_locked=True, of=mine)
        )
        return list(self._session.execute(query).scalars())

    def _with_posts(self, rows: Sequence[DeliveryRow], before: dict[int, str]) -> tuple[Delivery, ...]:
        posts = {
            row.id: to_record(row, Post)
            for batch in batches(sorted({row.post_id for row in rows}))
            for row in self._session.execute(select(PostRow).where(PostRow.id.in_(batch))).scalars()
        }
        return tuple(_delivery(row, posts[row.post_id], before.get(row.id, "")) for row in rows)

    def get(self, delivery_id: int) -> Delivery | None:
        """The delivery, None when it is not there."""
        rows = self._session.execute(select(DeliveryRow).where(DeliveryRow.id == delivery_id)).scalars().all()
        return next(iter(self._with_posts(rows, {})), None)

    def sent(self, delivery_id: int, message_id: int, version: int, now: datetime) -> None:
        """It arrived as this message, showing that version; the chat has had the post's story."""
        self._settle([delivery_id], "sent", now, message_id=message_id, version=version)
        self._tell([delivery_id], now)
        newer = select(PostRow.id).where(PostRow.id == DeliveryRow.post_id, PostRow.version > version).exists()
        outdated = update(DeliveryRow).where(DeliveryRow.id == delivery_id, newer)
        self._session.execute(outdated.values(edit_due=now), execution_options={"synchronize_session": False})

    def sent_together(self, ids: Sequence[int], message_id: int, now: datetime) -> None:
        """All of these arrived in one message, which is not edited later."""
        self._settle(ids, "sent", now)
        self._tell(ids, now)
        first = update(DeliveryRow).where(DeliveryRow.id == min(ids, default=0))
        self._session.execute(first.values(message_id=message_id))

    def ambiguous(self, delivery_id: int, retry_at: datetime | None, now: datetime) -> None:
        """No answer came after it went out: it is sent once more at `retry_at`, or counts as delivered."""
        if retry_at is None:
            self._settle([delivery_id], "ambiguous", now)
            self._tell([delivery_id], now)
        else:
            self._change([delivery_id], {"state": "ambiguous", "due": retry_at, "leased_until": None})

    def retry(self, delivery_id: int, due: datetime, error: str = "") -> None:
        """It certainly did not arrive and is tried again then."""
        self._change([delivery_id], {"state": "waiting", "due": due, "leased_until": None, "error": error})

    def failed(self, delivery_id: int, error: str, now: datetime) -> None:
        """It cannot arrive; why is kept."""
        self._settle([delivery_id], "failed", now, error=error)

    def dropped(self, ids: Sequence[int], now: datetime) -> None:
        """They are not wanted any more."""
        self._settle(ids, "dropped", now)

    def drop_waiting(self, chat_id: int, now: datetime) -> None:
        """Drops what waits for a chat that has gone."""
        query = select(DeliveryRow.id).where(DeliveryRow.chat_id == chat_id, DeliveryRow.settled.is_(None))
        self.dropped(self._session.execute(query).scalars().all(), now)

    def hold(self, ids: Sequence[int], until: datetime) -> None:
        """Keeps them back over the chat's quiet hours."""
        self._change(ids, {"state": "waiting", "due": until, "held_until": until, "leased_until": None})

    def held(self, chat_id: int) -> tuple[Delivery, ...]:
        """What was kept back for the chat and is still to be sent, the oldest first."""
        kept = (DeliveryRow.chat_id == chat_id, DeliveryRow.settled.is_(None), DeliveryRow.held_until.is_not(None))
        rows = self._session.execute(select(DeliveryRow).where(*kept).order_by(DeliveryRow.id)).scalars().all()
        return self._with_posts(rows, {})

    def waiting(self, chat_id: int, priority: int, now: datetime) -> tuple[Delivery, ...]:
        """What is due to the chat in this priority and on nobody's hands, the oldest first."""
        mine = (DeliveryRow.chat_id == chat_id, DeliveryRow.priority == priority, _is_ready(DeliveryRow, now))
        rows = self._session.execute(select(DeliveryRow).where(*mine).order_by(DeliveryRow.id)).scalars().all()
        return self._with_posts(rows, {})

    def renew(self, ids: Sequence[int], owner: str, now: datetime, lease: timedelta) -> frozenset[int]:
        """Those of the deliveries that the owner still holds; their leases begin anew."""
        held: set[int] = set()
        for batch in batches(ids):
            mine = (DeliveryRow.id.in_(batch), DeliveryRow.owner == owner, DeliveryRow.state == "sending")
            renewed = update(DeliveryRow).where(*mine).values(leased_until=now + lease).returning(DeliveryRow.id)
            held.update(self._session.execute(renewed).scalars())
        return frozenset(held)

    def unwanted(self, ids: Sequence[int]) -> frozenset[int]:
        """Those that tell a story which the chat has muted, or which nothing it follows at once brings it any more."""
        wanted = and_(
            follows_at_once(DeliveryRow.chat_id, PostRow.story_id), ~has_muted(DeliveryRow.chat_id, PostRow.story_id)
        )
        query = select(DeliveryRow.id).join(PostRow, PostRow.id == DeliveryRow.post_id)
        query = query.where(DeliveryRow.id.in_(ids), PostRow.story_id.is_not(None), ~wanted)
        return frozenset(self._session.execute(query).scalars())

    def open_stories(self, chat_id: int) -> tuple[int, ...]:
        """The stories on their way to the chat, in order of their ids."""
        query = select(PostRow.story_id).join(DeliveryRow, DeliveryRow.post_id == PostRow.id)
        query = query.where(DeliveryRow.chat_id == chat_id, DeliveryRow.settled.is_(None))
        told = query.where(PostRow.story_id.is_not(None)).distinct().order_by(PostRow.story_id)
        return tuple(story_id for story_id in self._session.execute(told).scalars() if story_id is not None)

    def release(self, owner: str, now: datetime) -> int:
        """How many this owner held, in a life before this one; they may be claimed at once, as interrupted."""
        held = update(DeliveryRow).where(
            DeliveryRow.owner == owner, DeliveryRow.settled.is_(None), DeliveryRow.leased_until > now
        )
        return len(self._session.execute(held.values(leased_until=now).returning(DeliveryRow.id)).all())

    def pause_chat(self, chat_id: int, until: datetime) -> None:
        """Nothing is claimed for the chat before then."""
        statement = insert_into(self._session, ChatPauseRow).values(chat_id=chat_id, until=until)
        self._session.execute(statement.on_conflict_do_update(index_elements=["chat_id"], set_={"until": until}))

    def claim_edits(
        self, limit: int, now: datetime, lease: timedelta, *, of_terminal: bool | None = None
    ) -> tuple[Delivery, ...]:
        """Up to `limit` messages to edit now, which nobody else is given for the time of the lease; as in `claim`."""
        paused = select(ChatPauseRow.until).where(ChatPauseRow.chat_id == DeliveryRow.chat_id, ChatPauseRow.until > now)
        query = (
            select(DeliveryRow)
            .where(DeliveryRow.edit_due.is_not(None), DeliveryRow.edit_due <= now, ~paused.exists())
            .where(_reachable(of_terminal))
            .order_by(DeliveryRow.edit_due, DeliveryRow.id)
            .limit(limit)
            .with_for_update(skip_locked=True, of=DeliveryRow)
        )
        rows = self._session.execute(query).scalars().all()
        for row in rows:
            row.edit_due = now + lease
        self._session.flush()
        return self._with_posts(rows, {})

    def edited(self, delivery_id: int, version: int) -> None:
        """The message shows that version now, or never will show another; a newer one is edited in again."""
        newest = select(PostRow.version).where(PostRow.id == DeliveryRow.post_id).scalar_subquery()
        mine = DeliveryRow.id == delivery_id
        self._session.execute(update(DeliveryRow).where(mine).values(version=version))
        done = update(DeliveryRow).where(mine, newest <= version).values(edit_due=None)
        self._session.execute(done, execution_options={"synchronize_session": False})

    def tell(self, chat_id: int, story_ids: Sequence[int], now: datetime) -> None:
        """The chat has had these stories, in a digest or an answer."""
        rows = [{"chat_id": chat_id, "story_id": story_id, "at": now} for story_id in dict.fromkeys(story_ids)]
        if rows:
            self._session.execute(insert_into(self._session, ToldStoryRow).on_conflict_do_nothing(), rows)

    def was_told(self, chat_id: int, story_ids: Sequence[int]) -> frozenset[int]:
        """Those of the stories that the chat has had."""
        query = select(ToldStoryRow.story_id).where(
            ToldStoryRow.chat_id == chat_id, ToldStoryRow.story_id.in_(story_ids)
        )
        return frozenset(self._session.execute(query).scalars())

    def depth(self) -> dict[str, int]:
        """How many deliveries are open, by state."""
        query = select(DeliveryRow.state, func.count().label("open")).where(DeliveryRow.settled.is_(None))
        return {row.state: row.open for row in self._session.execute(query.group_by(DeliveryRow.state))}

    def outcomes(self, post_id: int) -> dict[str, int]:
        """How many deliveries of the post there are, by state."""
        query = select(DeliveryRow.state, func.count().label("chats")).where(DeliveryRow.post_id == post_id)
        return {row.state: row.chats for row in self._session.execute(query.group_by(DeliveryRow.state))}

    def oldest_due(self, now: datetime, *, of_terminal: bool | None = None) -> datetime | None:
        """Since when the longest waiting of those that could be sent now is due, None when there is none."""
        paused = select(ChatPauseRow.until).where(ChatPauseRow.chat_id == DeliveryRow.chat_id, ChatPauseRow.until > now)
        gone = select(ChatRow.id).where(ChatRow.id == DeliveryRow.chat_id, ~ChatRow.active)
        query = select(func.min(DeliveryRow.due)).where(_is_ready(DeliveryRow, now), ~paused.exists(), ~gone.exists())
        return self._session.execute(query.where(_reachable(of_terminal))).scalar_one()

    def forget(self, before: datetime, limit: int) -> int:
        """How many posts were deleted with their deliveries, at most `limit`: unchanged since then, nothing open."""
        open_ = select(DeliveryRow.id).where(DeliveryRow.post_id == PostRow.id, DeliveryRow.settled.is_(None)).exists()
        old = select(PostRow.id).where(PostRow.changed < before, ~open_).order_by(PostRow.id).limit(limit)
        gone = self._session.execute(
            delete(PostRow).where(PostRow.id.in_(old)).returning(PostRow.id),
            execution_options={"synchronize_session": False},
        )
        return len(gone.all())

    def forget_pauses(self, now: datetime) -> None:
        """Drops the pauses of chats that are over."""
        self._session.execute(delete(ChatPauseRow).where(ChatPauseRow.until <= now))

    def _settle(self, ids: Sequence[int], state: State, now: datetime, **values: object) -> None:
        self._change(ids, {"state": state, "settled": now, "leased_until": None, "held_until": None, **values})

    def _change(self, ids: Sequence[int], values: dict[str, Any]) -> None:
        """Of a delivery that is settled nothing changes any more."""
        for batch in batches(ids):
            chosen = update(DeliveryRow).where(DeliveryRow.id.in_(batch), DeliveryRow.settled.is_(None))
            self._session.execute(chosen.values(values))

    def _tell(self, ids: Sequence[int], now: datetime) -> None:
        for batch in batches(ids):
            query = select(DeliveryRow.chat_id, PostRow.story_id).join(PostRow, PostRow.id == DeliveryRow.post_id)
            for chat_id, story_id in self._session.execute(query.where(DeliveryRow.id.in_(batch))).all():
                if story_id is not None:
                    self.tell(chat_id, [story_id], now)


def _reachable(of_terminal: bool | None) -> ColumnElement[bool]:  # noqa: FBT001 - as in `claim`
    return reachable(DeliveryRow.chat_id, of_terminal=of_terminal)


def _is_ready(row: type[DeliveryRow], now: datetime) -> ColumnElement[bool]:
    free = or_(row.leased_until.is_(None), row.leased_until <= now)
    return and_(row.settled.is_(None), row.due <= now, free)


def _delivery(row: DeliveryRow, post: Post, before: str) -> Delivery:
    return Delivery(
        id=row.id,
        chat_id=row.chat_id,
        thread_id=row.thread_id,
        post=post,
        reply_to=row.reply_to,
        state=cast("State", row.state),
        priority=row.priority,
        due=row.due,
        attempts=row.attempts,
        message_id=row.message_id,
        version=row.version,
        interrupted=before in {"sending", "ambiguous"},
    )
