"""Weighted terms of an article."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.story_terms import NAME_WEIGHT, STORY_TERMS, Frequencies, read_profile, unit, weigh
from bot.text.similarity import norm
from tests.news.test_stories import NOW


def test_title_words_count_twice_and_function_words_not_at_all() -> None:
    weights = read_profile("ferry aground", "the ferry of the port and a storm", "en").weights
    assert set(weights) == {"ferri", "aground", "port", "storm"}
    assert weights["ferri"] > weights["aground"] > weights["port"] == 1.0


def test_names_weigh_more_than_other_words() -> None:
    weights = read_profile("", "The captain Maria met the owner. Boats came.", "en").weights
    assert weights["maria"] == NAME_WEIGHT
    assert weights["boat"] == weights["captain"] == 1.0


def test_capitals_say_nothing_in_a_headline_that_has_them_everywhere() -> None:
    weights = read_profile("Ferry Captain Maria Leaves Port", "", "en").weights
    assert len(set(weights.values())) == 1
    assert read_profile("The ferry captain Maria leaves port", "", "en").weights["maria"] > weights["maria"]


def test_a_title_repeated_at_the_head_of_the_text_counts_once() -> None:
    assert read_profile("Ferry aground", "Ferry aground\nA storm.", "en") == read_profile(
        "Ferry aground", "A storm.", "en"
    )


def test_only_the_lead_counts() -> None:
    assert read_profile("", "storm " * 200 + "lighthouse", "en").weights.keys() == {"storm"}


def test_a_headline_is_empty_and_a_lead_is_full() -> None:
    words = [f"word{number}" for number in range(60)]
    assert read_profile("Ferry aground near the port", "", "en").fullness == 0.0
    assert 0 < read_profile(" ".join(words[:20]), "", "en").fullness < 1
    assert read_profile("", " ".join(words), "en").fullness == 1.0


def test_forms_of_a_word_are_one_term_in_russian() -> None:
    assert len(read_profile("министр", "министра министру", "ru").weights) == 1


def test_rare_terms_weigh_more() -> None:
    profile = read_profile("ferry storm", "", "en")
    vector = weigh(profile, Frequencies(1000, {"ferri": 2, "storm": 300}), "bbc", NOW)
    assert [term for term, _ in vector.weights] == ["ferri", "storm"]
    assert (vector.family, vector.at, vector.language) == ("bbc", NOW, "en")


@settings(deadline=None)
@given(st.dictionaries(st.text(min_size=1, max_size=4), st.floats(0.1, 50), max_size=120))
def test_unit_vectors_are_ordered_short_and_of_length_one(raw: dict[str, float]) -> None:
    weights = unit(raw)
    assert len(weights) == min(len(raw), STORY_TERMS)
    assert list(weights) == sorted(weights, key=lambda item: (-raw[item[0]], item[0]))
    assert norm(weight for _, weight in weights) == pytest.approx(1.0 if raw else 0.0, abs=1e-3)


@settings(deadline=None)
@given(st.text(max_size=80), st.text(max_size=200), st.sampled_from(["en", "ru", "zh", "ar", ""]))
def test_any_text_has_a_profile(title: str, text: str, language: str) -> None:
    profile = read_profile(title, text, language)
    assert 0 <= profile.fullness <= 1
    assert all(weight >= 1 for weight in profile.weights.values())
