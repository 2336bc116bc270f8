from datetime import UTC, datetime

from bot.news.overview import Source, overview

FIRST = Source(
    "Ferry on fire",
    "A ferry with 80 people on board caught fire in the port of Halden on Monday evening.\n"
    "The coast guard sent four boats to the port of Halden.\nThe ferry Brevik was built in 1998.",
    "Harbour Post",
    published=datetime(2026, 5, 11, 18, tzinfo=UTC),
)
SECOND = Source(
    "Two hurt in ferry fire",
    "A ferry with 80 people on board caught fire on Monday evening in the port of Halden, the coast guard said.\n"
    "Two crew members were taken to hospital with burns.\nThe owner of the ferry will pay for hotels.",
    "Coast Radio",
    published=datetime(2026, 5, 11, 21, tzinfo=UTC),
)
THIRD = Source(
    "Fire out",
    "Firefighters put out the blaze on the ferry Brevik before dawn on Tuesday.\n"
    "Police have begun to look for the cause of the blaze.\nMayor Ada Moss thanked the crews of the boats.",
    "Morning Sun",
    published=datetime(2026, 5, 12, 6, tzinfo=UTC),
)
ARTICLES = (FIRST, SECOND, THIRD)


def test_the_newest_state_comes_first_and_outlets_take_turns():
    told = overview(ARTICLES, 4).sentences
    assert told[0].source == 2
    assert {one.source for one in told} >= {1, 2}
    assert len(told) == 4


def test_what_two_outlets_say_is_told_once_and_credited_to_both():
    told = overview(ARTICLES, 6).sentences
    fires = [one for one in told if "caught fire" in one.sentence.text]
    assert len(fires) == 1
    assert (fires[0].source, fires[0].also) == (1, (0,))


def test_each_sentence_stands_in_its_article():
    for one in overview(ARTICLES, 8).sentences:
        assert ARTICLES[one.source].text[one.sentence.start : one.sentence.end] == one.sentence.text


def test_articles_without_dates_and_without_text_are_borne():
    told = overview((Source("", "", "Nobody"), Source("", FIRST.text, "Harbour Post")), 2).sentences
    assert [one.source for one in told] == [1, 1]
    assert overview((), 3).sentences == ()
