import pytest

from bot.news.standing import dangles, is_balanced, is_damaged, is_headline, is_shouted, lacks_speaker, stands


@pytest.mark.parametrize(
    "sentence",
    [
        "He left.",
        "But the mill closed.",
        "It's over now.",
        "“They lost,” Ek said.",
        "However, it rained.",
        "Its owner left.",
        "In it, the firm names no buyer.",
        "Here are the five reasons.",
    ],
)
def test_an_opening_pronoun_or_connective_dangles(sentence):
    assert dangles(sentence)


@pytest.mark.parametrize(
    "sentence", ["Heidi left.", "Button won.", "Italy won.", "The mill closed.", "“We lost,” Ek said."]
)
def test_other_openings_do_not(sentence):
    assert not dangles(sentence)


def test_the_first_sentence_of_an_article_may_open_on_it_but_not_on_somebody_without_a_name():
    assert not dangles("It was a cold night in Halden.", first=True)
    assert dangles("He was cold.", first=True)


@pytest.mark.parametrize(
    "sentence",
    [
        "The mill closed at noon.",
        '"We have no buyer," the director said.',
        "eBay bought the old mill.",
        "The union calls its march on Halden #openthemill.",
        "Wird die Mühle im Juni geschlossen?",
        "橋は閉鎖された。",
    ],
)
def test_whole_sentences_stand(sentence):
    assert stands(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The mill closed",
        "closed at noon on Monday.",
        "Mill closes.",
        "The mill (pictured) closed at noon.",
        "See the mill at www.mill.example today.",
        "So said @annlee on Monday.",
        "#openthemill #halden is what they shout.",
        "THE MILL AT HALDEN IS CLOSED.",
        "Read the rest of the story here ».",
        "(At least nobody was hurt.)",
        "The director has worked at the mill since the.",
        "April 2015 - The mill burns down for the second time.",
        "As ministers from nine countries fly to Halden to discuss the mill.",
        "You make claims about the mill.....then you call names.",
        "They should never have closed the mill!!!",
    ],
)
def test_broken_sentences_do_not_stand(sentence):
    assert not stands(sentence)


@pytest.mark.parametrize(
    "text",
    [
        '"We lost," he said.',
        "“We lost,” he said.",
        "„Wir bleiben“, sagte er.",
        "« Nous restons », dit-il.",
        "'We lost,' he said.",
        "The workers' union won't go.",
        "It was the summer of '69.",
        "The '90s are back (again).",
        'The "old mill" and the "new one" are closed.',
        "‘ We lost, ’ he said.",
    ],
)
def test_balanced_quotes(text):
    assert is_balanced(text)


@pytest.mark.parametrize(
    "text",
    [
        "The keeper said: '(The bridge) has stood for 68 years, and it will stand for more.",
        '"We lost.',
        "We lost,” he said.",
        "„Wir bleiben.",
        "'We lost.",
        "We lost (badly.",
        '"And Ek: "We lost.',
        "Ek said: ‘ We lost.",
    ],
)
def test_unbalanced_quotes(text):
    assert not is_balanced(text)


def test_a_closing_quote_lost_to_an_encoding_is_damage():
    assert is_damaged('It "devastated? her life.')
    assert not is_damaged('"Really?" she asked.')


def test_capitals_only_are_shouted():
    assert is_shouted("BRIDGE FALLS IN HALDEN")
    assert not is_shouted("NATO and the EU met in Halden on Monday")


@pytest.mark.parametrize(
    "sentence",
    [
        '"We lost," he said.',
        "“We lost,” said she.",
        "'We lost,' he told the court.",
        '"We have no buyer."',
        "The mill, he said, is closed.",
        "The mill, they said, was no longer theirs.",
        "'The mill is ours', another said.",
        'He said: "We lost."',
    ],
)
def test_a_quotation_of_nobody_named_lacks_its_speaker(sentence):
    assert lacks_speaker(sentence)


@pytest.mark.parametrize(
    "sentence",
    ['"We lost," said Bo Ek.', '"We lost," the director said.', "Ek said he lost.", 'The "old mill" is closed.'],
)
def test_a_named_speaker_is_enough(sentence):
    assert not lacks_speaker(sentence)


@pytest.mark.parametrize(
    "sentence", ["Council weighs second bridge for island.", "Justices dismiss state law on mills."]
)
def test_the_language_of_headlines(sentence):
    assert is_headline(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The mill closes in June.",
        "Profits fell.",
        "Ek isn't leaving.",
        "Police arrested two men.",
        "Nobody won, Ek said.",
    ],
)
def test_short_sentences_are_not_headlines(sentence):
    assert not is_headline(sentence)
