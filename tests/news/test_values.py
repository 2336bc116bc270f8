"""Names, places, dates and amounts inside a sentence, with their offsets."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news import values
from bot.news.values import Value

FINDERS: tuple[Callable[[str], tuple[Value, ...]], ...] = (
    values.names, values.places, values.countries, values.states, values.dates, values.amounts, values.quotations,
    values.titles,
)  # fmt: skip


def texts(found: tuple[Value, ...]) -> list[str]:
    return [value.text for value in found]


def test_names_are_runs_of_capitals_without_the_sentence_s_own_capital() -> None:
    assert texts(values.names("The mayor, Tom Adeyemi, met Bank of Harwick and Northline.")) == [
        "Tom Adeyemi", "Bank of Harwick", "Northline",
    ]  # fmt: skip
    assert texts(values.names("Bridges are closed.")) == []
    assert texts(values.names("On Monday the FBI came.")) == ["FBI"]


def test_places_are_known_lands_and_names_behind_a_preposition() -> None:
    assert texts(values.places("Adeyemi flew from Harwick to Kenya.")) == ["Harwick", "Kenya"]


def test_countries_include_their_peoples() -> None:
    assert texts(values.countries("Kenyan and French pilots met in Harwick, South Korea.")) == [
        "Kenyan", "French", "South Korea",
    ]  # fmt: skip


def test_states_are_found_inside_longer_names() -> None:
    assert texts(values.states("It hit North Carolina and Harwick.")) == ["North Carolina"]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("It opened on 4 May 2026.", ["4 May 2026"]),
        ("It opened in 1871.", ["1871"]),
        ("It closed last year.", ["last year"]),
        ("It closed three weeks ago, on Tuesday.", ["three weeks ago", "Tuesday"]),
        ("It may close.", []),
    ],
)
def test_dates(sentence: str, found: list[str]) -> None:
    assert texts(values.dates(sentence)) == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Florida Gov. Ron Castle won.", ["Florida", "Ron Castle"]),
        ("Some of Harwick Works Chief Executive Ada Holm knew it.", ["Harwick Works", "Ada Holm"]),
        ("They bought Northline’s shares and the Holms' house.", ["Northline", "Holms"]),
        ("A Castle-era rule and an A-list guest were named by Hewlett-Packard.", ["Hewlett-Packard"]),
    ],
)
def test_names_end_at_offices_and_before_possessives(sentence: str, found: list[str]) -> None:
    assert texts(values.names(sentence)) == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("It cost £3.4 million.", ["£3.4 million"]),
        ("Some 12 percent of 9,000 left in 2024.", ["12 percent", "9,000"]),
        ("A 34-year-old won.", ["34-year-old"]),
        ("It is the third largest maker.", ["third largest"]),
        ("Twelve left, then twenty more.", ["twenty"]),
        ("It was one of 19 ships.", ["19"]),
    ],
)
def test_amounts_leave_years_out(sentence: str, found: list[str]) -> None:
    assert texts(values.amounts(sentence)) == found


def test_quotations_and_titles() -> None:
    sentence = "“We will not pay for it,” she said of “Goblin Mode”."
    assert texts(values.quotations(sentence)) == ["“We will not pay for it,”", "“Goblin Mode”"]
    assert texts(values.titles(sentence)) == ["We will not pay for it,", "Goblin Mode"]


def test_equal_values_have_equal_normal_forms() -> None:
    assert values.normal("The Blue Otter’s") == values.normal("Blue Otter")
    assert values.normal("9,000") == "9000"


@given(st.text(max_size=200))
def test_every_value_stands_where_it_says(text: str) -> None:
    for finder in FINDERS:
        assert all(text[value.start : value.end] == value.text for value in finder(text))
