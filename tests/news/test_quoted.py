import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.quoted import inside_quotations, is_in_own_voice, strays


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        (['"The bridge is old.', "Nobody looked after it.", 'It had to fall," said Ek.', "He left."], {0, 1, 2}),
        (["“The bridge is old.", "Nobody looked after it.", "It had to fall,” said Ek."], {0, 1, 2}),
        (["'The bridge is old.", "Nobody's seen to it.", "It had to fall,' said Ek."], {0, 1, 2}),
        (["‘ The bridge is old.", "It isn ’ t safe.", "It had to fall, ’ said Ek.", "He left."], {0, 1, 2}),
        (['"The bridge is old.', "Nobody looked after it.", '"It had to fall."'], {0, 1}),
        (['"The bridge is old," said Ek.', "Nobody was hurt.", '"It had to fall."'], set()),
        (["They wait 'til morning.", "Nobody sleeps.", "The workers' union met."], set()),
        (["The workers' union met.", "The '90s were better.", "Nobody won't come."], set()),
        (['The "old bridge? fell.', "Nobody was hurt.", '"It had to fall," said Ek.'], set()),
        (['Ek said: "It was old.', "Nobody saw to it?.The mayor left."], {0, 1}),
    ],
)
def test_a_quotation_that_runs_over_several_sentences(sentences, expected):
    assert inside_quotations(sentences) == expected


def test_a_mark_that_is_never_closed_takes_nothing_with_it():
    sentences = ['Ek called it "a ruin.', *(f"The council met {n} times." for n in range(12))]
    assert inside_quotations(sentences) == set()


@given(st.lists(st.text("ab \"“”‘’'.?,"), max_size=12))
def test_any_marks_at_all(sentences):
    assert inside_quotations(sentences) <= set(range(len(sentences)))


@pytest.mark.parametrize(
    "sentence", ["We have nine hard games.", "To me, and I was there, it looked old.", "My son left."]
)
def test_the_first_person_outside_marks_strays(sentence):
    assert strays(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        '"We have nine hard games," said Ek.',
        "'We lost,' he said.",
        "World War I was long.",
        "They lost.",
        "She sang My Way.",
    ],
)
def test_inside_marks_or_in_no_voice_at_all_it_does_not(sentence):
    assert not strays(sentence)


def test_a_column_is_in_its_writers_voice_and_a_report_is_not():
    column = ["I grew up on the island.", "We rowed to school.", "I saw the bridge come.", "I never crossed it."]
    report = ["The bridge fell.", "We lost everything.", *(f"The council met {n} times." for n in range(20))]
    assert is_in_own_voice(column, ())
    assert not is_in_own_voice(report, ())
    assert not is_in_own_voice(column, {0, 1, 3})
