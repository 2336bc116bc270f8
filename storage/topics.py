"""Topics: distinct queries, found by the terms of an article, and the stories they met.

Neighbours: `bot/news/topics.py` makes anchors and keys and rechecks what `matching` gives; `subscriptions` and
`mutes` say whose they are. A topic nobody follows or mutes is deleted.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import (
    ARRAY,
    JSON,
    BigInteger,
    ColumnElement,
    Executable,
    any_,
    bindparam,
    delete,
    distinct,
    func,
    insert,
    or_,
    select,
)
from sqlalchemy import column as sql_column
from sqlalchemy.orm import InstrumentedAttribute, Session

from storage.batches import batches
from storage.counters import lock_counter
from storage.following_records import Topic, TopicStory
from storage.following_tables import MuteRow, SubscriptionRow, TopicAnchorRow, TopicRow, TopicStoryRow
from storage.keys import key_of, number_of
from storage.rows import to_record
from storage.upserts import insert_for

COUNTER = "topics"

_KNOWN = select(TopicRow.id, TopicRow.query).where(TopicRow.key == bindparam("normal"))
_ADD = insert(TopicRow).returning(TopicRow.id)
_ADD_ANCHORS = insert(TopicAnchorRow)


@cache
def _matching(database: str) -> Executable:
    """Each list of numbers is one parameter: two milliseconds less an article than one for each number (2026-11-22)."""

    def among(column: InstrumentedAttribute[int], name: str) -> ColumnElement[bool]:
        if database == "sqlite":
            numbers = func.json_each(bindparam(name, type_=JSON)).table_valued(sql_column("value", BigInteger))
            return column.in_(select(numbers.c.value))
        return column == any_(bindparam(name, type_=ARRAY(BigInteger)))

    found = select(TopicRow.id, TopicRow.query).join(TopicAnchorRow, TopicAnchorRow.topic_id == TopicRow.id)
    return found.where(
        among(TopicAnchorRow.anchor, "anchors"),
        among(TopicAnchorRow.also, "also"),
        TopicAnchorRow.languages.bitwise_and(bindparam("languages")) != 0,
    )


_MEETING = ("story_id", "article_id", "in_title", "first_at", "last_at")


@cache
def _noting(database: str) -> Executable:
    statement = insert_for(database, TopicStoryRow)
    columns = TopicStoryRow.__table__.c
    meeting = [bindparam(name, type_=columns[name].type) for name in _MEETING]
    there = TopicRow.id.in_(bindparam("topics", expanding=True))
    again = {
        "last_at": statement.excluded.last_at,
        "in_title": or_(TopicStoryRow.in_title, statement.excluded.in_title),
    }
    rows = select(TopicRow.id, *meeting).where(there)
    made = statement.from_select(["topic_id", *_MEETING], rows)
    return made.on_conflict_do_update(index_elements=["topic_id", "story_id"], set_=again)


class Topics:
    """The topics of one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, query: str, anchors: Mapping[str, int], now: datetime) -> Topic:
        """The topic of this normal form, found by these anchors, each in the languages whose bits are beside it.

        Use it in the same unit, or it may be tidied away.
        """
        lock_counter(self._session, COUNTER)
        connection = self._session.connection()
        known = connection.execute(_KNOWN, {"normal": key_of(query)}).one_or_none()
        if known is not None:
            return Topic(known.id, known.query)
        values = {"key": key_of(query), "query": query, "added": now}
        topic_id: int = connection.execute(_ADD, values).scalar_one()
        self._add_anchors(topic_id, anchors)
        return Topic(topic_id, query)

    def _add_anchors(self, topic_id: int, anchors: Mapping[str, int]) -> None:
        pairs: dict[tuple[int, int], int] = {}
        for anchor, languages in anchors.items():
            first, _, second = anchor.partition(" ")
            pair = (number_of(first), number_of(second) if second else 0)
            pairs[pair] = pairs.get(pair, 0) | languages
        rows = [
            {"anchor": anchor, "topic_id": topic_id, "also": also, "languages": languages}
            for (anchor, also), languages in sorted(pairs.items())
        ]
        if rows:
            self._session.connection().execute(_ADD_ANCHORS, rows)

    def get(self, topic_id: int) -> Topic | None:
        """The topic, None when it is not there."""
        row = self._session.execute(select(TopicRow).where(TopicRow.id == topic_id)).scalar_one_or_none()
        return None if row is None else to_record(row, Topic)

    def matching(self, keys: Iterable[str], beside: Iterable[str] = (), languages: int = -1) -> tuple[Topic, ...]:
        """The topics with an anchor among the keys, in order of their ids; whether they match is still to be seen.

        Where an anchor has a second term it is among the keys or those `beside`. `languages` are bits, of which the
        anchor has at least one.
        """
        connection = self._session.connection()
        first = {number_of(key) for key in keys}
        second = first.union(map(number_of, beside), (0,))
        given = {"anchors": sorted(first), "also": list(second), "languages": languages}
        rows = connection.execute(_matching(connection.dialect.name), given).all()
        found = {row.id: row.query for row in rows}
        return tuple(Topic(topic_id, found[topic_id]) for topic_id in sorted(found))

    def note(self, met: Sequence[TopicStory]) -> None:
        """Remembers that topics met stories; a meeting known already lasts until the later moment.

        A topic that was deleted in the meantime is left out.
        """
        alike: dict[tuple[object, ...], list[int]] = {}
        for each in met:
            key = (each.story_id, each.article_id, each.in_title, each.first_at, each.last_at)
            alike.setdefault(key, []).append(each.topic_id)
        connection = self._session.connection()
        statement = _noting(connection.dialect.name)
        for meeting, topics in alike.items():
            for batch in batches(topics):
                connection.execute(statement, {**dict(zip(_MEETING, meeting, strict=True)), "topics": batch})

    def of_story(self, story_id: int) -> tuple[int, ...]:
        """The topics that met the story, in order of their ids."""
        query = select(TopicStoryRow.topic_id).where(TopicStoryRow.story_id == story_id)
        return tuple(self._session.execute(query.order_by(TopicStoryRow.topic_id)).scalars())

    def count_followed(self) -> int:
        """How many topics some chat follows."""
        return self._session.execute(select(func.count(distinct(SubscriptionRow.topic_id)))).scalar_one()

    def drop_unused(self) -> int:
        """How many topics nobody follows or mutes any more were deleted."""
        lock_counter(self._session, COUNTER)
        followed = select(SubscriptionRow.id).where(SubscriptionRow.topic_id == TopicRow.id).exists()
        muted = select(MuteRow.chat_id).where(MuteRow.topic_id == TopicRow.id).exists()
        gone = self._session.execute(
            delete(TopicRow).where(~followed, ~muted).returning(TopicRow.id),
            execution_options={"synchronize_session": False},
        )
        return len(gone.all())
