"""A briefing over several stored articles."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.news.analysis import VERSION, analyse
from bot.usecases.brief_topic import BriefTopic
from storage.database import Database
from storage.records import NewArticle
from storage.search import SearchIndex
from tests.articles import BRIDGE, BRIDGE_TITLE, FERRY, FERRY_TITLE

NOW = datetime(2026, 5, 6, 9, tzinfo=UTC)


@pytest.fixture
def brief(database: Database, tmp_path: Path) -> Iterator[BriefTopic]:
    index = SearchIndex(tmp_path / "index", analyse, VERSION)
    with database.write() as uow:
        for days, (title, sentences) in enumerate([(FERRY_TITLE, FERRY), (BRIDGE_TITLE, BRIDGE)], start=1):
            published = NOW - timedelta(days=days)
            url = f"https://news.example/{days}"
            new = NewArticle(url, f"Outlet {days}", title, "\n".join(sentences), title, "en", published=published)
            uow.articles.add(new, (), NOW)
        uow.commit()
    yield BriefTopic(database, index)
    index.close()


def test_a_topic_is_told_from_all_its_articles_the_newest_first(brief: BriefTopic) -> None:
    found = brief("Harwick bridge", now=NOW)
    assert {origin.source for origin in found.articles} == {"Outlet 1", "Outlet 2"}
    assert found.sentences[0].origin.source == "Outlet 1"
    assert {one.origin.source for one in found.sentences} == {"Outlet 1", "Outlet 2"}
    assert all(one.sentence in (*BRIDGE, *FERRY) for one in found.sentences)
    assert all(one.fragment.startswith("#:~:text=") for one in found.sentences)


def test_what_came_since_the_last_time_is_marked(brief: BriefTopic) -> None:
    found = brief("Harwick bridge", now=NOW, since=NOW - timedelta(hours=30))
    assert {one.new for one in found.sentences if one.origin.source == "Outlet 1"} == {True}
    assert {one.new for one in found.sentences if one.origin.source == "Outlet 2"} == {False}


def test_a_topic_nobody_wrote_about_gives_an_empty_briefing(brief: BriefTopic) -> None:
    found = brief("winter games medals", now=NOW)
    assert found.sentences == ()
    assert found.articles == ()
