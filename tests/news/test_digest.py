"""What goes into a digest."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.digest import MOST_STORIES, DigestStory, choose_stories, reading_seconds


def story(number: int, rank: float, words: int = 46, terms: str = "", language: str = "en") -> DigestStory:
    """A story about its own number unless `terms` are given."""
    weights = tuple((term, 1.0) for term in (terms.split() or [f"term{number}"]))
    return DigestStory(number, rank, words, language, weights)


def test_the_best_come_first() -> None:
    assert choose_stories([story(1, 0.5), story(2, 2.0), story(3, 1.0)], minutes=5).story_ids == (2, 3, 1)


def test_a_digest_fits_its_reading_time() -> None:
    digest = choose_stories([story(number, 1.0) for number in range(1, 40)], minutes=2)
    assert digest.seconds == len(digest.story_ids) * reading_seconds(46) <= 120
    assert len(digest.story_ids) + digest.left_out == 39


def test_a_long_story_is_passed_over_for_a_shorter_one() -> None:
    digest = choose_stories([story(1, 3.0), story(2, 2.0, words=9000), story(3, 1.0)], minutes=1)
    assert digest.story_ids == (1, 3)
    assert digest.left_out == 1


def test_the_best_story_is_in_however_little_the_time() -> None:
    assert choose_stories([story(1, 3.0, words=9000)], minutes=1).story_ids == (1,)


def test_one_thing_is_told_once() -> None:
    twice = [story(1, 3.0, terms="ferry harbour strike"), story(2, 2.0, terms="ferry harbour council"), story(3, 1.0)]
    digest = choose_stories(twice, minutes=5)
    assert digest.story_ids == (1, 3)
    assert digest.left_out == 0


def test_the_same_letters_in_another_language_are_another_thing() -> None:
    twice = [story(1, 3.0, terms="gift"), story(2, 2.0, terms="gift", language="de")]
    assert choose_stories(twice, minutes=5).story_ids == (1, 2)


def test_no_stories_make_an_empty_digest() -> None:
    assert choose_stories([], minutes=5).story_ids == ()


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0, 9), st.integers(0, 400)), max_size=60), st.floats(0.5, 30))
def test_a_digest_never_exceeds_its_time_but_for_its_first_story(
    given_: list[tuple[float, int]], minutes: float
) -> None:
    stories = [story(number, rank, words) for number, (rank, words) in enumerate(given_, 1)]
    digest = choose_stories(stories, minutes)
    assert digest.seconds <= minutes * 60 + 1e-6 or len(digest.story_ids) == 1
    assert len(digest.story_ids) <= MOST_STORIES
