"""Questions to the stored articles, end to end below the shell: database, index, use case, on both databases."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import tantivy

from bot.news.analysis import VERSION, analyse
from bot.news.answer import Answer, NoAnswer, Note
from bot.news.pasted import read_pasted
from bot.usecases.answer_question import AnswerQuestion
from storage.database import Database
from storage.records import NewArticle
from storage.search import SearchIndex
from tests.articles import BRIDGE, BRIDGE_TITLE, FERRY, FERRY_TITLE

NOW = datetime(2026, 5, 6, 9, tzinfo=UTC)
OUTSIDE = [parent / "shared" / "huawei.txt" for parent in Path(__file__).parents]
SHARED = next((path for path in OUTSIDE if path.exists()), OUTSIDE[2])

Store = Callable[..., int]


@pytest.fixture
def ask(database: Database, tmp_path: Path) -> Iterator[AnswerQuestion]:
    index = SearchIndex(tmp_path / "index", analyse, VERSION)
    yield AnswerQuestion(database, index)
    index.close()


@pytest.fixture
def store(database: Database) -> Store:
    def add(
        title: str,
        *sentences: str,
        source: str = "The Harwick Courier",
        published: datetime | None = NOW - timedelta(days=2),
        chat_id: int | None = None,
        language: str = "en",
    ) -> int:
        url = "" if chat_id else f"https://news.example/{abs(hash((title, source)))}"
        text = "\n".join(sentences)
        new = NewArticle(url, source, title, text, f"{title}{source}", language, published=published, chat_id=chat_id)
        with database.write() as uow:
            article, _ = uow.articles.add(new, (), NOW)
            uow.commit()
        return article.id

    return add


@pytest.fixture
def harwick(store: Store) -> tuple[int, int]:
    return store(BRIDGE_TITLE, *BRIDGE), store(FERRY_TITLE, *FERRY, source="River News")


def answered(found: Answer | NoAnswer) -> Answer:
    assert isinstance(found, Answer)
    return found


def bold(found: Answer | NoAnswer) -> list[str]:
    first = answered(found).quotes[0]
    return [first.sentence[span.start : span.end] for span in first.bold]


@pytest.mark.usefixtures("harwick")
class TestTheRightSentence:
    def test_why_gives_the_stated_cause_in_bold(self, ask: AnswerQuestion) -> None:
        found = ask("Why did the council close the bridge?", now=NOW)
        assert answered(found).quotes[0].sentence == BRIDGE[3]
        assert bold(found)[0].startswith("because a survey in March showed")
        assert Note.NO_STATED_REASON not in answered(found).notes

    def test_how_much_gives_the_amount(self, ask: AnswerQuestion) -> None:
        found = ask("How much will the repairs cost?", now=NOW)
        assert answered(found).quotes[0].sentence == BRIDGE[6]
        assert bold(found) == ["£3.4 million"]

    def test_when_gives_the_date(self, ask: AnswerQuestion) -> None:
        found = ask("When was the bridge built?", now=NOW)
        assert answered(found).quotes[0].sentence == BRIDGE[1]
        assert bold(found) == ["1871"]

    def test_what_somebody_said_gives_the_quotation(self, ask: AnswerQuestion) -> None:
        found = ask("What did the chief engineer say?", now=NOW)
        assert answered(found).quotes[0].sentence == BRIDGE[2]
        assert bold(found) == ["“We cannot wait until somebody is hurt,”"]

    def test_who_gives_the_name(self, ask: AnswerQuestion) -> None:
        found = answered(ask("Who is the director of Blue Otter?", now=NOW))
        named = next(quote for quote in found.quotes if quote.sentence == FERRY[1])
        assert named.value == "Tom Adeyemi"

    def test_lower_case_and_bare_words_work_as_well(self, ask: AnswerQuestion) -> None:
        assert answered(ask("bridge repairs cost", now=NOW)).quotes[0].sentence == BRIDGE[6]

    def test_no_more_than_three_are_shown_and_the_rest_is_kept(self, ask: AnswerQuestion) -> None:
        found = answered(ask("Why did the council close the bridge?", now=NOW))
        assert len(found.quotes) == 3
        assert found.more
        everything = [quote.sentence for quote in (*found.quotes, *found.more)]
        assert len(everything) == len(set(everything))

    def test_a_quote_carries_its_source_paragraph_and_fragment(self, ask: AnswerQuestion) -> None:
        quote = answered(ask("How much will the repairs cost?", now=NOW)).quotes[0]
        assert (quote.origin.title, quote.origin.source) == (BRIDGE_TITLE, "The Harwick Courier")
        assert quote.origin.published == NOW - timedelta(days=2)
        assert quote.paragraph == f"{BRIDGE[5]}\n{BRIDGE[6]}"
        assert quote.fragment.startswith("#:~:text=Repairs%20will%20cost")
        assert 0 <= quote.score <= 1


@pytest.mark.usefixtures("harwick")
class TestHonesty:
    def test_what_nothing_answers_is_refused(self, ask: AnswerQuestion) -> None:
        found = ask("Who won the World Cup?", now=NOW)
        assert isinstance(found, NoAnswer)
        assert found.closest == ()

    def test_a_refusal_shows_the_closest_headlines(self, ask: AnswerQuestion) -> None:
        found = ask("Which poet praised the moonlit vineyards of a distant river kingdom?", now=NOW)
        assert isinstance(found, NoAnswer)
        assert {origin.title for origin in found.closest} <= {BRIDGE_TITLE, FERRY_TITLE}
        assert found.closest

    def test_a_why_without_a_stated_reason_says_so(self, ask: AnswerQuestion, store: Store) -> None:
        store(
            "Corner Books drops Quillfax readers",
            "Corner Books has stopped ordering Quillfax readers, a person at the chain said.",
            "“We decide what we sell for many reasons,” said a spokeswoman of Corner Books.",
            "Security agencies had warned against Quillfax last month, raising concerns about its software.",
        )
        found = answered(ask("Why did Corner Books drop Quillfax?", now=NOW))
        assert found.notes[0] is Note.NO_STATED_REASON
        assert "many reasons" in " ".join(quote.sentence for quote in found.quotes)

    def test_a_yes_or_no_question_gets_evidence_without_a_verdict(self, ask: AnswerQuestion) -> None:
        found = answered(ask("Is the bridge in Harwick closed?", now=NOW))
        assert Note.EVIDENCE_ONLY in found.notes

    def test_an_old_answer_says_that_it_is_old(self, ask: AnswerQuestion) -> None:
        found = answered(ask("How much will the bridge repairs cost?", now=NOW + timedelta(days=400)))
        assert found.quotes[0].old
        assert Note.OLD in found.notes

    def test_an_article_from_the_future_of_the_question_is_not_used(self, ask: AnswerQuestion) -> None:
        assert isinstance(ask("How much will the repairs cost?", now=NOW - timedelta(days=60)), NoAnswer)


class TestSeveralOutlets:
    def test_the_same_amount_of_two_outlets_is_one_answer_with_two_sources(
        self, ask: AnswerQuestion, store: Store
    ) -> None:
        store("Blaze at mill", "The fire at the Denby mill killed 12 people, police said.", source="One")
        store("Mill fire", "Twelve families mourn.", "Police: 12 people died in the Denby mill fire.", source="Two")
        found = answered(ask("How many people died in the Denby mill fire?", now=NOW))
        assert {found.quotes[0].origin.source, *(other.source for other in found.quotes[0].others)} == {"One", "Two"}

    def test_different_amounts_are_shown_as_different_the_newest_first(self, ask: AnswerQuestion, store: Store) -> None:
        store(
            "Blaze at mill", "The fire at the Denby mill killed 12 people, police said.",
            source="One", published=NOW - timedelta(days=3),
        )  # fmt: skip
        store(
            "Mill fire toll rises", "The fire at the Denby mill killed 15 people, a court heard.",
            source="Two", published=NOW - timedelta(days=1),
        )  # fmt: skip
        found = answered(ask("How many people did the Denby mill fire kill?", now=NOW))
        assert Note.DIFFERENT in found.notes
        assert [quote.value for quote in found.quotes] == ["15", "12"]

    def test_a_comparison_gets_a_quote_for_each_side(self, ask: AnswerQuestion, store: Store) -> None:
        store("Northline", "Northline carried 4,000 passengers in April.", "Northline is a ferry line.")
        store("Westline", "Westline carried 3,000 passengers in April.", "Westline passengers complained.")
        found = answered(ask("Did Northline or Westline carry more passengers?", now=NOW))
        assert [quote.option for quote in found.quotes[:2]] == ["Northline", "Westline"]
        assert Note.COMPARISON in found.notes


@pytest.mark.usefixtures("harwick")
class TestFollowUps:
    def test_a_question_without_a_subject_keeps_the_last_one(self, ask: AnswerQuestion) -> None:
        first = answered(ask("How much will the repairs of the bridge cost?", now=NOW))
        found = ask("and when was it built?", now=NOW, subject=first.subject)
        assert answered(found).quotes[0].sentence == BRIDGE[1]

    def test_a_bare_why_asks_about_the_last_question(self, ask: AnswerQuestion) -> None:
        first = answered(ask("Did the council close the bridge?", now=NOW))
        assert answered(ask("why?", now=NOW, subject=first.subject)).quotes[0].sentence == BRIDGE[3]

    def test_a_full_question_changes_the_subject(self, ask: AnswerQuestion) -> None:
        first = answered(ask("How much will the repairs of the bridge cost?", now=NOW))
        second = answered(ask("How many pilots did Blue Otter hire?", now=NOW, subject=first.subject))
        assert second.quotes[0].sentence == FERRY[1]
        assert "pilots" in second.subject.words
        assert "repairs" not in second.subject.words

    def test_a_reply_to_a_card_asks_its_article_first(self, ask: AnswerQuestion, harwick: tuple[int, int]) -> None:
        bridge, ferry = harwick
        for about in (bridge, ferry):
            found = answered(ask("What did the council say?", now=NOW, about=about))
            assert found.quotes[0].origin.article_id == about


class TestWhoSeesWhat:
    def test_a_private_text_answers_its_own_chat_only(self, ask: AnswerQuestion, store: Store) -> None:
        store("Memo", "The Quillfax launch is planned for Thursday.", source="", chat_id=5)
        assert answered(ask("When is the Quillfax launch?", now=NOW, chat_id=5)).quotes[0].fragment == ""
        assert isinstance(ask("When is the Quillfax launch?", now=NOW, chat_id=6), NoAnswer)
        assert isinstance(ask("When is the Quillfax launch?", now=NOW), Answer)

    def test_an_article_of_another_chat_cannot_be_asked_about(self, ask: AnswerQuestion, store: Store) -> None:
        private = store("Memo", "The Quillfax launch is planned for Thursday.", source="", chat_id=5)
        assert isinstance(ask("When is the launch?", now=NOW, chat_id=6, about=private), NoAnswer)


@pytest.mark.usefixtures("harwick")
class TestTimesAndTongues:
    def test_the_time_spoken_of_lifts_articles_of_that_time(self, ask: AnswerQuestion, store: Store) -> None:
        line = "The ferry strike began on a Monday and hit Harwick hard."
        store("Strike now", line, "Pilots walked out over pay in May.", published=NOW - timedelta(days=1))
        store("Strike then", line, "Pilots walked out over rest in March.", published=datetime(2026, 3, 10, tzinfo=UTC))
        zone = timezone(timedelta(hours=2))
        found = ask.articles("ferry strike pilots in March", now=NOW)
        assert len(found) >= 2
        assert isinstance(ask("Why did ferry pilots strike in March?", now=NOW, zone=zone), Answer)

    def test_a_german_question_is_answered_from_a_german_article(self, ask: AnswerQuestion, store: Store) -> None:
        store(
            "Lotsen im Hafen streiken",
            "Die Lotsen im Hafen von Brenna streiken seit Montag.",
            "Sie fordern mehr Geld, weil die Schichten länger geworden sind.",
            language="de",
        )
        found = answered(ask("Wo streiken die Lotsen seit Montag?", now=NOW))
        assert found.quotes[0].sentence.startswith("Die Lotsen im Hafen von Brenna")


class TestSureness:
    """What is not known is not dressed up as an answer."""

    def test_an_age_is_not_any_number(self, ask: AnswerQuestion, store: Store) -> None:
        store(
            "Tilda Rosen leads the orchestra of Lunde",
            "The orchestra of Lunde chose Tilda Rosen as its leader, two months after the old one left.",
            "She has played in seven orchestras.",
        )
        found = ask("how old is Tilda Rosen?", now=NOW)
        assert isinstance(found, NoAnswer) or Note.CLOSEST in found.notes
        assert not bold(found)

    def test_a_superlative_is_met_by_a_superlative_only(self, ask: AnswerQuestion, store: Store) -> None:
        store(
            "Vessia is a happy country, a survey finds",
            "Most people in the country of Vessia call themselves happy, a survey of 40 countries finds.",
            "The survey asked 2,000 people in each country.",
        )
        found = ask("which is the happiest country?", now=NOW)
        assert isinstance(found, NoAnswer) or Note.CLOSEST in found.notes
        assert not bold(found)

    def test_who_won_an_election_is_not_a_vote_of_the_council(self, ask: AnswerQuestion, store: Store) -> None:
        store(
            "Council of Ebbing votes for a tram",
            "The council of Ebbing voted on Monday to build a tram to St Olaf's Hospital.",
            "The tram will cost 90 million crowns.",
        )
        found = ask("who won the election in Ebbing?", now=NOW)
        assert isinstance(found, NoAnswer) or Note.CLOSEST in found.notes
        assert not bold(found)

    def test_how_big_is_answered_by_what_the_thing_is(self, ask: AnswerQuestion, store: Store) -> None:
        store(
            "Mirafon loses a shop",
            "Mirafon is the third largest maker of phones in the world.",
            "A chain of shops has dropped it.",
        )
        found = answered(ask("how big is Mirafon?", now=NOW))
        assert found.quotes[0].sentence.startswith("Mirafon is the third largest")
        assert Note.CLOSEST not in found.notes

    def test_a_sentence_that_opens_on_a_pronoun_comes_with_the_one_before(
        self, ask: AnswerQuestion, store: Store
    ) -> None:
        store(
            "Storm off Tarn Head",
            "Olav Brun, 58, came out of hospital on Friday.",
            "He said a wave had broken the stern of the boat.",
            "The stern of the boat broke off Tarn Head in a storm a week ago.",
            "Divers found the broken stern near the boat.",
        )
        found = answered(ask("what broke the stern of the boat?", now=NOW))
        quote = next(one for one in found.quotes if one.sentence.startswith("He said a wave"))
        assert quote.before == "Olav Brun, 58, came out of hospital on Friday."

    def test_a_sentence_that_is_quoted_itself_is_not_repeated_before_another(
        self, ask: AnswerQuestion, store: Store
    ) -> None:
        store(
            "Storm off Tarn Head",
            "Olav Brun was on the boat when its stern broke.",
            "He said a wave had broken the stern of the boat.",
        )
        found = answered(ask("what broke the stern of the boat?", now=NOW))
        assert {one.sentence for one in found.quotes}.isdisjoint(one.before for one in found.quotes)

    def test_a_reason_of_something_else_is_no_stated_reason(self, ask: AnswerQuestion, store: Store) -> None:
        store(
            "Grand Mill drops Quillfax",
            "The bookshop chain Grand Mill has dropped Quillfax readers.",
            "Offices warned against Quillfax, raising concerns over spying.",
        )
        found = answered(ask("why did Grand Mill drop Quillfax?", now=NOW))
        assert found.notes[0] is Note.NO_STATED_REASON
        assert not bold(found)

    def test_only_the_name_asked_for_is_bold(self, ask: AnswerQuestion, store: Store) -> None:
        store(
            "Kestrel Works buys the yard of Lunde",
            "Kestrel Works has bought the shipyard of Lunde, Mayor Greta Holm told Coast Radio in Harwick on Friday.",
            "The shipyard was for sale for a year.",
        )
        assert bold(ask("which company bought the shipyard of Lunde?", now=NOW)) in (["Kestrel Works"], [])


def test_an_article_that_changed_while_another_process_holds_the_index_is_read_anew(
    ask: AnswerQuestion, store: Store, database: Database, tmp_path: Path
) -> None:
    store("Memo", "The Quillfax launch was planned.", "It is on Thursday.", source="", chat_id=5)
    assert isinstance(ask("When is the Quillfax launch?", now=NOW, chat_id=5), Answer)
    text = "Dear all.\nThe Quillfax launch was moved to Friday.\nGreetings."
    new = NewArticle("https://news.example/memo", "Outlet", "Memo", text, "Memo", "en")
    with database.write() as uow:
        uow.articles.add(new, (), NOW)
        uow.articles.remove(1_000_000)
        uow.commit()
    schema = tantivy.Index.open(str(tmp_path / "index"))
    holder = schema.writer(15_000_000, 1)
    found = ask("When is the Quillfax launch?", now=NOW, chat_id=5)
    holder.rollback()
    assert isinstance(found, (Answer, NoAnswer))


def test_nothing_stored_answers_nothing(ask: AnswerQuestion) -> None:
    found = ask("Who built the bridge?", now=NOW)
    assert isinstance(found, NoAnswer)
    assert found.closest == ()


@pytest.mark.skipif(not SHARED.exists(), reason="the article this project was asked for stands outside the tree")
def test_the_article_this_project_was_asked_for(ask: AnswerQuestion, store: Store) -> None:
    article = read_pasted(SHARED.read_text(encoding="utf-8"))
    store(article.title, *article.text.split("\n"), source="", published=None)

    def first(text: str) -> str:
        return answered(ask(text, now=NOW)).quotes[0].sentence

    why = answered(ask("why did Best Buy drop Huawei?", now=NOW))
    shown = " ".join(quote.sentence for quote in why.quotes)
    assert why.notes[0] is Note.NO_STATED_REASON
    assert "variety of reasons" in shown
    assert "warned" in shown
    assert "variety of reasons" in first("what did Best Buy's spokeswoman say?")
    assert "Verizon" in first("who else ended plans to sell Huawei phones?")
    assert "FBI and CIA" in first("which agencies warned about Huawei?")
    assert "third largest" in first("how big is Huawei?")
    assert bold(ask("when did Verizon drop Huawei?", now=NOW)) == ["last year"]
    assert isinstance(ask("who won the World Cup?", now=NOW), NoAnswer)
