"""Matching of topics against articles, and the anchors that find them."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.topic_parser import parse_topic
from bot.news.topic_query import Need, Phrase, TopicQuery
from bot.news.topic_terms import ArticleTerms, all_keys, key, language_bit, read_terms
from bot.news.topics import EVERY_LANGUAGE, TopicMatch, anchors, breadth, match
from bot.text import tokens
from tests.anchors import is_asked

ARTICLE = read_terms(
    "Harbour city drops its ferry contract",
    "The council said on Monday it had ended talks with Northline Ferries.\n"
    "Northline's Huawei-built ticket machines failed; the US owner, AT&T-backed Erdoğan Lines, blamed rumours.",
    "en",
    "https://news.example.co.uk/a",
)


def matches(typed: str, article: ArticleTerms = ARTICLE) -> bool:
    """Whether it matches; an anchor must be found exactly when it could."""
    query = parse_topic(typed)
    found = match(query, article) is not None
    if found:
        assert is_asked(query, article, lambda _: 1.0)
    return found


@pytest.mark.parametrize(
    "typed",
    [
        "ferry",
        "ferries contract",
        '"northline ferries"',
        '"ferry contract"',
        "huawei",
        "northline",
        "rumour",
        "US",
        "at&t",
        "erdogan",
        "zeppelin OR ferry",
        "(zeppelin hangar) OR (council talks)",
        "ferry source:example.co.uk",
        "ferry source:news.example.co.uk lang:en",
        "source:example.co.uk",
        "ferry -zeppelin -lang:de -source:example.com",
        '"HARBOUR CITY"',
    ],
)
def test_an_article_that_has_what_is_asked_matches(typed: str) -> None:
    assert matches(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "zeppelin",
        "ferry zeppelin",
        "ferry -council",
        '"ferries northline"',  # from one paragraph into the next
        '"contract the council"',  # from the title into the text
        "harb",
        "counc",
        "us",
        "(zeppelin ferry) OR (council hangar)",
        "ferry source:example.com",
        "ferry source:ample.co.uk",
        "ferry lang:de",
        "ferry -lang:en",
        "ferry -source:example.co.uk",
        'ferry -"ended talks"',
    ],
)
def test_an_article_that_lacks_it_does_not_match(typed: str) -> None:
    assert not matches(typed)


@pytest.mark.parametrize(
    ("language", "text", "typed"),
    [
        ("de", "Die Häfen wurden nach den Streiks wieder geöffnet.", "streik hafen"),
        ("ru", "Суд в Москве отложил заседание по делу о портовых кранах.", "портовые краны"),
        ("ru", "Её самолёт вернулся.", "самолет"),
        ("fr", "L’usine de Grenoble rouvrira ses portes.", "usine grenoble"),
        ("zh", "深圳的华为公司周一发布新手机。", "华为公司"),
        ("zh", "深圳的华为公司周一发布新手机。", "手机 -苹果"),
        ("ja", "東京の猫カフェが閉店した。", "猫"),
        ("ja", "東京の猫カフェが閉店した。", "カフェ"),
        ("uk", "Порт відкрився після страйку.", "порт"),
        ("", "Ein Hafen ohne Sprache.", "hafen"),
    ],
)
def test_words_are_matched_in_the_article_s_language(language: str, text: str, typed: str) -> None:
    assert matches(typed, read_terms("", text, language))


def test_characters_in_another_order_are_another_word() -> None:
    assert not matches("公司华为", read_terms("", "深圳的华为公司周一发布新手机。", "zh"))


def test_a_match_says_whether_the_title_alone_has_it() -> None:
    assert match(parse_topic("ferry"), ARTICLE) == TopicMatch(in_title=True)
    assert match(parse_topic('ferry "HARBOUR CITY"'), ARTICLE) == TopicMatch(in_title=True)
    assert match(parse_topic("ferry council"), ARTICLE) == TopicMatch(in_title=False)
    assert match(parse_topic("source:example.co.uk"), ARTICLE) == TopicMatch(in_title=False)


def test_the_rarest_need_is_the_anchor_with_the_rarest_word_it_needs_beside_it() -> None:
    common = {"council": 900.0, "ferri": 40.0, "northlin": 2.0}
    query = parse_topic('council ferry "council northline" OR "ferry council"')
    found = anchors(query, lambda each: common.get(each, 0.0))
    assert "ferri council" in found
    assert not any("northlin" in anchor for anchor in found)


def test_each_alternative_has_an_anchor() -> None:
    found = anchors(parse_topic("(big huawei) OR (big zte)"), lambda each: 9.0 if each == "big" else 1.0)
    assert {"huawei big", "zte big"} <= found.keys()
    assert not any(anchor.startswith("big") for anchor in found)


def test_two_words_of_an_anchor_are_in_one_language() -> None:
    found = anchors(parse_topic("санкции huawei"), lambda each: float(each == "huawei"))
    assert {"санкц huawei", "санкции huawei"} <= found.keys()
    assert anchors(parse_topic("ferries lang:en"), lambda _: 1.0) == {"ferri": language_bit("en")}


def test_two_words_of_a_phrase_are_looked_for_as_they_stand() -> None:
    found = anchors(parse_topic('"best buy" laptop lang:en'), lambda _: 1.0)
    assert found == {"laptop best+buy": language_bit("en")}


def test_a_word_is_no_anchor_in_languages_that_stem_it_otherwise() -> None:
    query = parse_topic("ferries")
    assert anchors(query, lambda _: 1.0)["ferri"] & language_bit("en")
    assert anchors(query, lambda _: 1.0)["ferries"] & language_bit("uk")
    assert not is_asked(query, read_terms("", "Ferri", "uk"), lambda _: 1.0)


def test_both_norwegian_languages_are_asked_as_one() -> None:
    for language in ("no", "nb", "nn"):
        assert matches(f"bilene lang:{language}", read_terms("", "Bilen er borte.", language))


def test_a_query_of_sources_alone_is_anchored_by_them() -> None:
    found = anchors(parse_topic("source:a.com source:b.com"), lambda _: 1.0)
    assert found == dict.fromkeys(["source:a.com", "source:b.com"], EVERY_LANGUAGE)


def test_every_language_with_a_stemmer_is_among_the_keys_of_a_query() -> None:
    samples = {"ru": "новостями", "el": "ειδήσεις", "ar": "الأخبار", "fa": "خبرها", "hi": "समाचारों", "ne": "समाचारहरू"}
    samples |= {"hy": "լուրերը", "ta": "செய்திகள்", "yi": "נייעס"}
    for language in {*tokens._NLTK, *tokens._PYSTEMMER} - {"nb", "nn"}:
        word = samples.get(language, "governments")
        assert key(word, language) in all_keys(word), language


def test_an_address_that_is_none_has_no_hosts() -> None:
    assert read_terms("", "x", "en", "http://[broken").hosts == ()


@pytest.mark.parametrize(
    ("stories", "days", "every", "a_day", "is_broad"),
    [
        (14, 7, 2000, 2.0, False),
        (280, 7, 20000, 40.0, True),
        (60, 7, 300, 8.6, True),
        (5, 7, 5, 0.7, False),
        (1, 0, 9, 24.0, False),
    ],
)
def test_a_preview_says_how_broad_a_topic_is(
    stories: int, days: float, every: int, a_day: float, is_broad: bool
) -> None:
    result = breadth(stories, days, every)
    assert (result.a_day, result.is_broad) == (a_day, is_broad)


VOCABULARY = ["red", "green", "blue", "boat", "harbour", "covid-19", "AT&T", "US", "us"]
TEXTS = st.lists(st.sampled_from([*VOCABULARY, ".", "\n"]), max_size=12).map(" ".join)
PHRASES = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=2).map(lambda words: Phrase(" ".join(words)))
NEEDS = st.lists(st.lists(PHRASES, min_size=1, max_size=2).map(tuple), min_size=1, max_size=3).map(
    lambda a: Need(tuple(a))
)
QUERIES = st.builds(
    TopicQuery, st.lists(NEEDS, min_size=1, max_size=3).map(tuple), st.lists(PHRASES, max_size=1).map(tuple)
)


def naive_match(query: TopicQuery, title: str, text: str) -> bool:
    """The same by regular expressions over the plain text; for words that their stem leaves as they are."""

    def plain(part: str) -> str:
        return " " + " ".join(re.findall(r"\d+|AT&T|[A-Za-z]+", part)) + " "

    def stands(phrase: Phrase) -> bool:
        wanted = plain(phrase.text)
        return any(wanted in plain(part) for part in (title, text))

    needed = all(any(all(map(stands, phrases)) for phrases in need.alternatives) for need in query.needs)
    return needed and not any(map(stands, query.without))


@settings(deadline=None)
@given(QUERIES, TEXTS, TEXTS)
def test_matching_agrees_with_a_naive_reference(query: TopicQuery, title: str, text: str) -> None:
    assert (match(query, read_terms(title, text, "en")) is not None) == naive_match(query, title, text)


@settings(deadline=None)
@given(QUERIES, TEXTS, TEXTS, st.dictionaries(st.sampled_from(VOCABULARY), st.floats(0, 9)))
def test_no_match_is_missed_by_its_anchors(query: TopicQuery, title: str, text: str, counts: dict[str, float]) -> None:
    article = read_terms(title, text, "en")
    if match(query, article):
        assert is_asked(query, article, lambda each: counts.get(each, 0.0))


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=20), st.sampled_from(["en", "ru", "zh", "", "tr"]))
def test_any_text_can_be_read(text: str, url: str, language: str) -> None:
    article = read_terms(text[:20], text, language, url)
    assert all(at == tuple(sorted(at)) for at in article.places.values())
