"""Escaping and lengths."""

from hypothesis import given
from hypothesis import strategies as st

from bot.messages.html import TEXT_LIMIT, bold, embolden, escape, fit, length, link, plain, quote, shorten


@given(st.text())
def test_what_is_escaped_reads_as_it_was_written(text):
    assert plain(escape(text)) == text


@given(st.text(), st.data())
def test_bold_words_leave_the_text_as_it_was(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert plain(embolden(text, [(start, end)])) == text


def test_several_spans_are_bold_in_their_places():
    assert embolden("a & b", [(0, 1), (4, 5)]) == "<b>a</b> &amp; <b>b</b>"


def test_an_address_cannot_leave_its_attribute():
    assert link("x", 'https://e.org/?"><b>') == '<a href="https://e.org/?&quot;&gt;&lt;b&gt;">x</a>'


def test_a_link_without_an_address_is_its_words():
    assert link("<paste>", "") == "&lt;paste&gt;"


def test_length_counts_what_telegram_counts():
    assert length(bold("a&b")) == 3
    assert length("😀") == 2


def test_a_quotation_may_fold():
    assert quote("x", expandable=True) == "<blockquote expandable>x</blockquote>"


@given(st.text(), st.integers(1, 200))
def test_a_shortened_text_keeps_to_the_limit(text, limit):
    short = shorten(text, limit)
    assert len(short) <= limit
    assert short == " ".join(text.split()) or short.endswith("…")


def test_a_text_is_cut_between_words():
    assert shorten("one two three four", 12) == "one two…"


@given(st.lists(st.text(max_size=3000), max_size=6))
def test_blocks_that_fit_are_whole_and_in_order(blocks):
    safe = [escape(block) for block in blocks]
    fitted = fit(safe)
    assert length(fitted) <= TEXT_LIMIT
    assert "\n\n".join(safe).startswith(fitted)
