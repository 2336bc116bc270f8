from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.facts import KeyFacts, key_facts

PUBLISHED = datetime(2026, 5, 13, 9, tzinfo=UTC)  # a Wednesday
ARTICLE = """\
Brightwater will close its mill at Halden in June, the paper maker said on Tuesday.
"We have no buyer and no money left," said Bo Ek, the firm's finance director. "The price of pulp has doubled since January."
Analyst Cy Orr said the closure would save about £11.5 million a year and cost 240 jobs, or 12% of the staff.
The union, led by Dr. Dee Fox, called a meeting of its members for Friday.
“We will fight this to the last day,” Fox told reporters. Last year the firm closed two mills in Sweden.
Mayor Ada Moss said that she had learned of it from the radio two weeks ago. She warned: "This town lives on that mill."
Orr expects another closure in 2027. Brightwater bought the mill on 3 March 2011.
"""


@pytest.fixture(scope="module")
def facts() -> KeyFacts:
    return key_facts(ARTICLE, published=PUBLISHED, most=12)


def test_names_carry_the_role_the_article_gives_them(facts):
    roles = {name.text: name.role for name in facts.names}
    assert roles["Cy Orr"] == "Analyst"
    assert roles["Bo Ek"].endswith("finance director")
    assert roles["Ada Moss"] == "Mayor"
    assert roles["Dee Fox"].startswith("Dr")
    assert facts.names[0].text == "Brightwater" or facts.names[0].role


def test_a_surname_counts_for_the_full_name(facts):
    assert next(name.mentions for name in facts.names if name.text == "Cy Orr") == 2


def test_amounts_carry_what_they_count(facts):
    assert [(amount.text, amount.kind, amount.counts) for amount in facts.amounts] == [
        ("about £11.5 million", "money", ""),
        ("240", "count", "jobs"),
        ("12%", "share", "staff"),
        ("two", "count", "mills"),
        ("two", "count", "weeks"),
    ]


def test_dates_are_resolved_against_the_articles_own(facts):
    days = {mention.text: (mention.first, mention.last) for mention in facts.dates}
    assert days["on Tuesday"] == (date(2026, 5, 12), date(2026, 5, 12))
    assert days["in June"] == (date(2026, 6, 1), date(2026, 6, 30))
    assert days["since January"] == (date(2026, 1, 1), date(2026, 1, 31))
    assert days["Last year"] == (date(2025, 1, 1), date(2025, 12, 31))
    assert days["two weeks ago"] == (date(2026, 4, 29), date(2026, 4, 29))
    assert days["in 2027"] == (date(2027, 1, 1), date(2027, 12, 31))
    assert days["3 March 2011"] == (date(2011, 3, 3), date(2011, 3, 3))


def test_without_the_articles_date_relative_ones_stay_open():
    days = {mention.text: mention.first for mention in key_facts(ARTICLE, most=12).dates}
    assert days["on Tuesday"] is None
    assert days["3 March 2011"] == date(2011, 3, 3)


@pytest.mark.parametrize(
    ("sentence", "first", "last"),
    [
        ("It opened on 2026-05-01.", date(2026, 5, 1), date(2026, 5, 1)),
        ("It opens on Friday, May 15.", date(2026, 5, 15), date(2026, 5, 15)),
        ("The firm will vote on Monday.", date(2026, 5, 18), date(2026, 5, 18)),
        ("The firm voted last Wednesday.", date(2026, 5, 6), date(2026, 5, 6)),
        ("They met yesterday.", date(2026, 5, 12), date(2026, 5, 12)),
        ("They meet tomorrow.", date(2026, 5, 14), date(2026, 5, 14)),
        ("Sales fell last month.", date(2026, 4, 1), date(2026, 4, 30)),
        ("Sales fell last week.", date(2026, 5, 4), date(2026, 5, 10)),
        ("Sales fell in the last quarter, or rose last quarter.", date(2026, 1, 1), date(2026, 3, 31)),
        ("Sales will fall next year.", date(2027, 1, 1), date(2027, 12, 31)),
        ("It opens on May 20.", date(2026, 5, 20), date(2026, 5, 20)),
        ("It fell on May 2.", date(2026, 5, 2), date(2026, 5, 2)),
        ("It fell on November 2.", date(2025, 11, 2), date(2025, 11, 2)),
        ("It fell in December.", date(2025, 12, 1), date(2025, 12, 31)),
        ("It will fall in February.", date(2027, 2, 1), date(2027, 2, 28)),
        ("It fell three months ago.", date(2026, 2, 1), date(2026, 2, 28)),
        ("It fell two decades ago.", date(2006, 1, 1), date(2006, 12, 31)),
        ("It closed last summer.", date(2025, 6, 1), date(2025, 8, 31)),
        ("It never came to pass on February 30, 2026.", None, None),
    ],
)
def test_a_date_in_words_covers_these_days(sentence, first, last):
    (mention,) = key_facts(sentence, published=PUBLISHED).dates[:1]
    assert (mention.first, mention.last) == (first, last)


def test_quotes_carry_their_speaker(facts):
    said = {quote.text: quote.speaker for quote in facts.quotes}
    assert said["We have no buyer and no money left,"].startswith("Bo Ek")
    assert said["The price of pulp has doubled since January."].startswith("Bo Ek")
    assert said["We will fight this to the last day,"] == "Dee Fox"
    assert said["This town lives on that mill."] == "Ada Moss"


def test_who_speaks_for_a_house_is_not_the_house():
    said = "A Northline spokesperson responded, saying that “we do not discuss our partners in public.”"
    assert [quote.speaker for quote in key_facts(said).quotes] == ["a Northline spokesperson"]


def test_a_quote_of_nobody_is_left_out():
    assert key_facts('A sign read "please mind the gap here" in red. It fell.').quotes == ()


@pytest.mark.parametrize("text", ["He was 34 in 2015.", "It ended 3-2 at 5:30.", "The 40-year-old won on May 3."])
def test_years_ages_scores_and_times_are_no_amounts(text):
    assert key_facts(text).amounts == ()


def test_every_fact_stands_where_it_says(facts):
    for fact in (*facts.names, *facts.amounts, *facts.dates):
        assert ARTICLE[fact.start : fact.end] == fact.text
        assert fact.sentence.start <= fact.start < fact.end <= fact.sentence.end
    for quote in facts.quotes:
        assert quote.text in ARTICLE[quote.start : quote.end]


def test_german_nouns_are_no_names():
    found = key_facts("Die Mühle in Halden schließt. Die Gewerkschaft ruft Anna Krüger an.", language="de")
    assert [name.text for name in found.names] == ["Anna Krüger"]
    assert found.dates == ()


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet=st.sampled_from('Ann Lee said “no” "two" 3 May $5m % , . \' - Monday\n')),
    st.sampled_from(["en", "de"]),
)
def test_any_text_has_facts_in_their_place(text, language):
    found = key_facts(text, published=PUBLISHED, language=language)
    for fact in (*found.names, *found.amounts, *found.dates):
        assert text[fact.start : fact.end] == fact.text
