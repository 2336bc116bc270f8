"""What people type after /follow, and how it is understood."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news import topic_parser
from bot.news.topic_parser import MAX_CHARACTERS, TopicError, TopicFault, parse_stored, parse_topic
from bot.news.topic_query import Need, Phrase, TopicQuery, normal_form

PIECES = st.sampled_from(
    ["OR", "AND", "NOT", "huawei", "ZTE", "US", "us", '"best buy"', "-rumour", "source:bbc.co.uk", "lang:de", "(", ")"]
) | st.sampled_from(
    [
        "-source:x.com",
        "«Лучшая покупка»",
        "华为公司",
        "猫",
        "covid-19",
        "AT&T",
        "U.S.",
        "O'Brien",
        "-(",
        "…",
        "ﬁ",
        "İ",
        *'|":-',
    ]
)
TYPED = st.lists(PIECES | st.text(max_size=6), max_size=14).map(" ".join) | st.text(max_size=60)


def words(*texts: str) -> tuple[Need, ...]:
    return tuple(Need(((Phrase(text),),)) for text in texts)


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ('huawei OR zte -rumour "best buy"', 'huawei OR zte "best buy" -rumour'),
        ("Huawei Phone", "huawei phone"),
        ("(apple iphone) OR (samsung galaxy)", "(apple iphone) OR (samsung galaxy)"),
        ("(red OR green) apple", "red OR green apple"),
        ("(a b OR c) d", "(a b) OR (a c) d"),
        ("huawei | zte", "huawei OR zte"),
        ("huawei AND zte NOT rumour", "huawei zte -rumour"),
        ("“Best Buy” | «Лучшая покупка»", '"best buy" OR "лучшая покупка"'),
        ("NOT “best buy” huawei", 'huawei -"best buy"'),
        ("US tariffs", "US tariffs"),
        ("us tariffs", "us tariffs"),
        ("COVID-19 AT&T", "covid-19 at&t"),
        ("– what — ever –", "what ever"),
        ("huawei –rumour", "huawei -rumour"),
        ("a -(b OR c)", "a -b -c"),
        ("huawei source:https://www.BBC.co.uk/news/x lang:DE", "huawei source:bbc.co.uk lang:de"),
        ("site:bbc.co.uk", "source:bbc.co.uk"),
        ("huawei -source:bbc.co.uk -lang:ru", "huawei -source:bbc.co.uk -lang:ru"),
        ("huawei huawei", "huawei"),
        ("OR huawei OR", "huawei"),
        ("huawei OR -zte lenovo", "huawei OR lenovo -zte"),
        ('"or" election', "or election"),
        ('"OR"', "or"),
        ("华为公司 -小米", "华为公司 -小米"),
        ("(((huawei", "huawei"),
        ("huawei) zte", "huawei zte"),
        ("(a b) OR (b a)", "a b"),
        ("(a OR b a b)", "a b"),
    ],
)
def test_a_query_is_echoed_as_understood(typed: str, understood: str) -> None:
    assert str(parse_topic(typed)) == understood


@pytest.mark.parametrize(
    ("typed", "understood"),
    [('huawei "best buy', "huawei best buy"), ('6" screen', "6 screen"), ('"best buy" phone"', '"best buy" phone')],
)
def test_an_unbalanced_quotation_mark_is_forgiven(typed: str, understood: str) -> None:
    assert str(parse_topic(typed)) == understood


@pytest.mark.parametrize(
    ("typed", "fault", "detail"),
    [
        ("", TopicFault.EMPTY, ""),
        (' - ( ) "" …', TopicFault.EMPTY, ""),
        ("-rumour", TopicFault.ONLY_EXCLUSIONS, ""),
        ("-source:bbc.co.uk", TopicFault.ONLY_EXCLUSIONS, ""),
        ("lang:de", TopicFault.ONLY_LANGUAGE, ""),
        ("x" * (MAX_CHARACTERS + 1), TopicFault.TOO_LONG, ""),
        (" ".join(f"w{n}" for n in range(31)), TopicFault.TOO_COMPLEX, ""),
        ("((a|b|c) (d|e|f) (g|h|i) (j|k|l)) OR x", TopicFault.TOO_COMPLEX, ""),
        ("(" * 9 + "a", TopicFault.TOO_COMPLEX, ""),
        ("a -(b c)", TopicFault.EXCLUDED_GROUP, "b c"),
        ("huawei -huawei", TopicFault.CONTRADICTION, "huawei"),
        ("huawei source:nowhere", TopicFault.BAD_SOURCE, "nowhere"),
        ("huawei lang:german", TopicFault.BAD_LANGUAGE, "german"),
    ],
)
def test_what_cannot_be_followed_says_why(typed: str, fault: TopicFault, detail: str) -> None:
    with pytest.raises(TopicError) as caught:
        parse_topic(typed)
    assert (caught.value.fault, caught.value.detail) == (fault, detail)


def test_one_excluded_alternative_is_no_contradiction() -> None:
    assert parse_topic("huawei OR zte -zte").without == (Phrase("zte"),)


def test_a_query_is_a_value_of_needs_and_filters() -> None:
    assert parse_topic("a b -c source:d.com lang:en") == TopicQuery(
        words("a", "b"), (Phrase("c"),), sources=("d.com",), languages=("en",)
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("zte OR huawei phone", "phone huawei|zte"),
        ("(galaxy samsung) OR (iphone apple)", "(apple iphone) OR (samsung galaxy)"),
        ("Huawei -a -b", "-b -a huawei"),
        ("x source:b.com source:a.com", "source:a.com source:b.com x"),
    ],
)
def test_the_same_wish_in_another_order_has_one_normal_form(one: str, other: str) -> None:
    assert normal_form(parse_topic(one)) == normal_form(parse_topic(other))


def test_different_wishes_have_different_normal_forms() -> None:
    typed = ["a b", "a OR b", '"a b"', '"b a"', "a -b", "US", "us", "a lang:en", "a -lang:en", "a source:en.com"]
    assert len({normal_form(parse_topic(each)) for each in typed}) == len(typed)


@settings(deadline=None)
@given(TYPED)
def test_whatever_is_typed_is_a_query_or_a_topic_error(typed: str) -> None:
    try:
        query = parse_topic(typed)
    except TopicError:
        return
    assert parse_stored(str(query)) == query


@settings(deadline=None)
@given(TYPED)
def test_a_normal_form_is_its_own_normal_form(typed: str) -> None:
    try:
        form = normal_form(parse_topic(typed))
    except TopicError:
        return
    assert normal_form(parse_stored(form)) == form


PLAIN = st.lists(
    st.sampled_from(
        ["ferry", "ferries", "or", "not", "us", "2024", "-ferry", "-4", '"ferry or us"', '-"1 us"', '"us"']
    ),
    min_size=1,
    max_size=6,
).map(" ".join)


@given(PLAIN)
def test_plain_words_are_read_the_short_way_as_the_long_way(text: str) -> None:
    assert topic_parser._PLAIN.fullmatch(text)
    assert topic_parser._read_plain(text) == topic_parser._read(text)
