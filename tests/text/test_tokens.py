import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.stem.snowball import SnowballStemmer

from bot.text.stopwords import stop_words
from bot.text.tokens import content_terms, stem, terms, words


def test_words_keep_apostrophes_figures_and_initials_and_split_hyphens():
    assert words("Don't pay 1,200.50 to AT&T's U.S. e-mail desk") == [
        "Don't", "pay", "1,200.50", "to", "AT&T's", "U.S", "e", "mail", "desk",
    ]  # fmt: skip


def test_words_of_scripts_without_spaces_are_pairs_of_characters():
    assert words("北京大学 2026") == ["北京", "京大", "大学", "2026"]


def test_words_keep_the_marks_of_their_letters():
    assert words("हिन्दी समाचार") == ["हिन्दी", "समाचार"]


def test_possessives_plurals_and_case_are_one_term():
    assert len({stem("Huts"), stem("hut's"), stem("HUT"), stem("hut’s")}) == 1


def test_the_country_is_not_the_pronoun():
    assert stem("US") == stem("U.S") == stem("US's")
    assert stem("US") != stem("us")
    assert content_terms("They told us about the US") == [stem("told"), stem("US")]


def test_acronyms_with_and_without_full_stops_are_one_term():
    assert terms("The U.K. and the UK") == ["the", "uk", "and", "the", "uk"]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("de", "Häuser", "Häusern"),
        ("fr", "l'économie", "économies"),
        ("it", "dell'economia", "economia"),
        ("ru", "городов", "города"),
        ("pl", "miasta", "miast"),
        ("cs", "města", "městy"),
        ("tr", "evler", "ev"),
        ("ar", "المدن", "مدن"),
        ("nb", "byene", "byen"),
        ("ca", "l'economia", "economia"),
    ],
)
def test_inflected_words_of_a_language_share_a_term(language, one, other):
    assert stem(one, language) == stem(other, language)


def test_a_language_without_a_stemmer_counts_words_as_written():
    assert terms("Sisi Tunaenda", "sw") == ["sisi", "tunaenda"]
    assert stop_words("sw") == frozenset()


@pytest.mark.parametrize("language", ["en", "de", "zh", "ja", "ko", "th", "he", "uk", "sk", "vi", "fa"])
def test_languages_we_claim_have_function_words(language):
    assert len(stop_words(language)) > 40


@given(st.text(), st.sampled_from(["en", "fr", "ar", "zh", "xx"]))
def test_any_text_has_terms_and_content_is_part_of_them(text, language):
    found = terms(text, language)
    assert len(found) == len(words(text))
    assert all(found)
    assert set(content_terms(text, language)) <= set(found)


_LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", max_size=9)
_ENDS = st.sampled_from(
    """
    s es ss us ous ness ies sses y ay ey oy uy ly ally ously fully lessly bly ably li i ogi iti nci ed eed ing ion tion
    er izer or ator ic ical ism al tional ful ll l ant ent ment t e ate ize ive able ible ance ence 1 ,155 .5 1s
    """.split()
)


@given(_LETTERS, _ENDS)
def test_english_words_that_are_their_own_stems_are_told_without_asking(word, end):
    assert stem(word + end) == (SnowballStemmer("english").stem(word + end) or word + end)
