"""Questions that lean on the one before."""

from bot.news.answer import Subject
from bot.news.followup import leans, subject_of, with_subject
from bot.news.kinds import Kind
from bot.news.question import read_question

SUBJECT = Subject("Why did Corner Books drop Quillfax?", ("Corner", "Books", "drop", "Quillfax"), (7,))


def words(text: str, subject: Subject | None = SUBJECT) -> dict[str, float]:
    return {term.word: term.weight for term in with_subject(read_question(text), subject).terms}


def test_a_bare_question_word_takes_the_subject_s_words() -> None:
    assert set(words("when?")) == {"Corner", "Books", "drop", "Quillfax"}
    assert with_subject(read_question("when?"), SUBJECT).kind is Kind.DATE


def test_another_name_takes_the_kind_and_the_rest_of_the_question() -> None:
    question = with_subject(read_question("and Northline?"), SUBJECT)
    assert question.kind is Kind.WHY
    weights = words("and Northline?")
    assert weights["Northline"] > weights["Quillfax"]


def test_who_said_that_keeps_the_subject() -> None:
    assert "Quillfax" in words("who said that?")


def test_a_full_question_does_not_lean() -> None:
    assert not leans(read_question("How many pilots did Blue Otter hire?"))
    assert set(words("How many pilots did Blue Otter hire?")) == {"pilots", "Blue", "Otter", "hire"}


def test_without_a_subject_a_question_stays_as_it_is() -> None:
    assert words("when?", None) == {}


def test_the_subject_lasts_while_questions_lean_on_it() -> None:
    typed = read_question("when?")
    after = subject_of(with_subject(typed, SUBJECT), SUBJECT)
    assert after.text == SUBJECT.text
    assert subject_of(read_question("Who hired pilots?"), SUBJECT).text == "Who hired pilots?"
