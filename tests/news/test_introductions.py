import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.introductions import introductions
from bot.news.summary import summarise

ARTICLE = [
    "The mill at Halden will close in June, its director Rassol Osman said on Monday.",
    "Dr Osman came to the mill in 2019.",
    "The union of Jan van der Berg called a strike.",
    "The mill stands in North Moss.",
]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Osman said that 217 people would lose their work.", (0,)),
        ("Mr. Osman's offer was refused.", (0,)),
        ("Osman, who has worked there for 20 years, wept.", (0,)),
        ("Berg rejected the offer.", (2,)),
        ("Osmania said nothing.", ()),
        ("Rassol Osman said that 217 people would lose their work.", ()),
        ("Halden's council met on Monday.", ()),
        ("The mill closed.", ()),
    ],
)
def test_the_sentences_that_say_who_somebody_is(sentence, expected):
    assert introductions([*ARTICLE, sentence], len(ARTICLE)) == expected


def test_whom_the_title_names_needs_no_introduction():
    assert introductions([*ARTICLE, "Osman wept."], len(ARTICLE), ["osman", "mill"]) == ()


def test_another_language_has_other_function_words():
    german = ["Der Direktor Rassol Osman trat zurück.", "Auch Osman schwieg.", "Osman sagte nichts."]
    assert introductions(german, 2, language="de") == (0,)


def test_a_card_that_speaks_of_somebody_says_who_that_is():
    text = """\
The mill at Halden will close in June after 155 years, its owner said on Monday.
Brightwater has looked for a buyer since the price of pulp doubled last autumn.
Anna Osman, who has led the mill since 2019, told 240 workers in the canteen before the shift.
Osman said the mill had lost 40 million kroner, that 217 of the 240 workers would go, and that the machines were sold.
The state offered a loan in May.
The union wants the state to buy the mill and its power station on the river.
"""
    for count in (1, 2, 3, 4):
        told = [sentence.text for sentence in summarise("", text, count).sentences]
        if any(sentence.startswith("Osman") for sentence in told):
            assert any(sentence.startswith("Anna Osman") for sentence in told)


@given(st.lists(st.text(max_size=50), min_size=1, max_size=5))
def test_any_sentences_have_an_answer(sentences):
    assert all(place < len(sentences) - 1 for place in introductions(sentences, len(sentences) - 1))
