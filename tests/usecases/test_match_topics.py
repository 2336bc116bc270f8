"""Who is told of what: topics, feeds, sites, mutes; one story one post, which grows; updates as replies."""

import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.news.topic_parser import TopicError, parse_topic
from bot.news.topic_query import normal_form
from bot.news.topic_terms import read_terms
from bot.news.topics import anchors, match
from bot.usecases.group_stories import GroupStories
from bot.usecases.match_topics import MatchTopics, met_topics
from tests.conftest import empty
from tests.newsroom import CHESS, QUAKE, QUAKE_AGAIN, QUAKE_ELSEWHERE, QUAKE_UPDATE
from tests.storage.builders import NOW


def test_a_story_reaches_those_whose_topic_it_matches_and_nobody_else(newsroom):
    newsroom.follows(1, "earthquake")
    newsroom.follows(2, "chess")
    newsroom.article(QUAKE)
    newsroom.cycle()
    [delivery] = newsroom.outbox()
    assert delivery.chat_id == 1
    assert delivery.post.kind == "story"


def test_three_outlets_are_one_post_that_grows(newsroom):
    newsroom.follows(1, "earthquake")
    newsroom.article(QUAKE, "courier.example")
    newsroom.cycle()
    [first] = newsroom.outbox()
    newsroom.sent(first)
    for told, host in ((QUAKE_ELSEWHERE, "herald.example"), (QUAKE_AGAIN, "gazette.example")):
        newsroom.later()
        newsroom.article(told, host)
        newsroom.cycle()
    newsroom.later()
    assert newsroom.outbox() == ()
    with newsroom.database.write() as uow:
        [edit] = uow.deliveries.claim_edits(10, newsroom.now, timedelta(minutes=1))
    assert edit.id == first.id
    assert edit.post.version == 3


def test_more_of_one_publisher_changes_no_message(newsroom):
    newsroom.follows(1, "earthquake")
    newsroom.article(QUAKE, "courier.example")
    newsroom.cycle()
    newsroom.sent(newsroom.outbox()[0])
    newsroom.article(QUAKE_ELSEWHERE, "sport.courier.example", published=newsroom.now)
    newsroom.cycle()
    newsroom.later(timedelta(hours=1))
    with newsroom.database.write() as uow:
        assert uow.deliveries.claim_edits(10, newsroom.now, timedelta(minutes=1)) == ()


def test_what_is_new_later_comes_as_a_reply_to_the_message(newsroom):
    newsroom.follows(1, "earthquake")
    newsroom.article(QUAKE, "courier.example")
    newsroom.cycle()
    newsroom.sent(newsroom.outbox()[0], message_id=77)
    newsroom.later(timedelta(hours=5))
    update = newsroom.article(QUAKE_UPDATE, "herald.example")
    newsroom.cycle()
    [reply] = newsroom.outbox()
    assert (reply.post.kind, reply.reply_to) == ("update", 77)
    assert json.loads(reply.post.payload)["article"] == update.id


def test_an_update_goes_to_nobody_who_has_not_had_the_story(newsroom):
    newsroom.follows(1, "earthquake")
    newsroom.article(QUAKE, "courier.example")
    newsroom.cycle()
    newsroom.later(timedelta(hours=5))
    newsroom.article(QUAKE_UPDATE, "herald.example")
    newsroom.cycle()
    [story] = newsroom.outbox()
    assert story.post.kind == "story"
    newsroom.sent(story)
    assert newsroom.outbox() == ()


def test_a_feed_and_a_site_reach_their_followers(newsroom):
    feed = newsroom.feed()
    newsroom.follows(1, feed=feed)
    newsroom.follows(2, site="courier.example")
    newsroom.follows(3, site="herald.example")
    newsroom.entry(feed, CHESS, "news.courier.example", published=None)
    newsroom.cycle()
    assert [delivery.chat_id for delivery in newsroom.outbox()] == [1, 2]


def test_mutes_hold_for_topics_feeds_and_sites(newsroom):
    feed = newsroom.feed()
    newsroom.follows(1, feed=feed)
    newsroom.follows(2, "earthquake")
    newsroom.mutes(1, "magnitude")
    newsroom.mutes(2, "chess")
    newsroom.entry(feed, QUAKE)
    newsroom.cycle()
    assert [delivery.chat_id for delivery in newsroom.outbox()] == [2]


