import pytest

from bot.news.fitness import anchor, fit_for_a_card

ARTICLE = [
    "The council closed the bridge on Monday after engineers found cracks.",
    "Islanders walk along the closed bridge.",
    '"It was an old bridge.',
    "Nobody looked after it.",
    'It had to fall," said Bo Ek, who leads the road office.',
    "Council weighs second bridge for island.",
    "I never crossed it at night.",
    "As the islanders wait for a ferry to carry them to the town.",
    "The government paid for the first bridge in 1962.",
]


def test_what_would_read_broken_on_a_card_is_left_out():
    assert fit_for_a_card(ARTICLE, range(len(ARTICLE)), 9, 2) == [0, 8]


def test_whole_sentences_make_up_the_number_first():
    assert fit_for_a_card(ARTICLE, range(len(ARTICLE)), 9, 4) == [0, 8, 1, 3]


def test_a_short_card_rather_holds_two_than_a_broken_third():
    assert fit_for_a_card(ARTICLE, range(len(ARTICLE)), 9, 3) == [0, 8]


def test_the_rest_of_a_cut_sentence_is_left_out():
    cut = [
        "The bridge was closed on Monday.",
        "The engineer has worked on the.",
        "Islanders last month and must know it.",
    ]
    assert fit_for_a_card(cut, range(3), 3, 1) == [0]


def test_another_language_keeps_what_english_rules_would_drop():
    german = [
        "Der Rat sperrte die Brücke am Montag.",
        "Fährverkehr beginnt am Dienstag früh.",
        "Niemand kam zu Schaden.",
    ]
    assert fit_for_a_card(german, range(3), 3, 1, "de") == [0, 1, 2]


@pytest.mark.parametrize(
    ("place", "expected"),
    [(0, 0), (1, 0), (2, 0), (3, 0), (4, 3), (5, 5)],
)
def test_how_far_back_the_sentence_stands_that_explains_one(place, expected):
    sentences = [
        "Bo Ek leads the road office.",
        "He closed the bridge on Monday.",
        '"It was old," he said.',
        "The beams, he said, were cracked.",
        "But the ferry is late.",
        "Ada Moss is the mayor.",
    ]
    assert anchor(sentences, place) == expected


def test_an_article_that_opens_on_somebody_without_a_name_explains_him_nowhere():
    assert anchor(["He was cold.", "The ferry was late."], 0) == -1
