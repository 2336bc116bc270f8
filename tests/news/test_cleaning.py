import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.boilerplate import dateline_length, is_boilerplate, is_byline
from bot.news.cleaning import article_paragraphs, clean

FURNITURE = [
    "Scroll down for video.",
    "READ MORE: Five bridges that fell",
    "Read more: why the bridge fell.",
    "Related stories",
    "Click here to see the pictures.",
    "Find out the latest with Harwick Daily.",
    "Sign up for our morning newsletter",
    "Subscribe to the Harbour Post",
    "Follow us on Twitter",
    "Follow @harbourpost for more",
    "We use cookies to improve this site.",
    "By continuing you agree to our use of cookies.",
    "Advertisement",
    "Story continues below",
    "Image caption: the bridge at dawn",
    "Photo: Ann Lee/Harbour Post",
    "Pictured with her dog at the port.",
    "Media playback is not supported on this device",
    "Copyright 2026 Harbour Post.",
    "© 2026 Harbour Post",
    "All rights reserved.",
    "Harbour Post's Bo Ek contributed to this report.",
    "Additional reporting by Bo Ek; editing by Cy Orr",
    "This article was originally published in June.",
    "Editor's note: Bo Ek is a lawyer.",
    "Last updated at 3:31 PM on 19th July 2026.",
    "12 comments",
    "3 min read",
    "12 May 2026, 10:32 GMT",
    "https://harbour.example/bridge",
    "Bo Ek (left) opens the bridge with the mayor.",
    "For more information visit harbour.example.",
    "Also read: Five bridges that fell.",
    "READ | Five bridges that fell",
    "Go to harbourpost.com to learn more about the bridge.",
    "Find out how to send us your pictures below.",
    "Please note that comments are closed.",
    "If you are reading this page on our app, visit the site.",
    "Email your story ideas and tips to the desk.",
    "The Island Series is supported by Brightwater.",
    "Directed by Bo Ek.",
    "Harbour Post has contacted Brightwater and the union for comment.",
    "Friday, May 5th 2000, 2:12AM BRIDGE FILM.",
    "Bo Ek (Halden City) left footed shot from outside the box is saved.",
    "Bo Ek (Halden) wins a free kick on the right wing.",
    "Attempt missed.",
    "Corner, Halden.",
    "Foul by Bo Ek (Halden City).",
]
ARTICLE = [
    "Read the room, the mayor told the council on Monday.",
    "Copyright holders sued the port on Tuesday.",
    "Media sources said that the bridge had cracked in May.",
    "10 days ago the bridge was closed to lorries.",
    "Cookies were on every table when the council met.",
    "The newsletter of the union says that a strike is near.",
    "By September, it had closed all its shops on the island.",
    "Follow-up tests found no cracks in the steel.",
    "Left without a ferry, the islanders rowed to the port.",
    "More than 40 boats were lost.",
    "Directed by Bo Ek, the repairs took a year.",
    "The ferry is supported by a grant from the state.",
    "Watch the skies, the mayor said.",
    "May 5, 2000 was the day the bridge fell.",
    "Attempts to save the bridge failed.",
    "The mayor (of Halden) wins a second term.",
    "Follow the river to the sea, the mayor said.",
    "A comment by the mayor angered the islanders.",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_what_is_not_the_article_goes(line):
    assert is_boilerplate(line)
    assert clean(f"The bridge fell at noon on Monday.\n{line}\nNobody was hurt.") == (
        "The bridge fell at noon on Monday.\nNobody was hurt."
    )


@pytest.mark.parametrize("sentence", ARTICLE)
def test_sentences_of_the_article_stay(sentence):
    assert not is_boilerplate(sentence)
    assert clean(sentence) == sentence


@pytest.mark.parametrize(
    "line", ["By Ann Lee", "By Ann Lee and Bo Ek | 3 min read", "Written by Ann Lee · 1 min read >", "Von Anna Krüger"]
)
def test_bylines_go(line):
    assert is_byline(line)
    assert clean(f"{line}\nThe bridge fell at noon.") == "The bridge fell at noon."


@pytest.mark.parametrize(
    "dateline",
    [
        "(CNN)",
        "(CNN) -- ",
        "LONDON (Reuters) – ",
        "HALDEN, Norway (AP) — ",
        "Kano, Nigeria (CNN)",
        "NEW DELHI, May 5 (IANS) ",
        "PARIS, Jan. 3 (Xinhua) -- ",
        "12/28/2026 AT 04:50 PM EST ",
        "Updated Jul 7, 2026 6:40 PM ET ",
        "-- ",
        "(Photogram) ",
        "(Ann Lee/The Harbour Post) ",
        "(CNN)UPDATE: ",
        "BREAKING NEWS: ",
    ],
)
def test_datelines_go_and_offsets_point_into_the_text_as_it_was(dateline):
    text = f"{dateline}The bridge fell at noon after a ship had struck it. Nobody was hurt."
    assert dateline_length(text) == len(dateline)
    sentences = [sentence for paragraph in article_paragraphs(text) for sentence in paragraph]
    assert [sentence.text for sentence in sentences] == [
        "The bridge fell at noon after a ship had struck it.",
        "Nobody was hurt.",
    ]
    assert all(text[sentence.start : sentence.end] == sentence.text for sentence in sentences)


@pytest.mark.parametrize(
    "line",
    [
        "NATO said that it would help.",
        "The port (in Norway) fell.",
        "HALDEN is a town.",
        "(Nobody was hurt.)",
        "(It) felt good, she said.",
        "May 5, 2026 10:30 was the hour.",
    ],
)
def test_a_capital_opening_is_no_dateline(line):
    assert dateline_length(line) == 0


@given(st.text())
def test_cleaning_twice_changes_nothing_more_in_what_it_may_keep(text):
    cleaned = clean(text)
    assert len(cleaned) <= len(text)
    assert all(line.strip() for line in cleaned.split("\n") if cleaned)


@pytest.mark.parametrize(
    "line",
    [
        "(Eds: Updating with quotes) By B O Ek Halden, Aug 1 (PTI) The bridge fell at noon.",
        "By Ann Lee Halden, Aug 1 (PTI) The bridge fell at noon.",
        "Halden (UP), Aug 1 (PTI) The bridge fell at noon.",
        "Halden, Aug 1 (PTI) The bridge fell at noon.",
    ],
)
def test_an_agencys_opening_goes(line):
    assert clean(line) == "The bridge fell at noon."


def test_an_outlets_name_before_a_dash_goes_inside_a_line_too():
    assert clean("The bridge is closed. FORTUNE — Islanders row to work.") == (
        "The bridge is closed. Islanders row to work."
    )
