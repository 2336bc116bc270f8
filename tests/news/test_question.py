"""Reading questions: what is asked for, which words count, where the asking stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.kinds import Kind
from bot.news.question import Question, numbers, read_question


def kept(question: Question) -> list[str]:
    return [term.word for term in question.terms]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Who opened the bridge?", Kind.PERSON),
        ("who's the mayor of Harwick", Kind.PERSON),
        ("When did the strike begin?", Kind.DATE),
        ("In what year was the bridge built?", Kind.DATE),
        ("Where did the ferry sink?", Kind.PLACE),
        ("Which country won the cup?", Kind.COUNTRY),
        ("The fire was confirmed in which state?", Kind.STATE),
        ("Which city hosts the fair?", Kind.PLACE),
        ("Which company bought the mill?", Kind.GROUP),
        ("Which actor left the show?", Kind.PERSON),
        ("How many people died?", Kind.AMOUNT),
        ("How old is the mayor?", Kind.AMOUNT),
        ("The bridge cost how much?", Kind.AMOUNT),
        ("Why did the council close it?", Kind.WHY),
        ("What caused the fire?", Kind.WHY),
        ("What did the mayor say about rents?", Kind.SAID),
        ("How do ferries turn?", Kind.HOW),
        ("What is the name of the ship?", Kind.NAME),
        ("Did the ferry sink?", Kind.YES_NO),
        ("harwick bridge repairs", Kind.THING),
        ("company bought mill harwick", Kind.GROUP),
    ],
)
def test_the_kind_of_answer_is_read_from_the_question_words(text: str, kind: Kind) -> None:
    assert read_question(text).kind is kind


def test_question_words_and_filler_are_dropped() -> None:
    assert kept(read_question("Why did the council close the bridge this week?")) == ["council", "close", "bridge"]


def test_names_are_known_by_their_capitals_except_the_first_word() -> None:
    question = read_question("Closed roads in Harwick?")
    assert [(term.word, term.name) for term in question.terms] == [
        ("Closed", False),
        ("roads", False),
        ("Harwick", True),
    ]


def test_the_scene_counts_less_than_the_asking_sentence() -> None:
    weights = {
        term.word: term.weight for term in read_question("A ferry sank on Monday. Where did the crew land?").terms
    }
    assert weights["crew"] == weights["land"] == 1.0
    assert weights["ferry"] == weights["sank"] == 0.5


@pytest.mark.parametrize(
    ("text", "focus"),
    [
        ("Which meteor shower was seen over Harwick?", ("meteor", "shower")),
        ("What type of infection did the king have?", ("infect",)),
        ("What is the name of the virus strain?", ("virus", "strain")),
        ("How many days did it last?", ("day",)),
        ("Which singer recently left?", ("singer",)),
        ("Who left?", ()),
    ],
)
def test_the_noun_beside_the_question_word_is_the_focus(text: str, focus: tuple[str, ...]) -> None:
    assert read_question(text).focus == focus


def test_what_is_measured_is_kept() -> None:
    assert read_question("How long did the trial last?").measure == "length"


def test_the_country_in_capitals_is_not_the_pronoun() -> None:
    assert kept(read_question("What did the US tell us?")) == ["US"]


def test_words_side_by_side_are_pairs_and_dropped_words_part_them() -> None:
    assert read_question("river bridge in Harwick").pairs == (("river", "bridg"),)


def test_a_comparison_offers_its_sides() -> None:
    assert read_question("Did Northline or Westline carry more?").options == ("Northline", "Westline")
    assert read_question("Did it rain or snow?").options == ()


def test_a_question_of_question_words_alone_has_no_terms() -> None:
    question = read_question("and when?")
    assert question.terms == ()
    assert question.kind is Kind.DATE


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("Warum streiken die Lotsen?", "de", Kind.WHY),
        ("Кто построил мост?", "ru", Kind.PERSON),
        ("Pourquoi la grève continue ?", "fr", Kind.WHY),
        ("grève des pilotes", "fr", Kind.THING),
    ],
)
def test_other_languages_are_read_by_their_own_words(text: str, language: str, kind: Kind) -> None:
    question = read_question(text, language)
    assert question.kind is kind
    assert question.terms


def test_numbers_of_the_question_are_known_without_separators() -> None:
    assert numbers(read_question("Did 1,200 of 3.5 million pay?")) == {"1200", "3.5"}


@given(st.text(max_size=300), st.sampled_from(["en", "de", "ru", "zh", "xx"]))
def test_any_text_can_be_read_as_a_question(text: str, language: str) -> None:
    question = read_question(text, language)
    assert question.text == text.strip()
    assert all(0 < term.weight <= 1 for term in question.terms)
