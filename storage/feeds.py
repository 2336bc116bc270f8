"""Feeds and the state of their polling: which is due, who polls it, what came of it.

Neighbours: the poll job claims, fetches, and saves what it learnt; `entries` keeps what the feed said.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from storage.counters import lock_counter
from storage.feed_records import Feed
from storage.feed_tables import EntryKeyRow, EntryRow, FeedRow, HostRow
from storage.following_tables import SubscriptionRow
from storage.keys import key_of
from storage.rows import to_record, to_values
from storage.upserts import insert_into

COUNTER = "feeds"

# A host name is at most so long; what is longer is no host, but must not break an index.
_LONGEST_HOST = 253


class Feeds:
    """The feeds of one unit of work."""

    def __init__(self, session: Session, *, writes: bool) -> None:
        self._session = session
        self._writes = writes

    def add(self, feed: Feed) -> tuple[Feed, bool]:
        """The feed with its number and whether it is new; one with the same address is given back as it is."""
        values = {**to_values(feed), "host": feed.host[:_LONGEST_HOST], "key": key_of(feed.url), "owner": ""}
        made = insert_into(self._session, FeedRow).values(values).on_conflict_do_nothing().returning(FeedRow.id)
        is_new = self._session.execute(made).scalar_one_or_none() is not None
        row = self._session.execute(select(FeedRow).where(FeedRow.key == values["key"])).scalar_one()
        return to_record(row, Feed), is_new

    def get(self, feed_id: int) -> Feed | None:
        """The feed, None when it is not there; in a unit that writes it is held until the end."""
        query = select(FeedRow).where(FeedRow.id == feed_id)
        row = self._session.execute(query.with_for_update() if self._writes else query).scalar_one_or_none()
        return None if row is None else to_record(row, Feed)

    def by_url(self, url: str) -> Feed | None:
        """The feed at this address, None when there is none."""
        row = self._session.execute(select(FeedRow).where(FeedRow.key == key_of(url))).scalar_one_or_none()
        return None if row is None else to_record(row, Feed)

    def all(self) -> tuple[Feed, ...]:
        """Every feed, in the order they were added."""
        return tuple(
            to_record(row, Feed) for row in self._session.execute(select(FeedRow).order_by(FeedRow.id)).scalars()
        )

    def claim_due(self, limit: int, now: datetime, lease: timedelta, owner: str, per_host: int = 2) -> tuple[Feed, ...]:
        """Up to `limit` active feeds that are due, the longest due first, held by `owner` for the time of the lease.

        No more than `per_host` feeds of a host are ever held at once, none of a host that asked to be
        left alone.
        """
        lock_counter(self._session, COUNTER)
        free = or_(FeedRow.leased_until.is_(None), FeedRow.leased_until <= now)
        held = (
            select(FeedRow.host, func.count().label("held")).where(FeedRow.leased_until > now).group_by(FeedRow.host)
        ).subquery()
        place = func.row_number().over(partition_by=FeedRow.host, order_by=(FeedRow.next_due, FeedRow.id))
        due = (
            select(FeedRow.id, FeedRow.next_due, (place + func.coalesce(held.c.held, 0)).label("place"))
            .outerjoin(held, held.c.host == FeedRow.host)
            .where(FeedRow.state == "active", FeedRow.next_due <= now, free)
            .where(~select(HostRow.host).where(HostRow.host == FeedRow.host, HostRow.not_before > now).exists())
        ).subquery()
        query = select(due.c.id).where(due.c.place <= per_host).order_by(due.c.next_due, due.c.id).limit(limit)
        ids = self._session.execute(query).scalars().all()
        self._session.execute(update(FeedRow).where(FeedRow.id.in_(ids)).values(leased_until=now + lease, owner=owner))
        rows = self._session.execute(select(FeedRow).where(FeedRow.id.in_(ids)).order_by(FeedRow.next_due, FeedRow.id))
        return tuple(to_record(row, Feed) for row in rows.scalars())

    def save(self, feed: Feed) -> None:
        """Keeps the feed as given, its address excepted, and lets go of the claim on it."""
        values = to_values(feed, without=frozenset({"id", "url", "host", "added"}))
        change = update(FeedRow).where(FeedRow.id == feed.id)
        self._session.execute(change.values(**values, leased_until=None, owner=""))

    def release(self, owner: str) -> None:
        """Lets go of everything this owner held in a life before this one."""
        self._session.execute(update(FeedRow).where(FeedRow.owner == owner).values(leased_until=None, owner=""))

    def hold_host(self, host: str, until: datetime) -> None:
        """No feed or page of the host is claimed before then; an earlier moment changes nothing."""
        host = host[:_LONGEST_HOST]
        statement = insert_into(self._session, HostRow).values(host=host, not_before=until)
        later = HostRow.not_before < until
        self._session.execute(
            statement.on_conflict_do_update(index_elements=["host"], set_={"not_before": until}, where=later)
        )

    def forget_hosts(self, now: datetime) -> None:
        """Drops the holds that are over."""
        self._session.execute(delete(HostRow).where(HostRow.not_before <= now))

    def move(self, feed_id: int, url: str, host: str) -> Feed | None:
        """The feed under its new address, None when it is not there; one that is there already takes it in.

        Its entries and followers go with it; validators and redirects seen start afresh.
        """
        lock_counter(self._session, COUNTER)
        feed, there = self.get(feed_id), self.by_url(url)
        if feed is None or (there is not None and there.id == feed_id):
            return feed
        if there is not None:
            self._merge(feed_id, there.id)
            return there
        fresh = {"etag": None, "last_modified": None, "body_hash": None, "moved_to": "", "moved_seen": 0}
        change = update(FeedRow).where(FeedRow.id == feed_id)
        self._session.execute(change.values(url=url, key=key_of(url), host=host[:_LONGEST_HOST], **fresh))
        return self.get(feed_id)

    def _merge(self, feed_id: int, into: int) -> None:
        known = select(EntryKeyRow.key).where(EntryKeyRow.feed_id == into)
        self._session.execute(delete(EntryKeyRow).where(EntryKeyRow.feed_id == feed_id, EntryKeyRow.key.in_(known)))
        self._session.execute(update(EntryKeyRow).where(EntryKeyRow.feed_id == feed_id).values(feed_id=into))
        self._session.execute(update(EntryRow).where(EntryRow.feed_id == feed_id).values(feed_id=into))
        followers = select(SubscriptionRow.chat_id).where(SubscriptionRow.feed_id == into)
        mine = SubscriptionRow.feed_id == feed_id
        self._session.execute(delete(SubscriptionRow).where(mine, SubscriptionRow.chat_id.in_(followers)))
        self._session.execute(update(SubscriptionRow).where(mine).values(feed_id=into, target=into))
        self.remove(feed_id)

    def remove(self, feed_id: int) -> bool:
        """Whether it was there; with it go its entries and subscriptions, its articles stay."""
        gone = self._session.execute(delete(FeedRow).where(FeedRow.id == feed_id).returning(FeedRow.id))
        return gone.scalar_one_or_none() is not None

    def without_followers(self) -> tuple[Feed, ...]:
        """The feeds that no chat follows."""
        followed = select(SubscriptionRow.id).where(SubscriptionRow.feed_id == FeedRow.id).exists()
        rows = self._session.execute(select(FeedRow).where(~followed).order_by(FeedRow.id)).scalars()
        return tuple(to_record(row, Feed) for row in rows)

    def oldest_due(self, now: datetime) -> datetime | None:
        """Since when the longest waiting active feed is due, None when none is."""
        query = select(func.min(FeedRow.next_due)).where(FeedRow.state == "active", FeedRow.next_due <= now)
        return self._session.execute(query).scalar_one()

    def failing(self, offset: int, limit: int) -> tuple[Feed, ...]:
        """The feeds in trouble, the longest first: those that failed last, and followed ones that have stopped."""
        query = select(FeedRow).where(_in_trouble()).order_by(FeedRow.failing_since, FeedRow.id)
        rows = self._session.execute(query.offset(offset).limit(limit)).scalars()
        return tuple(to_record(row, Feed) for row in rows)

    def count_failing(self) -> int:
        """How many feeds are in trouble."""
        return self._session.execute(select(func.count()).select_from(FeedRow).where(_in_trouble())).scalar_one()

    def health(self) -> dict[str, int]:
        """How many feeds there are by state; those that are active but failed last count as "failing"."""
        failing = (FeedRow.failures > 0).label("failing")
        query = select(FeedRow.state, failing, func.count()).group_by(FeedRow.state, failing)
        counts: dict[str, int] = {}
        for state, failed, count in self._session.execute(query).all():
            name = "failing" if state == "active" and failed else state
            counts[name] = counts.get(name, 0) + count
        return counts


def _in_trouble() -> ColumnElement[bool]:
    followed = select(SubscriptionRow.id).where(SubscriptionRow.feed_id == FeedRow.id).exists()
    return or_(and_(FeedRow.state == "active", FeedRow.failures > 0), and_(FeedRow.state != "active", followed))
