"""Entries of feeds: known by what identifies them, first seen once, worked off until their article is stored.

Neighbours: the poll job adds what a feed says; the page job claims those whose page is to be fetched, and finishes
them with the article it stored. Which marks identify an entry is decided where feeds are read.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from storage.batches import batches
from storage.counters import lock_counter
from storage.feed_records import Entry, EntryState, NewEntry
from storage.feed_tables import EntryKeyRow, EntryRow, FeedRow, HostRow
from storage.feeds import COUNTER
from storage.keys import key_of
from storage.rows import to_record, to_values

# Of the entries due, so many times as many are looked at as are wanted: where they are all of a few hosts, fewer are
# claimed, and the next claim looks beyond those hosts. With 45,000 waiting, looking at all took 0.2 s a claim.
_HEAD = 20
# What a feed shows for the first time so long after its date is not news: the feed was moved, mended or filled up.
_OLD = timedelta(days=3)
_EMPTIED = {"text": "", "author": "", "image": "", "leased_until": None, "owner": ""}


class Entries:
    """The entries of one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, feed_id: int, entries: Sequence[NewEntry], now: datetime) -> tuple[tuple[int, bool], ...]:
        """The id of each entry of the feed and whether it is new; the new ones wait to be worked off.

        A key an entry did not have before is remembered, so that a feed may change all its guids and
        back. Entries that share a key within one call are one entry.
        """
        self._session.execute(select(FeedRow.id).where(FeedRow.id == feed_id).with_for_update())
        keys = [[key_of(key) for key in entry.keys] for entry in entries]
        known = self._known(feed_id, {key for some in keys for key in some})
        stored = set(known)
        places, fresh = _identify(keys, known)
        ids = self._insert(feed_id, [entries[place] for place in fresh], now)
        real = {-1 - place: entry_id for place, entry_id in zip(fresh, ids, strict=True)}
        self._remember(feed_id, {key: real.get(of, of) for key, of in known.items() if key not in stored})
        self._see({place for place in places if place >= 0}, now)
        return tuple((real.get(of, of), of == -1 - place) for place, of in enumerate(places))

    def _known(self, feed_id: int, keys: set[bytes]) -> dict[bytes, int]:
        return {
            row.key: row.entry_id
            for batch in batches(keys)
            for row in self._session.execute(
                select(EntryKeyRow).where(EntryKeyRow.feed_id == feed_id, EntryKeyRow.key.in_(batch))
            ).scalars()
        }

    def _insert(self, feed_id: int, entries: Sequence[NewEntry], now: datetime) -> list[int]:
        state = {"state": "waiting", "first_seen": now, "last_seen": now, "due": now, "attempts": 0, "owner": ""}
        rows = [
            {**to_values(entry, without=frozenset({"keys"})), "host": entry.host[:253], "feed_id": feed_id, **state}
            for entry in entries
        ]
        if not rows:
            return []
        made = insert(EntryRow).returning(EntryRow.id, sort_by_parameter_order=True)
        return list(self._session.execute(made, rows).scalars())

    def _remember(self, feed_id: int, entry_ids: dict[bytes, int]) -> None:
        rows = [{"feed_id": feed_id, "key": key, "entry_id": entry_id} for key, entry_id in entry_ids.items()]
        if rows:
            self._session.execute(insert(EntryKeyRow), rows)

    def _see(self, entry_ids: set[int], now: datetime) -> None:
        for batch in batches(sorted(entry_ids)):
            self._session.execute(update(EntryRow).where(EntryRow.id.in_(batch)).values(last_seen=now))

    def get(self, entry_id: int) -> Entry | None:
        """The entry, None when it is not there."""
        row = self._session.execute(select(EntryRow).where(EntryRow.id == entry_id)).scalar_one_or_none()
        return None if row is None else to_record(row, Entry)

    def newest(self, feed_id: int, limit: int) -> tuple[Entry, ...]:
        """The last entries of a feed, newest first: a sample of it, and the rhythm it comes in."""
        query = select(EntryRow).where(EntryRow.feed_id == feed_id)
        rows = self._session.execute(query.order_by(EntryRow.first_seen.desc(), EntryRow.id.desc()).limit(limit))
        return tuple(to_record(row, Entry) for row in rows.scalars())

    def claim(self, limit: int, now: datetime, lease: timedelta, owner: str, per_host: int = 2) -> tuple[Entry, ...]:
        """Up to `limit` waiting entries, the longest due first, held by `owner` for the time of the lease.

        No more than `per_host` entries of a host are held at once, none of a host that asked to be left alone.
        """
        lock_counter(self._session, COUNTER)
        free = or_(EntryRow.leased_until.is_(None), EntryRow.leased_until <= now)
        held = (
            select(EntryRow.host, func.count().label("held"))
            .where(EntryRow.state == "waiting", EntryRow.leased_until > now)
            .group_by(EntryRow.host)
        ).subquery()
        busy = func.coalesce(held.c.held, 0)
        alone = EntryRow.host == ""  # an entry without a page is in nobody's way
        head = (
            select(EntryRow.id, EntryRow.due, EntryRow.host, busy.label("held"))
            .outerjoin(held, held.c.host == EntryRow.host)
            .where(EntryRow.state == "waiting", EntryRow.due <= now, free, or_(busy < per_host, alone))
            .where(~select(HostRow.host).where(HostRow.host == EntryRow.host, HostRow.not_before > now).exists())
            .order_by(EntryRow.due, EntryRow.id)
            .limit(limit * _HEAD)
        ).subquery()
        place = func.row_number().over(partition_by=head.c.host, order_by=(head.c.due, head.c.id))
        due = select(head.c.id, head.c.due, head.c.host, (place + head.c.held).label("place")).subquery()
        chosen = or_(due.c.place <= per_host, due.c.host == "")
        query = select(due.c.id).where(chosen).order_by(due.c.due, due.c.id).limit(limit)
        ids = self._session.execute(query).scalars().all()
        claimed = {"leased_until": now + lease, "owner": owner, "attempts": EntryRow.attempts + 1}
        self._session.execute(update(EntryRow).where(EntryRow.id.in_(ids)).values(claimed))
        rows = self._session.execute(select(EntryRow).where(EntryRow.id.in_(ids)).order_by(EntryRow.due, EntryRow.id))
        return tuple(to_record(row, Entry) for row in rows.scalars())

    def attach(self, entry_id: int, article_id: int) -> None:
        """The entry is this article, which its feed brings from now on; it still waits to be finished."""
        self._session.execute(update(EntryRow).where(EntryRow.id == entry_id).values(article_id=article_id))

    def finish(self, entry_id: int, article_id: int | None) -> None:
        """The entry became this article; without one it is given up. What it said itself is deleted."""
        state: EntryState = "failed" if article_id is None else "done"
        done = update(EntryRow).where(EntryRow.id == entry_id)
        self._session.execute(done.values(state=state, article_id=article_id, **_EMPTIED))

    def postpone(self, entry_id: int, due: datetime) -> None:
        """The entry waits until then, held by nobody."""
        waiting = update(EntryRow).where(EntryRow.id == entry_id, EntryRow.state == "waiting")
        self._session.execute(waiting.values(due=due, leased_until=None, owner=""))

    def release(self, owner: str) -> None:
        """Lets go of everything this owner held in a life before this one."""
        held = update(EntryRow).where(EntryRow.state == "waiting", EntryRow.owner == owner)
        self._session.execute(held.values(leased_until=None, owner=""))

    def waiting(self) -> int:
        """How many entries are not worked off."""
        query = select(func.count()).select_from(EntryRow).where(EntryRow.state == "waiting")
        return self._session.execute(query).scalar_one()

    def feeds_of(self, article_ids: Sequence[int]) -> tuple[int, ...]:
        """The feeds that brought any of these articles as news, in order of their ids.

        Not those where the article stood before the feed was added, or was old when it appeared.
        """
        query = select(EntryRow, FeedRow.added).join(FeedRow, FeedRow.id == EntryRow.feed_id)
        rows = self._session.execute(query.where(EntryRow.article_id.in_(article_ids))).all()
        return tuple(sorted({row.feed_id for row, added in rows if _is_news(row, added)}))

    def brought(self, article_id: int) -> bool:
        """Whether any feed brought this article."""
        query = select(EntryRow.id).where(EntryRow.article_id == article_id).limit(1)
        return self._session.execute(query).scalar_one_or_none() is not None

    def forget(self, before: datetime, limit: int) -> int:
        """How many entries were deleted, at most `limit`: worked off, and not seen in their feed since then."""
        old = (
            select(EntryRow.id)
            .where(EntryRow.last_seen < before, EntryRow.state != "waiting")
            .order_by(EntryRow.last_seen)
            .limit(limit)
        )
        gone = self._session.execute(delete(EntryRow).where(EntryRow.id.in_(old)).returning(EntryRow.id))
        return len(gone.all())


def _identify(keys: Sequence[Sequence[bytes]], known: dict[bytes, int]) -> tuple[list[int], list[int]]:
    """For each entry its id, or the place of its first occurrence as -1 - place; and the places of the new ones.

    `known` is filled with the keys that are new.
    """
    found, fresh = [], []
    for place, marks in enumerate(keys):
        entry_id = next((known[key] for key in marks if key in known), None)
        if entry_id is None:
            entry_id = -1 - place
            fresh.append(place)
        found.append(entry_id)
        for key in marks:
            known.setdefault(key, entry_id)
    return found, fresh


def _is_news(entry: EntryRow, feed_added: datetime) -> bool:
    if entry.first_seen < feed_added:
        return False
    return entry.published is None or entry.first_seen - entry.published <= _OLD
