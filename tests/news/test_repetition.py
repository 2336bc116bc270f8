import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.repetition import told_twice
from bot.text.tokens import content_terms

LEAD = "A piano teacher who awaited a verdict on an assault has shot himself outside a courthouse in Harwick."
CAPTION = "Bo Ek, 75, shot himself outside of Harwick County Courthouse while jurors weighed the assault verdict."
BESIDE = "Bo Ek, a piano teacher of Harwick, went on trial this week on six counts."


def twice(*texts: str, language: str = "en") -> list[tuple[int, int]]:
    return told_twice(texts, [frozenset(content_terms(text, language)) for text in texts], language)


def test_a_caption_that_says_the_lead_again_is_found():
    assert twice(LEAD, BESIDE, CAPTION) == [(0, 2)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Celtic Park in Glasgow was full for the Champions League.",
            "Celtic of Glasgow were fined by the Champions League over flares.",
        ),
        ("The mill will close, the owner said.", "The owner of the mill said so."),
        ("", ""),
    ],
)
def test_names_and_a_few_words_in_common_are_no_repetition(one, other):
    assert twice(one, other) == []


def test_another_language_is_told_by_its_own_terms():
    assert twice(
        "Le pont ancien a été fermé lundi après la découverte de fissures profondes.",
        "Des fissures profondes ont fermé le pont ancien, selon la mairie.",
        language="fr",
    ) == [(0, 1)]


@given(st.lists(st.text(max_size=60), max_size=5))
def test_any_texts_have_an_answer(texts):
    assert all(one < other < len(texts) for one, other in twice(*texts))
