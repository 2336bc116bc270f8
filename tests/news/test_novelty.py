"""What a later article adds to what was told."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.novelty import news_in, read_told

TOLD = (
    "A ferry with 120 people on board ran aground near Harbour City on Monday evening.",
    "Coastguard boats brought all passengers ashore, the company Northline Ferries said.",
)


def said(text: str, count: int = 2, language: str = "en") -> list[str]:
    return [new.sentence.text for new in news_in(text, read_told(TOLD, language), count)]


def test_the_same_in_other_words_is_not_new() -> None:
    assert said("Near Harbour City, a ferry carrying people ran aground on Monday evening.") == []
    assert said("Northline Ferries said the passengers were all brought ashore by coastguard boats.") == []


def test_a_new_name_makes_a_sentence_new() -> None:
    (new,) = news_in(
        "The captain, Maria Lindqvist, was taken to hospital after the ferry ran aground.", read_told(TOLD, "en")
    )
    assert new.names == ("Maria", "Lindqvist")
    assert new.numbers == ()


def test_a_name_that_only_vouches_for_the_same_is_not_news() -> None:
    assert (
        said("A ferry with 120 people on board ran aground near Harbour City on Monday evening, the Zenith wire said.")
        == []
    )


def test_a_suspect_named_is_news() -> None:
    told = read_told(["Police in Harbour City named a suspect."], "en")
    (new,) = news_in("Police named the suspect as John Merriwether.", told)
    assert new.names == ("John", "Merriwether")


def test_a_changed_number_makes_a_sentence_new() -> None:
    text = "A ferry with 134 people on board ran aground near Harbour City on Monday evening."
    (new,) = news_in(text, read_told(TOLD, "en"))
    assert new.numbers == ("134",)


def test_a_turn_without_names_or_numbers_is_new_when_most_of_its_words_are() -> None:
    turn = "Prosecutors opened a criminal investigation into negligence and seized the logbook."
    assert said(turn) == [turn]


def test_what_opens_a_sentence_is_not_taken_for_a_name() -> None:
    assert said("Evening boats brought the ferry passengers of Northline ashore near Harbour City.") == []


def test_short_exclamations_are_left_out() -> None:
    assert said("What a night, Zanzibar!") == []


def test_the_most_telling_sentences_come_in_the_text_s_order() -> None:
    text = (
        "Engineers later found a crack of 40 centimetres in the hull. "
        "The weather was calm and the sea was flat all through the night. "
        "Transport minister Olga Brandt promised inspections of 18 sister ships before December."
    )
    assert said(text) == [text.split(". ", maxsplit=1)[0] + ".", text.split(". ")[2]]
    assert said(text, count=1) == [text.split(". ")[2]]


def test_everything_is_new_to_a_chat_that_had_nothing() -> None:
    (new,) = news_in(TOLD[0], read_told((), "en"))
    assert new.newness == 1.0


def test_novelty_works_in_russian() -> None:
    told = read_told(["Паром со 120 пассажирами сел на мель недалеко от порта в понедельник."], "ru")
    text = "Паром со 120 пассажирами сел на мель у порта в понедельник. Капитан парома Иван Петров задержан полицией."
    assert [new.names for new in news_in(text, told)] == [("Иван", "Петров")]


@settings(deadline=None)
@given(st.text(max_size=200), st.lists(st.text(max_size=80), max_size=3))
def test_whatever_is_new_stands_in_the_text(text: str, told: list[str]) -> None:
    for new in news_in(text, read_told(told, "en"), count=3):
        assert text[new.sentence.start : new.sentence.end] == new.sentence.text
        assert 0 <= new.newness <= 1
