"""One article against the stories there are."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.news.stories import (
    ANCHORS,
    HEADLINE_THRESHOLD,
    LONGEST,
    SAME_PUBLISHER,
    TEXT_THRESHOLD,
    WINDOW,
    Choice,
    StoryState,
    begin,
    choose,
    grow,
    similarity_to,
    threshold,
)
from bot.news.story_terms import STORY_TERMS, ArticleVector, unit

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def vector(
    terms: str, *, family: str = "", language: str = "en", fullness: float = 1.0, at: datetime = NOW
) -> ArticleVector:
    return ArticleVector(language, unit(dict.fromkeys(terms.split(), 1.0)), fullness, family, at)


def story(terms: str, number: int = 1, **kinds: object) -> StoryState:
    return replace(begin(vector(terms, **kinds)), id=number)  # type: ignore[arg-type]


def test_an_article_joins_the_story_it_resembles_most() -> None:
    chosen = choose(
        vector("ferry harbour strike"),
        [story("ferry harbour fire", 1), story("ferry harbour strike", 2), story("cat", 3)],
    )
    assert chosen == Choice(2, pytest.approx(1.0, abs=1e-3))


def test_an_article_like_none_begins_a_story() -> None:
    assert choose(vector("ferry"), [story("cat")]) == Choice(None)
    assert choose(vector("ferry"), []) == Choice(None)


@pytest.mark.parametrize(
    "other",
    [
        story("ferry harbour", language="de"),
        story("ferry harbour", at=NOW - WINDOW - timedelta(seconds=1)),
        replace(story("ferry harbour"), first_seen=NOW - LONGEST - timedelta(seconds=1)),
    ],
)
def test_a_story_in_another_language_or_over_is_not_joined(other: StoryState) -> None:
    assert choose(vector("ferry harbour"), [other]) == Choice(None)


def test_a_story_at_the_edge_of_the_window_is_joined() -> None:
    assert choose(vector("ferry harbour"), [story("ferry harbour", at=NOW - WINDOW)]).story_id == 1


def test_headlines_need_less_in_common_than_texts() -> None:
    headline, text = vector("a b", fullness=0.0), vector("a b", fullness=1.0)
    assert threshold(headline, story("a b", fullness=1.0)) == HEADLINE_THRESHOLD
    assert threshold(text, story("a b", fullness=0.0)) == HEADLINE_THRESHOLD
    assert threshold(text, story("a b", fullness=1.0)) == pytest.approx(TEXT_THRESHOLD)


def test_articles_of_one_publisher_need_more_in_common() -> None:
    mine = vector("a b", family="bbc")
    assert threshold(mine, story("a", family="bbc")) == pytest.approx(TEXT_THRESHOLD + SAME_PUBLISHER)
    assert threshold(mine, story("a", family="cnn")) == pytest.approx(TEXT_THRESHOLD)
    assert threshold(vector("a b"), story("a")) == pytest.approx(TEXT_THRESHOLD)


def test_a_story_grows_by_an_article() -> None:
    first = story("ferry harbour", family="bbc", fullness=0.0, at=NOW - timedelta(hours=5))
    grown = grow(
        grow(first, vector("ferry strike", family="cnn")), vector("ferry", family="bbc", at=NOW - timedelta(hours=1))
    )
    assert grown.articles == 3
    assert grown.families == ("bbc", "cnn")
    assert (grown.first_seen, grown.last_seen) == (NOW - timedelta(hours=5), NOW)
    assert grown.fullness == pytest.approx(2 / 3)
    assert grown.weights[0][0] == "ferry"
    assert dict(grown.weights) == {"ferry": pytest.approx(2.41421, abs=1e-4), "harbour": 0.70711, "strike": 0.70711}


def test_a_story_keeps_its_heaviest_terms_only() -> None:
    many = " ".join(f"t{number}" for number in range(STORY_TERMS))
    grown = grow(grow(story("ferry"), vector("ferry")), vector(many))
    assert len(grown.weights) == STORY_TERMS
    assert grown.anchors[0] == "ferry"
    assert len(grown.anchors) == ANCHORS


def test_a_story_without_terms_resembles_nothing() -> None:
    assert similarity_to(vector("ferry"), story("")) == 0.0
    assert choose(vector(""), [story("")]) == Choice(None)
