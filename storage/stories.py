"""Stories, and what grouping looks up to place an article: term counts, anchors, the leads of the window.

Neighbours: `bot/news/grouping.py` decides, a use case hands it these records. `count` comes first and puts the
writers in line, so two workers never begin two stories for one event.

What placing an article asks is in story_statements.py, built once, and goes to the connection: as ORM statements made
anew for each article it took three times the processor.
"""

import json
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy.orm import Session

from storage.batches import batches
from storage.counters import lock_counter
from storage.keys import number_of
from storage.rows import to_record, to_values
from storage.story_records import Lead, Story, StoryArticle, TermCounts
from storage.story_statements import (
    ADD_ANCHORS,
    ADD_KEYS,
    ADD_LEAD,
    ADD_STORY,
    ATTACH,
    CANDIDATES,
    CHANGE_STORY,
    COPIES,
    COUNT_ONE_MORE,
    DROP_ANCHORS,
    DROP_LEAD,
    OCCURRENCES,
    STORIES,
    STORY_OF,
)
from storage.story_tables import LeadRow, StoryAnchorRow, StoryArticleRow, StoryRow

COUNTER = "stories"


class Stories:
    """The stories of one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def count(self, language: str, terms: Iterable[str]) -> None:
        """One more article of the language, with these terms; other writers of stories wait from here on."""
        lock_counter(self._session, COUNTER)
        rows = [{"term": number, "count": 1} for number in sorted({_term(language, term) for term in ("", *terms)})]
        connection = self._session.connection()
        connection.execute(COUNT_ONE_MORE[connection.dialect.name], rows)

    def frequencies(self, language: str, terms: Iterable[str]) -> TermCounts:
        """How many articles of the language were counted, and how many of them have each of the terms."""
        numbers = {_term(language, term): term for term in terms}
        everything = _term(language, "")
        found: dict[int, int] = {}
        for batch in batches([everything, *numbers]):
            rows = self._session.connection().execute(OCCURRENCES, {"terms": batch})
            found |= {number: count for number, count in rows}  # noqa: C416 - dict() takes a row's `keys` for a mapping's
        counts = {numbers[number]: count for number, count in found.items() if number in numbers}
        return TermCounts(found.get(everything, 0), counts)

    def candidates(self, language: str, anchors: Sequence[str], since: datetime, limit: int = 40) -> tuple[Story, ...]:
        """Stories of the language last seen since then that share an anchor.

        Those that share most come first, then those seen last, then the highest numbers.
        """
        numbers = [_term(language, anchor) for anchor in anchors]
        asked = {"anchors": numbers, "since": since, "most": limit}
        return tuple(map(_story, self._session.connection().execute(CANDIDATES, asked)))

    def get(self, story_id: int) -> Story | None:
        """The story, None when it is not there."""
        return next(iter(self.get_many([story_id])), None)

    def get_many(self, ids: Sequence[int]) -> tuple[Story, ...]:
        """The stories in the order asked for, without those that are not there."""
        rows = self._session.connection().execute(STORIES, {"stories": ids})
        found = {row.id: _story(row) for row in rows}
        return tuple(found[story_id] for story_id in ids if story_id in found)

    def save(self, story: Story, anchors: Sequence[str]) -> Story:
        """Keeps the state, to be found by these anchors; a new story (id 0) comes back with its number."""
        connection = self._session.connection()
        if story.id == 0:
            story_id: int = connection.execute(ADD_STORY, _values(story)).scalar_one()
        else:
            story_id = story.id
            connection.execute(CHANGE_STORY, {"story": story_id, **_values(story)})
            connection.execute(DROP_ANCHORS, {"story": story_id})
        rows = [
            {"anchor": anchor, "story_id": story_id, "last_seen": story.last_seen}
            for anchor in sorted({_term(story.language, anchor) for anchor in anchors})
        ]
        if rows:
            connection.execute(ADD_ANCHORS, rows)
        return replace(story, id=story_id)

    def copies(self, keys: Sequence[int], since: datetime) -> tuple[Lead, ...]:
        """The leads remembered since then that share one of the keys, the oldest article first."""
        rows = self._session.connection().execute(COPIES, {"keys": keys, "since": since})
        return tuple(Lead(row.article_id, row.story_id, row.family, _unpacked(row.shingles)) for row in rows)

    def remember_lead(self, lead: Lead, keys: Sequence[int], at: datetime) -> None:
        """Keeps an article's lead, to be found by these of its shingles."""
        connection = self._session.connection()
        values = {**to_values(lead), "shingles": array("q", sorted(lead.shingles)).tobytes(), "at": at}
        connection.execute(DROP_LEAD, {"article": lead.article_id})
        connection.execute(ADD_LEAD, values)
        rows = [{"key": key, "article_id": lead.article_id, "at": at} for key in sorted(set(keys))]
        if rows:
            connection.execute(ADD_KEYS, rows)

    def attach(self, article: StoryArticle) -> bool:
        """Whether the article is new in its story; an article has one story for good."""
        connection = self._session.connection()
        made = connection.execute(ATTACH[connection.dialect.name], to_values(article))
        return made.scalar_one_or_none() is not None

    def articles_of(self, story_id: int) -> tuple[StoryArticle, ...]:
        """The story's articles in order of arrival."""
        query = select(StoryArticleRow).where(StoryArticleRow.story_id == story_id)
        rows = self._session.execute(query.order_by(StoryArticleRow.at, StoryArticleRow.article_id)).scalars()
        return tuple(to_record(row, StoryArticle) for row in rows)

    def story_of(self, article_id: int) -> int | None:
        """The id of the story the article is told in, None before it was placed."""
        found: int | None = self._session.connection().execute(STORY_OF, {"article": article_id}).scalar_one_or_none()
        return found

    def told_in(self, article_ids: Sequence[int]) -> tuple[int, ...]:
        """The stories in which any of the articles is told, in order of their ids."""
        query = select(StoryArticleRow.story_id).where(StoryArticleRow.article_id.in_(article_ids)).distinct()
        return tuple(self._session.execute(query.order_by(StoryArticleRow.story_id)).scalars())

    def drop_empty(self, ids: Sequence[int]) -> int:
        """How many of these stories were deleted, with their posts: those no article tells any more."""
        told = select(StoryArticleRow.article_id).where(StoryArticleRow.story_id == StoryRow.id).exists()
        gone = delete(StoryRow).where(StoryRow.id.in_(ids), ~told).returning(StoryRow.id)
        return len(self._session.execute(gone, execution_options={"synchronize_session": False}).all())

    def recent(self, since: datetime, limit: int) -> tuple[Story, ...]:
        """The stories seen since then, the last seen first."""
        query = (
            select(StoryRow).where(StoryRow.last_seen >= since).order_by(StoryRow.last_seen.desc(), StoryRow.id.desc())
        )
        return tuple(_story(row) for row in self._session.execute(query.limit(limit)).scalars())

    def close(self, before: datetime) -> None:
        """Drops what only the window needs of stories and leads not seen since then; the stories stay."""
        self._session.execute(delete(StoryAnchorRow).where(StoryAnchorRow.last_seen < before))
        self._session.execute(delete(LeadRow).where(LeadRow.at < before))

    def forget(self, before: datetime, limit: int) -> int:
        """How many stories were deleted, at most `limit`: not seen since then. Their articles stay."""
        old = select(StoryRow.id).where(StoryRow.last_seen < before).order_by(StoryRow.last_seen).limit(limit)
        gone = self._session.execute(delete(StoryRow).where(StoryRow.id.in_(old)).returning(StoryRow.id))
        return len(gone.all())


def _term(language: str, term: str) -> int:
    return number_of(f"{language}:{term}")


def _values(story: Story) -> dict[str, Any]:
    lists = {"weights": json.dumps(story.weights), "families": json.dumps(story.families)}
    return {**to_values(story), **lists}


def _story(row: StoryRow | Row[*tuple[Any, ...]]) -> Story:
    return Story(
        language=row.language,
        weights=tuple(map(tuple, json.loads(row.weights))),
        fullness=row.fullness,
        articles=row.articles,
        families=tuple(json.loads(row.families)),
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        id=row.id,
    )


def _unpacked(shingles: bytes) -> frozenset[int]:
    numbers = array("q")
    numbers.frombytes(shingles)
    return frozenset(numbers)
