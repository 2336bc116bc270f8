"""Values that fit the very words of a question."""

import pytest

from bot.news.fitting import asked_terms, fits, has_wrong_unit, stands_beside, wanted_values
from bot.news.lexicon import Lexicon, with_known_names
from bot.news.question import read_question
from bot.news.values import amounts

STORE = Lexicon(1000, lambda _: 10, lambda term: 9 if term in {"northlin", "harwick"} else 0)


def fitting(question: str, sentence: str) -> list[str]:
    read = read_question(question)
    found = wanted_values(read, sentence, asked_terms(read), STORE)
    return [value.text for value in found if fits(read, sentence, value)]


@pytest.mark.parametrize(
    ("question", "sentence", "values"),
    [
        ("How many days did it last?", "It lasted 63 days and cost 400 lives.", ["63"]),
        ("How much money did it cost?", "The 12 crews were paid $400 million.", ["$400 million"]),
        ("How much did the town pay?", "The 12 crews were paid.", []),
        ("How old was the mayor?", "The mayor, 54, met a crowd at the bridge of about 300 voters.", ["54"]),
        ("How old was the mayor?", "She is 44 and led 3 towns.", ["44"]),
        ("At which price was it sold?", "It was sold for £900 to 20 people.", ["£900"]),
        ("Who met the mayor?", "Tom Adeyemi and Harwick met the mayor in Kenya.", ["Tom Adeyemi"]),
        ("Which ship sank?", "The ship Odile sank on a calm and moonless night, said Marta Holm.", ["Odile"]),
        ("Which country won?", "Kenya won against the French.", ["Kenya", "French"]),
        ("How many left?", "Some 40 left.", ["40"]),
    ],
)
def test_amounts_and_names_are_told_by_what_stands_around_them(question: str, sentence: str, values: list[str]) -> None:
    assert fitting(question, sentence) == values


def test_what_the_question_holds_is_no_answer_to_it() -> None:
    assert fitting("Who met Tom Adeyemi?", "Tom Adeyemi met Marta Holm.") == ["Marta Holm"]


def test_a_name_of_joined_words_is_known_from_the_question() -> None:
    question = read_question("What did Blue-Otter of the US close?")
    found = wanted_values(question, "In the US Blue-Otter closed Harwick Mill.", asked_terms(question), STORE)
    assert [value.text for value in found] == ["Harwick Mill"]


def test_a_length_is_no_age() -> None:
    question = read_question("How old is the bridge?")
    for sentence, wrong in (("It is 62 metres long.", True), ("It is 62 years old.", False), ("It is 62.", False)):
        assert [has_wrong_unit(question, sentence, value) for value in amounts(sentence)] == [wrong]


def test_a_percentage_is_a_percentage() -> None:
    question = read_question("What percentage of the vote did she win?")
    sentence = "She won 53.2 percent after eight years."
    wrong = [value.text for value in amounts(sentence) if has_wrong_unit(question, sentence, value)]
    assert wrong == ["eight"]


def test_the_first_word_is_a_name_when_the_store_writes_it_so() -> None:
    question = read_question("Which company bought the mill?")
    found = wanted_values(question, "Northline bought the mill.", asked_terms(question), STORE)
    assert [value.text for value in found] == ["Northline"]
    assert wanted_values(question, "Somebody bought the mill.", asked_terms(question), STORE) == ()


def test_why_wants_no_value() -> None:
    question = read_question("Why did it sink?")
    assert wanted_values(question, "Odile sank.", asked_terms(question), STORE) == ()


def test_a_value_right_beside_a_term_is_known() -> None:
    question = read_question("Who is the director?")
    sentence = "Its director Tom Adeyemi spoke to Marta Holm."
    first, second = wanted_values(question, sentence, asked_terms(question), STORE)
    assert stands_beside(sentence, first, frozenset({"director"}), "en")
    assert not stands_beside(sentence, second, frozenset({"director"}), "en")


def test_names_typed_in_lower_case_are_known_from_the_store() -> None:
    question = with_known_names(read_question("why did northline close"), STORE)
    assert [term.term for term in question.terms if term.name] == ["northlin"]


def test_rarer_terms_weigh_more_and_a_small_store_is_filled_up() -> None:
    counts = {"common": 900, "rare": 2}
    large = Lexicon(1000, lambda term: counts.get(term, 0), lambda _: 0)
    assert large.idf("unknown") > large.idf("rare") > large.idf("common") > 0
    tiny = Lexicon(1, lambda _: 1, lambda _: 0)
    assert tiny.idf("only") > 3
    assert Lexicon(0, lambda _: 0, lambda _: 0).name_share("none") == 0
