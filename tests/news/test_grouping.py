"""The whole step from an article to its story."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.news.fingerprints import StoredFingerprint, fingerprint
from bot.news.grouping import StoryArticle, place
from bot.news.stories import WINDOW
from tests.fakes.story_states import MemoryStoryStates
from tests.news.test_fingerprints import REWRITE, WIRE

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
FERRY = StoryArticle(1, "en", "Ferry runs aground near old lighthouse", WIRE, "wire", NOW)
CAT = StoryArticle(
    9,
    "en",
    "Museum reopens its gallery of clocks",
    "After nine years of repairs the town museum shows its collection of tower clocks again, with four hundred pieces "
    "from monasteries of the region, and expects twice as many visitors as before the fire.",
    "post",
    NOW,
)


def test_the_first_article_begins_a_story_and_another_event_another() -> None:
    states = MemoryStoryStates()
    first, second = place(FERRY, states), place(CAT, states)
    assert first.story.articles == second.story.articles == 1
    assert first.story.id != second.story.id


def test_a_copy_joins_its_original_and_says_so() -> None:
    states = MemoryStoryStates()
    original = place(FERRY, states)
    copy = place(replace(FERRY, id=2, title="Morning briefing", text=WIRE[:300], family="post"), states)
    assert (copy.story.id, copy.copy_of, copy.story.articles) == (original.story.id, 1, 2)
    assert copy.story.families == ("wire", "post")


def test_a_rewrite_joins_the_story_but_is_no_copy() -> None:
    states = MemoryStoryStates()
    original = place(FERRY, states)
    other = place(
        replace(
            FERRY, id=2, title="Ferry runs aground near lighthouse, passengers rescued", text=REWRITE, family="post"
        ),
        states,
    )
    assert (other.story.id, other.copy_of) == (original.story.id, None)
    assert 0 < other.similarity < 1


def test_a_publisher_s_usual_opening_does_not_make_a_copy() -> None:
    opening = (
        "Good morning and welcome to our daily letter, in which we tell you what you need to know today before work. "
    )
    letter = StoryArticle(1, "en", "Ferry inquiry", opening + WIRE, "post", NOW)
    other = replace(letter, id=2, title=CAT.title, text=opening + CAT.text)
    states = MemoryStoryStates()
    place(letter, states)
    assert place(other, states).copy_of is None


def test_a_story_that_fell_silent_is_not_continued() -> None:
    states = MemoryStoryStates()
    first = place(FERRY, states)
    late = place(replace(FERRY, id=2, family="post", at=NOW + WINDOW + timedelta(minutes=1)), states)
    assert late.story.articles == 1
    assert late.story.id != first.story.id


def test_a_copy_of_a_forgotten_story_is_grouped_by_its_words() -> None:
    states = MemoryStoryStates()
    states.remember(StoredFingerprint(7, 77, "wire", fingerprint(WIRE, "en")), NOW)
    placed = place(FERRY, states)
    assert placed.story.articles == 1
    assert placed.copy_of is None


def test_an_article_without_any_words_begins_a_story() -> None:
    states = MemoryStoryStates()
    assert place(StoryArticle(1, "en", "", "", "", NOW), states).story.articles == 1
    assert place(StoryArticle(2, "en", "?", "", "", NOW), states).story.articles == 1


def test_stored_states_decide_as_kept_ones() -> None:
    """What is read back (the values, nothing else) decides the next article alike."""
    states = MemoryStoryStates()
    story = place(FERRY, states).story
    states.save(replace(story, weights=tuple((str(term), float(repr(weight))) for term, weight in story.weights)))
    assert states.story(story.id) == story
