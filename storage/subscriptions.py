"""What chats follow and what they have muted; made and changed by people, read when a story goes out."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from storage.following_records import Kind, Mode, Mute, MuteKind, Subscription
from storage.following_tables import MuteRow, SubscriptionRow
from storage.keys import number_of
from storage.rows import to_record, to_values
from storage.upserts import insert_into


class Subscriptions:
    """The subscriptions of one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, wanted: Subscription) -> tuple[Subscription, bool]:
        """The subscription with its number and whether it is new; one to the same thing is given back as it is."""
        values = {**to_values(wanted), "target": _target(wanted)}
        made = insert_into(self._session, SubscriptionRow).values(values).on_conflict_do_nothing()
        new_id = self._session.execute(made.returning(SubscriptionRow.id)).scalar_one_or_none()
        same = (SubscriptionRow.kind == wanted.kind, SubscriptionRow.target == values["target"])
        query = select(SubscriptionRow).where(SubscriptionRow.chat_id == wanted.chat_id, *same)
        return to_record(self._session.execute(query).scalar_one(), Subscription), new_id is not None

    def get(self, subscription_id: int, chat_id: int) -> Subscription | None:
        """The chat's subscription, None when it is not there or not the chat's."""
        row = self._session.execute(
            select(SubscriptionRow).where(*_mine(subscription_id, chat_id))
        ).scalar_one_or_none()
        return None if row is None else to_record(row, Subscription)

    def of_chat(self, chat_id: int) -> tuple[Subscription, ...]:
        """What the chat follows, in the order it began."""
        query = select(SubscriptionRow).where(SubscriptionRow.chat_id == chat_id).order_by(SubscriptionRow.id)
        return tuple(to_record(row, Subscription) for row in self._session.execute(query).scalars())

    def count(self, chat_id: int, *kinds: Kind) -> int:
        """How many things of these kinds, or of any, the chat follows."""
        query = select(func.count()).select_from(SubscriptionRow).where(SubscriptionRow.chat_id == chat_id)
        query = query.where(SubscriptionRow.kind.in_(kinds)) if kinds else query
        return self._session.execute(query).scalar_one()

    def set_mode(self, subscription_id: int, chat_id: int, mode: Mode) -> None:
        """Tells at once or in the digest from now on."""
        self._change(subscription_id, chat_id, {"mode": mode})

    def pause(self, subscription_id: int, chat_id: int, *, paused: bool) -> None:
        """Stops telling, or goes on."""
        self._change(subscription_id, chat_id, {"paused": paused})

    def edit(self, subscription_id: int, chat_id: int, topic_id: int, name: str) -> Subscription | None:
        """The subscription, to another topic from now on; another one the chat has to that topic is dropped.

        None when it is not there. Topics left without followers are dropped by `topics.drop_unused`.
        """
        mine = self.get(subscription_id, chat_id)
        if mine is None:
            return None
        taken = delete(SubscriptionRow).where(
            SubscriptionRow.chat_id == chat_id,
            SubscriptionRow.topic_id == topic_id,
            SubscriptionRow.id != subscription_id,
        )
        self._session.execute(taken)
        target = {"kind": "topic", "target": topic_id, "topic_id": topic_id, "feed_id": None, "site": ""}
        self._change(subscription_id, chat_id, {**target, "name": name})
        return self.get(subscription_id, chat_id)

    def remove(self, subscription_id: int, chat_id: int) -> bool:
        """Whether it was there; the chat does not follow it any more."""
        gone = delete(SubscriptionRow).where(*_mine(subscription_id, chat_id)).returning(SubscriptionRow.id)
        return self._session.execute(gone).scalar_one_or_none() is not None

    def followers_of_feed(self, feed_id: int) -> tuple[int, ...]:
        """The chats that follow the feed, paused or not, in order of their ids."""
        query = select(SubscriptionRow.chat_id).where(SubscriptionRow.feed_id == feed_id)
        return tuple(self._session.execute(query.order_by(SubscriptionRow.chat_id)).scalars())

    def followed_sites(self, sites: Sequence[str]) -> tuple[str, ...]:
        """Those of the sites that some chat follows."""
        numbers = {site_number(site): site for site in sites}
        query = select(SubscriptionRow.target).where(
            SubscriptionRow.kind == "site", SubscriptionRow.target.in_(numbers)
        )
        followed = frozenset(self._session.execute(query).scalars())
        return tuple(site for number, site in numbers.items() if number in followed)

    def _change(self, subscription_id: int, chat_id: int, values: dict[str, object]) -> None:
        self._session.execute(update(SubscriptionRow).where(*_mine(subscription_id, chat_id)).values(values))


class Mutes:
    """The mutes of one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, mute: Mute) -> None:
        """The chat hears no more of what the topic matches, or of the story."""
        refers = {"topic_id": None, "story_id": None, f"{mute.kind}_id": mute.target}
        statement = insert_into(self._session, MuteRow).values({**to_values(mute), **refers})
        self._session.execute(statement.on_conflict_do_nothing())

    def of_chat(self, chat_id: int) -> tuple[Mute, ...]:
        """What the chat has muted, in the order it did."""
        query = select(MuteRow).where(MuteRow.chat_id == chat_id).order_by(MuteRow.at, MuteRow.kind, MuteRow.target)
        return tuple(
            Mute(row.chat_id, cast("MuteKind", row.kind), row.target, row.name, row.at)
            for row in self._session.execute(query).scalars()
        )

    def remove(self, chat_id: int, kind: MuteKind, target: int) -> bool:
        """Whether it was muted; it is not any more."""
        mine = (MuteRow.chat_id == chat_id, MuteRow.kind == kind, MuteRow.target == target)
        gone = self._session.execute(delete(MuteRow).where(*mine).returning(MuteRow.target))
        return gone.scalar_one_or_none() is not None

    def forget_stories(self, before: datetime) -> None:
        """Drops mutes of stories made before then: the stories are over."""
        self._session.execute(delete(MuteRow).where(MuteRow.kind == "story", MuteRow.at < before))


def site_number(site: str) -> int:
    """What a site is stored under."""
    return number_of(site.casefold())


def _target(wanted: Subscription) -> int:
    target = {"topic": wanted.topic_id, "feed": wanted.feed_id, "site": site_number(wanted.site)}[wanted.kind]
    if target is None:
        raise ValueError(f"a subscription to a {wanted.kind} needs its id")
    return target


def _mine(subscription_id: int, chat_id: int) -> tuple[ColumnElement[bool], ...]:
    return SubscriptionRow.id == subscription_id, SubscriptionRow.chat_id == chat_id
