"""What a person's message is taken for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.intake import (
    ARTICLE_WORDS,
    MOST_LINKS,
    LinksToRead,
    QuestionToAnswer,
    TextToRead,
    sort_message,
)

LINK = "https://example.org/a"
ARTICLE = "The council voted on Monday to close the old bridge. " * 12


def test_a_bare_link_is_read():
    assert sort_message(LINK, [LINK]) == LinksToRead((LINK,))


def test_a_question_beside_a_link_is_about_its_article():
    assert sort_message(f"why was it closed? {LINK}", [LINK]) == LinksToRead((LINK,), "why was it closed?")


def test_words_without_a_question_mark_beside_a_link_are_not_a_question():
    assert sort_message(f"interesting: {LINK}", [LINK]).question == ""


def test_a_link_given_twice_is_read_once():
    assert sort_message(f"{LINK} {LINK}", [LINK, LINK]) == LinksToRead((LINK,))


def test_links_beyond_the_most_are_counted():
    links = [f"https://example.org/{n}" for n in range(MOST_LINKS + 3)]
    found = sort_message(" ".join(links), links)
    assert found == LinksToRead(tuple(links[:MOST_LINKS]), left_out=3)


def test_a_long_text_is_an_article_though_it_ends_with_a_link():
    assert sort_message(f"{ARTICLE}\nFollow me: {LINK}", [LINK]) == TextToRead(f"{ARTICLE}\nFollow me: {LINK}")


def test_a_long_chinese_text_is_an_article_without_a_space_in_it():
    assert isinstance(sort_message("市议会周一投票决定关闭这座旧桥。" * 20, []), TextToRead)


@pytest.mark.parametrize("text", ["why did they close the bridge?", "bridge", "“bridge” OR ferry", "?"])
def test_plain_words_are_a_question(text):
    assert sort_message(text, []) == QuestionToAnswer(text)


def test_a_forwarded_post_is_read_where_the_same_words_typed_are_a_question():
    post = "The council has closed the old bridge until the spring, it said on Monday."
    assert sort_message(post, [], is_forwarded=True) == TextToRead(post)
    assert sort_message(post, []) == QuestionToAnswer(post)


def test_a_forwarded_exclamation_is_too_short_to_be_read():
    assert isinstance(sort_message("What a day!", [], is_forwarded=True), QuestionToAnswer)


@given(st.text(), st.lists(st.text(min_size=1), max_size=9), st.booleans())
def test_every_message_is_something_and_no_link_is_read_twice(text, links, is_forwarded):
    match sort_message(text, links, is_forwarded=is_forwarded):
        case LinksToRead(urls=urls, left_out=left_out):
            assert len(set(urls)) == len(urls) <= MOST_LINKS
            assert len(urls) + left_out == len(set(links))
        case TextToRead(text=kept) | QuestionToAnswer(text=kept):
            assert kept == text


def test_the_border_lies_at_the_number_of_words_it_names():
    assert isinstance(sort_message("word " * ARTICLE_WORDS, []), TextToRead)
    assert isinstance(sort_message("word " * (ARTICLE_WORDS - 1), []), QuestionToAnswer)
