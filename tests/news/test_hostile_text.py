"""Texts made to keep a pattern busy for ever: every reader of pasted text comes to its end on them."""

from datetime import UTC, datetime

import pytest

from bot.news.boilerplate import dateline_length
from bot.news.facts import key_facts
from bot.news.pasted import read_pasted
from bot.news.question import read_question
from bot.news.summary import summarise
from bot.text.paragraphs import normalise

REPEATED = ["A-", "A ", "A, ", "A.-", "Ab-", "É", "A/", "A of ", "“", '"a ', "(", "1,", "1.", "a.", "A. ", "\n- ", "@a ",
            "said A ", "of the ", "January 1, ", "http://a.b/ ", "漢", "й. ", "'", "\u2028", "-–—"]  # fmt: skip


@pytest.mark.parametrize("piece", REPEATED)
def test_every_reader_comes_to_its_end(piece):
    text = piece * (6000 // len(piece))
    dateline_length(text)
    normalise(text)
    article = read_pasted(f"A headline that is long enough\n\n{text}\n\n{text}")
    summarise(article.title, article.text)
    key_facts(article.text, published=datetime(2026, 5, 4, tzinfo=UTC))
    read_question(text)
