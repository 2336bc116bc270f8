import pytest

from bot.news.captions import caption_places, is_scene, label, without_labels
from bot.text.sentences import split_sentences

NEWS = [
    "The council closed the bridge on Monday after engineers found cracks.",
    "Some 3,200 people live on the island.",
    "A ferry will run every half hour from Tuesday.",
]


@pytest.mark.parametrize(
    "sentence",
    [
        "Islanders walk along the closed bridge Tuesday near Halden.",
        "Mayor Ada Moss shakes the engineer's hand as he leaves the town hall.",
        "A worker holds a sign outside the gate of the mill.",
        "A tanker lands at the island's only airstrip in 2003.",
        "Bo Ek rides his tandem over the bridge last year.",
        "A ferry, steered by a crew from Moss, enters the port during the race.",
        "The ferryman, left, helps two islanders ashore.",
        "This picture shows the cracks in the second beam.",
        "In this photo released by the harbour office, islanders watch the bridge.",
        "Cy Orr and Ada Moss in a scene from the film.",
        "A bird's eye view of the port, north of Halden, shows the broken beams.",
        "The engineer is pictured here with his dog.",
        "Police search a car in front of the mill.",
        "Orr stands next to his mother in the dock.",
    ],
)
def test_what_a_picture_shows_is_a_scene(sentence):
    assert is_scene(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The law takes effect in May.",
        "The suit, filed Thursday by Ada Moss, raises fresh questions about the mill.",
        "The company holds a fifth of the port's shares.",
        "Ada Moss meets the islanders on Friday.",
        "The mill stands on the road to Moss.",
        "Shares in the ferry company climb 3%.",
        "The band tours Norway next summer.",
        "Peace talks broke down on Monday.",
        "Police want to question a man seen near the bridge.",
        "A video shows the beam giving way.",
        "A man who is shown being carried ashore has recovered.",
        "He walks to the ferry.",
        "Half of the islanders cross the bridge every day.",
        "The island's harbour cranes rust away, the report says.",
        '"Ada Moss walks on water," said Orr.',
    ],
)
def test_news_in_the_present_is_not(sentence):
    assert not is_scene(sentence)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Under pressure: Bo Ek at the gate of the mill.", "Under pressure"),
        ("Rescued: The two islanders were found on Monday.", "Rescued"),
        ("The news was plain: Nobody had come.", ""),
        ("Ada Moss said: The bridge stays closed.", ""),
        ("In short: Nobody won.", ""),
        ("On the rise: Ada Moss is one of many ferrymen on the island.", "On the rise"),
        ("It costs more: the bill is 40 million kroner.", ""),
        ('Moss: "We have no money."', ""),
    ],
)
def test_the_label_of_a_caption(sentence, expected):
    assert label(sentence) == expected


def test_a_scene_in_an_article_of_what_happened_is_a_caption():
    assert caption_places([*NEWS, "Islanders wave from the ferry."]) == {3}


def test_an_article_told_in_the_present_has_none():
    told = [f"{name} walks to the ferry and waves." for name in ("Ada", "Bo", "Cy", "Dan", "Eva")]
    assert caption_places([*told, *NEWS]) == frozenset()


def test_a_label_that_comes_again_and_again_names_a_speaker():
    assert caption_places([*NEWS, *(f"Moss: The answer is {n}." for n in range(3))]) == frozenset()


def test_a_label_goes_where_news_follows_it_and_nowhere_else():
    text = (
        "Rescued: The two islanders were found at sea on Monday.\n"
        "Relief: Bo Ek hugs his daughter at the port.\n"
        "Ada Moss: The council had no choice on Monday.\n"
        "Closed: But Ada Moss opened it again on Monday for one day.\n"
        "OPINION: The bridge was never safe.\n"
        "The news was plain: Nobody had come."
    )
    shown = without_labels(split_sentences(text))
    assert [sentence.text for sentence in shown] == [
        "The two islanders were found at sea on Monday.",
        *text.split("\n")[1:],
    ]
    assert all(text[sentence.start : sentence.end] == sentence.text for sentence in shown)
