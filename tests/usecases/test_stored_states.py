"""Grouping through the database decides as in memory, and goes on after a restart as if nothing had happened."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.news.grouping import Placement, StoryArticle, place
from bot.news.publishers import publisher_family
from bot.usecases.stored_states import StoredStates
from storage.database import Database
from storage.records import NewArticle
from tests.fakes.story_states import MemoryStoryStates
from tests.news.test_fingerprints import WIRE
from tests.quality.test_stories import ARTICLES

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
TEXTS = [*((each["title"], each["text"], each["lang"], each["url"]) for each in ARTICLES)]
TEXTS += [
    ("Ferry aground", WIRE, "en", "https://wire.example/1"),
    ("Morning", WIRE[:400], "en", "https://late.example/1"),
]


def stored(database: Database, number: int) -> StoryArticle:
    """The numbered article, kept in the database before it is placed."""
    title, text, language, url = TEXTS[number]
    at = NOW + timedelta(minutes=number)
    with database.write() as unit:
        kept, _ = unit.articles.add(NewArticle(url, "", title, text, str(number), language), (), at)
        unit.commit()
    return StoryArticle(kept.id, language, title, text, publisher_family(url), at)


def place_stored(database: Database, article: StoryArticle) -> Placement:
    with database.write() as unit:
        placement = place(article, StoredStates(unit))
        unit.commit()
    return placement


def without_number(placement: Placement) -> Placement:
    return replace(placement, story=replace(placement.story, id=0))


def test_the_database_groups_as_memory_does_across_a_restart(database: Database) -> None:
    memory = MemoryStoryStates()
    numbers: dict[int, int] = {}
    for number in range(len(TEXTS)):
        article = stored(database, number)
        mine, other = place_stored(database, article), place(article, memory)
        assert without_number(mine) == without_number(other)
        assert numbers.setdefault(mine.story.id, other.story.id) == other.story.id
        if number == len(TEXTS) // 2:
            database.dispose()
    assert len(set(numbers.values())) == len(numbers)


def test_a_decision_that_is_not_committed_leaves_nothing(database: Database) -> None:
    first, second = stored(database, 0), stored(database, 1)
    with database.write() as unit:
        place(first, StoredStates(unit))
    assert without_number(place_stored(database, second)) == without_number(place(second, MemoryStoryStates()))
