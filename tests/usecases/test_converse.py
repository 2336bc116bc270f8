"""A chat's talk: subjects that fade, briefings that know what is new."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.news.analysis import VERSION, analyse
from bot.news.answer import Answer, NoAnswer
from bot.news.briefing import Briefing
from bot.news.fingerprint import fingerprint
from bot.usecases.answer_question import AnswerQuestion
from bot.usecases.brief_topic import BriefTopic
from bot.usecases.converse import Converse
from storage.database import Database
from storage.records import NewArticle
from storage.search import SearchIndex
from tests.articles import BRIDGE, BRIDGE_TITLE, FERRY, FERRY_TITLE

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
CHAT = 100


@pytest.fixture
def converse(sqlite_database, tmp_path):
    index = SearchIndex(tmp_path / "index", analyse, VERSION)
    store(sqlite_database, BRIDGE_TITLE, BRIDGE, NOW - timedelta(days=1))
    store(sqlite_database, FERRY_TITLE, FERRY, NOW - timedelta(days=1))
    return Converse(sqlite_database, AnswerQuestion(sqlite_database, index), BriefTopic(sqlite_database, index))


def store(database: Database, title: str, sentences: tuple[str, ...], published: datetime) -> None:
    text = "\n".join(sentences)
    with database.write() as uow:
        article = NewArticle("", "The Harwick Courier", title, text, fingerprint(text), "en", published=published)
        uow.articles.add(article, (), published)
        uow.commit()


def test_a_short_question_leans_on_the_one_before(converse):
    converse("who is the chief engineer of Harwick council?", chat_id=CHAT, now=NOW)
    answer = converse("what did she say?", chat_id=CHAT, now=NOW + timedelta(minutes=5))
    assert isinstance(answer, Answer)
    assert answer.quotes[0].sentence == BRIDGE[2]


def test_a_subject_fades_after_an_hour(converse):
    converse("who is the chief engineer of Harwick council?", chat_id=CHAT, now=NOW)
    assert isinstance(converse("when?", chat_id=CHAT, now=NOW + timedelta(hours=2)), NoAnswer)


def test_a_subject_is_the_chats_own(converse):
    converse("who is the chief engineer of Harwick council?", chat_id=CHAT, now=NOW)
    assert isinstance(converse("when?", chat_id=CHAT + 1, now=NOW), NoAnswer)


def test_new_in_a_briefing_is_what_came_since_this_chat_last_asked(converse):
    first = converse("what's new with the Harwick bridge?", chat_id=CHAT, now=NOW)
    assert isinstance(first, Briefing)
    assert not any(one.new for one in first.sentences)
    later = ("The old Harwick bridge opened again on Monday, three weeks early.", *BRIDGE[5:])
    store(converse.database, "Harwick bridge opens again", later, NOW + timedelta(hours=5))
    second = converse.brief("The Harwick  bridge", chat_id=CHAT, now=NOW + timedelta(hours=6))
    assert {one.sentence for one in second.sentences if one.new} & set(later)
    others = converse.brief("the harwick bridge", chat_id=CHAT + 1, now=NOW + timedelta(hours=6))
    assert not any(one.new for one in others.sentences)


def test_an_answer_can_be_made_again_for_its_button_until_it_is_pushed_out(converse):
    question = "how much will the repairs of the bridge cost?"
    answer = converse(question, chat_id=CHAT, now=NOW)
    converse.note_answer(answer, 7, chat_id=CHAT, about=None, now=NOW)
    assert isinstance(converse.again(7, chat_id=CHAT, now=NOW + timedelta(days=3)), Answer)
    assert converse.again(8, chat_id=CHAT, now=NOW) is None
    for number in range(10, 20):
        converse.note_answer(answer, number, chat_id=CHAT, about=None, now=NOW)
    assert converse.again(7, chat_id=CHAT, now=NOW) is None


def test_leaving_the_subject_leaves_the_answers_too(converse):
    answer = converse("how much will the repairs of the bridge cost?", chat_id=CHAT, now=NOW)
    converse.note_answer(answer, 7, chat_id=CHAT, about=None, now=NOW)
    converse.new_subject(CHAT)
    assert converse.again(7, chat_id=CHAT, now=NOW) is None


def test_more_evidence_below_a_leaning_question_keeps_what_it_leaned_on(converse):
    converse("who is the chief engineer of Harwick council?", chat_id=CHAT, now=NOW)
    answer = converse("what did she say?", chat_id=CHAT, now=NOW)
    converse.note_answer(answer, 7, chat_id=CHAT, about=None, now=NOW)
    converse("how many pilots did Blue Otter hire?", chat_id=CHAT, now=NOW)
    again = converse.again(7, chat_id=CHAT, now=NOW)
    assert isinstance(again, Answer)
    assert again.quotes[0].sentence == answer.quotes[0].sentence
