"""The small rules around an answer: causes, text fragments, requests for a topic, repeated sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.causes import BACKGROUND, STATED, clause_after
from bot.news.fragments import text_fragment
from bot.news.requests import wanted_topic
from bot.news.synonyms import synonyms
from bot.text.tokens import stem


@pytest.mark.parametrize(
    "sentence",
    ["It closed because of rain.", "It fell due to frost.", "Officials blamed the storm.", "A storm caused the fire."],
)
def test_stated_causes_are_known(sentence: str) -> None:
    assert STATED.search(sentence)


def test_background_is_no_stated_cause() -> None:
    assert BACKGROUND.search("Agencies had warned of it.")
    assert not STATED.search("Agencies had warned of it.")
    assert not STATED.search("We decide for a variety of reasons.")


@pytest.mark.parametrize(
    ("sentence", "clause"),
    [
        ("It closed because the U.S. army left, she said.", "because the U.S. army left"),
        ("It closed because of rain; nobody came.", "because of rain"),
        ("It closed because of rain.", "because of rain"),
    ],
)
def test_the_clause_of_a_cause_ends_where_the_next_begins(sentence: str, clause: str) -> None:
    start = sentence.index("because")
    assert sentence[start : clause_after(sentence, start + len("because"))] == clause


def test_a_fragment_opens_the_page_at_the_sentence() -> None:
    assert text_fragment("Tea, twenty-two cups.") == "#:~:text=Tea%2C%20twenty%2Dtwo%20cups."
    long = " ".join(f"word{number}" for number in range(20))
    assert text_fragment(long) == (
        "#:~:text=word0%20word1%20word2%20word3%20word4,word15%20word16%20word17%20word18%20word19"
    )
    assert text_fragment(" ") == ""


@given(st.text(min_size=1, max_size=200))
def test_a_fragment_holds_nothing_that_ends_it_early(sentence: str) -> None:
    body = text_fragment(sentence).removeprefix("#:~:text=")
    assert body.count(",") <= 1
    assert not set(body) & set(" &#-\n")


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("What's new with Blue Otter?", "Blue Otter"),
        ("tell me about the ferry strike", "the ferry strike"),
        ("latest on trade talks", "trade talks"),
        ("brief me on Harwick!", "Harwick"),
        ("what is new?", ""),
        ("who told you about it?", ""),
    ],
)
def test_requests_for_a_topic_are_told_from_questions(text: str, topic: str) -> None:
    assert wanted_topic(text) == topic


def test_news_words_that_say_the_same_are_synonyms_both_ways() -> None:
    assert "ceas" in synonyms("drop")
    assert "drop" in synonyms("ceas")
    assert "drop" not in synonyms("drop")
    assert stem("Norwegian") in synonyms(stem("Norway"))
    assert synonyms("harwick") == frozenset()
