import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.summarizers._summarizer import AbstractSummarizer

from bot.news.selection import choose
from bot.news.summarizer import NewsSummarizer
from bot.news.summary import METHODS, default_count, summarise
from bot.text.tokenizers import SumyTokenizer
from bot.text.tokens import content_terms

TITLE = "Brightwater to close its last mill in June"
ARTICLE = """\
HALDEN, Norway (AP) — Brightwater will close its mill at Halden in June after failing to find a buyer, the paper maker said on Tuesday.
The mill has run since 1871 and employs 240 people. It makes newsprint for papers in nine countries.
"We have no buyer," said Bo Ek, the firm's director. "The price of pulp has doubled. Nobody can earn money at that price."
The union said it would fight the closure and called a meeting for Friday.
He added that workers would get a year's pay.
Scroll down for video.
Mayor Ada Moss said the town would lose a tenth of its jobs and asked the government in Oslo for help.
Brightwater closed its mills at Moss and Larvik in 2019. Its shares rose 4% on Tuesday.
"""


@pytest.mark.parametrize("method", METHODS)
def test_every_method_gives_whole_sentences_in_the_articles_order(method):
    sentences = summarise(TITLE, ARTICLE, 3, method=method).sentences
    assert len(sentences) == 3
    assert [sentence.start for sentence in sentences] == sorted(sentence.start for sentence in sentences)
    assert all(ARTICLE[sentence.start : sentence.end] == sentence.text for sentence in sentences)
    assert not any("Scroll down" in sentence.text or "(AP)" in sentence.text for sentence in sentences)


def test_the_summary_says_what_happened_and_leaves_nobody_without_a_name():
    told = [sentence.text for sentence in summarise(TITLE, ARTICLE, 3).sentences]
    assert any(sentence.startswith("Brightwater will close its mill") for sentence in told)
    assert not any(sentence.startswith("He added") for sentence in told)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 7])
def test_another_count_is_another_choice_of_whole_sentences(count):
    assert len(summarise(TITLE, ARTICLE, count).sentences) == count


def test_the_count_follows_the_length_unless_it_is_given():
    assert [default_count(words) for words in (80, 349, 350, 900, 20000)] == [3, 3, 4, 5, 5]
    assert len(summarise(TITLE, ARTICLE).sentences) == 3


def test_a_short_article_is_its_own_summary():
    summary = summarise("", "The bridge fell. Nobody was hurt.", 3)
    assert summary.form == "short"
    assert len(summary.sentences) == 2


def test_an_empty_article_has_an_empty_summary():
    assert summarise("", "").sentences == ()


def test_an_unknown_method_is_refused_by_name():
    with pytest.raises(ValueError, match="'magic'"):
        summarise(TITLE, ARTICLE, method="magic")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sw", "Daraja lilianguka Jumatatu. Hakuna aliyeumia. Meya alifika jioni. Kazi itachukua mwaka mmoja."),
        ("zh", "大桥周一倒塌。没有人受伤。市长傍晚到达现场。修复将需要一年。"),
        ("ar", "انهار الجسر يوم الاثنين. لم يصب أحد. وصل العمدة مساء. سيستغرق الإصلاح عاما."),
    ],
)
def test_languages_with_few_resources_are_summarised_too(language, text):
    assert len(summarise("", text, 2, language=language).sentences) == 2


def test_our_summariser_serves_anyone_who_uses_sumy():
    tokenizer = SumyTokenizer("en")
    heading = Sentence(TITLE, tokenizer, is_heading=True)
    document = ObjectDocumentModel([Paragraph([heading, *(Sentence(line, tokenizer) for line in ARTICLE.split("\n"))])])
    summarizer = NewsSummarizer("en")
    assert isinstance(summarizer, AbstractSummarizer)
    chosen = summarizer(document, 2)
    assert len(chosen) == 2
    assert all(isinstance(sentence, Sentence) for sentence in chosen)


def test_a_fact_told_twice_is_chosen_once():
    told = [
        "Brightwater will close its mill at Halden in June.",
        "The mill at Halden will be closed by Brightwater in June.",
        "The union called a meeting of its members for Friday.",
        "Mayor Ada Moss asked the government in Oslo for help.",
    ]
    chosen = choose(told, [content_terms(text) for text in told], (), 3)
    assert not {0, 1} <= set(chosen)


def test_a_sentence_that_stands_twice_is_one():
    told = "The mill at Halden closed on Monday. The council meets tomorrow. Ek wept. The union wants the state to pay."
    caption = "The mill at Halden closed on Monday."
    shown = [sentence.text for sentence in summarise("", f"{told}\n{caption}", 4).sentences]
    assert len(shown) == len(set(shown))
    (first, *_) = summarise("", f"{told}\n{caption}", 3).sentences
    assert (first.text, first.start) == (caption, 0)


@settings(max_examples=50, deadline=None)
@given(st.text(), st.integers(1, 6))
def test_any_text_has_a_summary_of_its_own_sentences(text, count):
    summary = summarise("", text, count)
    assert len(summary.sentences) <= count
    assert all(text[sentence.start : sentence.end] == sentence.text for sentence in summary.sentences)


ILLUSTRATED = """\
Two fishermen were rescued from the sea off Halden on Monday after their boat struck a drifting log, the coast guard said. \
Ann Lee wraps a blanket around her brother as he leaves the harbour office Monday. \
Under pressure: Captain Bo Ek at the wheel of the rescue ship. \
Saved: The two men had clung to the upturned boat for nine hours before a ferry saw them. \
"We heard a bang. It was dark and we had no light. I thought we were lost," said Cy Orr, who owned the boat. \
A timeline of the rescue in pictures The coast guard sent a ship and a helicopter within twenty minutes of the call. \
Council weighs patrols for log rafts. \
The harbour office said that logs from a raft lost in the storm last week had been reported by six ships. \
Brightwater, which owns the raft, promised to pay for the boat. \
The raft broke up on Friday when its tow line parted in waves of five metres.
"""


@pytest.mark.parametrize("count", [None, 1, 2, 3, 4, 5])
def test_what_only_looks_like_the_articles_sentences_is_on_no_card(count):
    shown = " ".join(sentence.text for sentence in summarise("Log sinks boat", ILLUSTRATED, count).sentences)
    for broken in ("wraps", "Under pressure", "Saved:", "It was dark", "I thought", "timeline", "Council weighs"):
        assert broken not in shown


def test_the_news_behind_a_captions_label_may_be_told():
    shown = [sentence.text for sentence in summarise("Nine hours on an upturned boat", ILLUSTRATED, 3).sentences]
    assert "The two men had clung to the upturned boat for nine hours before a ferry saw them." in shown