def test_an_old_article_somebody_sends_is_no_news(newsroom):
    newsroom.follows(1, "earthquake")
    newsroom.article(QUAKE, published=newsroom.now - timedelta(days=400))
    newsroom.cycle()
    assert newsroom.outbox() == ()


def test_a_second_feed_that_brings_a_known_article_tells_its_followers_too(newsroom):
    feed, other = newsroom.feed(), newsroom.feed("https://herald.example/rss")
    newsroom.follows(1, feed=feed)
    newsroom.follows(2, feed=other)
    newsroom.entry(feed, CHESS)
    newsroom.cycle()
    assert [delivery.chat_id for delivery in newsroom.outbox()] == [1]
    article = newsroom.entry(other, CHESS)
    newsroom.cycle()
    MatchTopics(newsroom.database).again(article.id, newsroom.now)
    assert [delivery.chat_id for delivery in newsroom.outbox()] == [2]


def test_a_second_feed_that_brings_a_known_update_repeats_nothing(newsroom):
    feed, other = newsroom.feed(), newsroom.feed("https://herald.example/rss")
    newsroom.follows(1, feed=feed)
    newsroom.follows(2, feed=other)
    newsroom.entry(feed, QUAKE)
    newsroom.cycle()
    newsroom.sent(newsroom.outbox()[0])
    newsroom.later(timedelta(hours=5))
    newsroom.entry(feed, QUAKE_UPDATE, "herald.example")
    newsroom.cycle()
    [reply] = newsroom.outbox()
    newsroom.sent(reply, message_id=2)
    newsroom.later(timedelta(hours=5))
    update = newsroom.entry(other, QUAKE_UPDATE, "herald.example")
    newsroom.cycle()
    with newsroom.database.read() as uow:
        before = uow.posts.find_story(reply.post.story_id)
    for _ in range(2):
        MatchTopics(newsroom.database).again(update.id, newsroom.now)
    [told] = newsroom.outbox()
    assert (told.chat_id, told.post.kind) == (2, "story")
    with newsroom.database.read() as uow:
        assert uow.posts.find_story(reply.post.story_id) == before


def test_digest_and_paused_followers_are_not_told_at_once(newsroom):
    newsroom.follows(1, "earthquake", mode="digest")
    paused = newsroom.follows(2, "earthquake")
    with newsroom.database.write() as uow:
        uow.subscriptions.pause(paused.id, 2, paused=True)
        uow.commit()
    newsroom.article(QUAKE)
    newsroom.cycle()
    assert newsroom.outbox() == ()


@pytest.mark.parametrize("times", [1, 3])
def test_matching_waits_for_grouping_and_is_done_once(newsroom, times):
    newsroom.follows(1, "earthquake")
    newsroom.article(QUAKE)
    match = MatchTopics(newsroom.database)
    assert match(newsroom.now) == 0
    GroupStories(newsroom.database)()
    assert [match(newsroom.now) for _ in range(times)] == [1, *[0] * (times - 1)]
    assert len(newsroom.outbox()) == 1


WORDS = (
    "ferry ferries Fähre Häfen hafen on one onen US us AT&T порты порт стачка bilene bilen 华为公司 手机 c 3.5".split()
)
TYPED = st.sampled_from(
    [*WORDS, *WORDS, "OR", "(", ")", '"', '"', "-", "source:a.example", "lang:de", "-lang:en", "lang:nb"]
)
TEXTS = st.lists(st.sampled_from([*WORDS, ".", "\n"]), max_size=25).map(" ".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(TYPED, min_size=1, max_size=7).map(" ".join), max_size=30),
    st.tuples(TEXTS, TEXTS, st.sampled_from(["en", "de", "nb", "ru", "uk", "zh", ""])),
    st.dictionaries(st.sampled_from(["ferri", "on", "порт", "us"]), st.floats(0, 9)),
)
def test_the_topics_found_are_those_that_asking_every_one_would_find(database, typed, article, counts):
    empty(database)
    terms = read_terms(*article, "https://news.a.example/1")
    queries = {}
    with database.write() as uow:
        for text in typed:
            try:
                query = parse_topic(text)
            except TopicError:
                continue
            queries[uow.topics.add(normal_form(query), anchors(query, lambda key: counts.get(key, 0.0)), NOW).id] = (
                query
            )
        uow.commit()
    with database.read() as uow:
        found = dict(met_topics(uow, terms))
    assert found == {number: hit for number, query in queries.items() if (hit := match(query, terms))}
