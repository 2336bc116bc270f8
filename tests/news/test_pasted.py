from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.pasted import read_pasted
from bot.news.summary import summarise

PASTED = """\
Home
Business

Brightwater closes its last mill on the river

By Ann Lee · 3 min read >
12 May 2026, 10:32

Brightwater will close its mill at Halden in June, the paper maker said on Tuesday.

The mill has run since 1871 and employs 240 people. "We have no buyer," said Bo Ek, the firm's director.

Sign up for our newsletter

The union said it would fight the closure.

Written by Ann Lee
Ann Lee is a reporter at the Harbour Post. Follow me on Twitter: https://twitter.example/annlee
"""
HUAWEI = Path(__file__).parents[3] / "shared" / "huawei.txt"


def test_the_headline_is_found_below_the_menu_and_the_furniture_goes():
    article = read_pasted(PASTED)
    assert article.title == "Brightwater closes its last mill on the river"
    assert article.author == "Ann Lee"
    assert article.language == "en"
    assert article.text.split("\n") == [
        "Brightwater will close its mill at Halden in June, the paper maker said on Tuesday.",
        'The mill has run since 1871 and employs 240 people. "We have no buyer," said Bo Ek, the firm\'s director.',
        "The union said it would fight the closure.",
    ]


def test_without_a_headline_the_first_sentence_is_the_title_and_stays_in_the_text():
    text = "The mill at Halden will close in June. It has run since 1871.\nThe union will fight the closure."
    article = read_pasted(text)
    assert article.title == "The mill at Halden will close in June."
    assert article.text == text


def test_a_question_may_be_a_headline():
    assert read_pasted("Who killed the mill at Halden?\nThe owners did, the union says.").title.endswith("Halden?")


def test_a_mail_broken_at_a_width_is_joined():
    text = (
        "Mill to close in June after 155 years\n\n"
        "Brightwater will close its mill at Halden in June, the paper maker said on\n"
        "Tuesday. The mill has run since 1871 and employs 240 people, most of whom\n"
        "live in the town.\n"
    )
    assert read_pasted(text).text.endswith("employs 240 people, most of whom live in the town.")


def test_an_empty_text_is_an_empty_article():
    assert read_pasted("").text == ""
    assert read_pasted(" \n ").title == ""


@pytest.mark.skipif(not HUAWEI.exists(), reason="the article the project was asked for lies outside the project")
def test_the_article_the_project_was_asked_for():
    article = read_pasted(HUAWEI.read_text(encoding="utf-8"))
    assert article.title.startswith("Huawei suffers another blow")
    assert article.author == "Sajeel Syed"
    told = " ".join(sentence.text for sentence in summarise(article.title, article.text).sentences)
    assert "Best Buy has “ceased ordering” new smartphones from Huawei" in told
    for unwanted in ("Mobile\n", "min read", "Written by", "I am a writer", "twitter"):
        assert unwanted not in article.text
        assert unwanted not in told


@given(st.text())
def test_any_text_can_be_pasted(text):
    article = read_pasted(text)
    assert len(article.title) <= 200
