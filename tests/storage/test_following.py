import dataclasses
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from storage.columns import clean_text
from storage.database import Database
from storage.feed_records import Feed
from storage.following_records import Kind, Mute, Subscription, TopicStory
from storage.following_tables import TopicStoryRow
from storage.story_records import Story
from storage.unit_of_work import UnitOfWork
from tests.conftest import empty
from tests.storage.builders import MINUTE, NOW

STORY = Story("en", (), 0.5, 1, (), NOW, NOW)


def add_topic(uow: UnitOfWork, query: str, *anchors: str, chat_id: int = 5) -> int:
    topic = uow.topics.add(query, dict.fromkeys(anchors, -1), NOW)
    uow.subscriptions.add(Subscription(chat_id, "topic", query, NOW, topic_id=topic.id))
    return topic.id


def test_a_query_is_stored_once_whoever_follows_it(database):
    with database.write() as uow:
        topic = uow.topics.add("bridge", {"bridg": -1}, NOW)
        assert uow.topics.add("bridge", {"bridg": -1}, NOW + MINUTE) == topic == uow.topics.get(topic.id)
        assert uow.topics.add("Bridge", {"bridg": -1}, NOW).id != topic.id
        assert uow.topics.get(999) is None


def test_topics_are_found_by_any_of_their_anchors(database):
    with database.write() as uow:
        bridge = add_topic(uow, "bridge OR harbour", "bridg", "harbour")
        ferry = add_topic(uow, "ferry", "ferri")
        add_topic(uow, "else", "els")
        many = [f"word{n}" for n in range(1200)]
        assert [topic.id for topic in uow.topics.matching(["ferri", "bridg", "harbour", *many])] == [bridge, ferry]
        assert uow.topics.matching(["x"]) == uow.topics.matching([]) == ()
        add_topic(uow, "long", "harbour", "harbour", "h" * 5000)
        assert [topic.query for topic in uow.topics.matching(["h" * 5000])] == ["long"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(st.characters(codec=None)), anchors=st.sets(st.text(st.characters(codec=None)), max_size=5))
def test_any_query_comes_back_and_is_found(database, query, anchors):
    empty(database)
    with database.write() as uow:
        topic = uow.topics.add(query, dict.fromkeys(anchors, -1), NOW)
        uow.commit()
    with database.read() as uow:
        assert uow.topics.get(topic.id) == dataclasses.replace(topic, query=clean_text(query))
        for anchor in anchors:
            assert [found.id for found in uow.topics.matching(anchor.split(" ", 1))] == [topic.id]


def test_an_anchor_of_two_terms_needs_both(database):
    with database.write() as uow:
        both, one = uow.topics.add("a b", {"a b": -1, "c b": -1}, NOW), uow.topics.add("a", {"a": -1}, NOW)
        assert uow.topics.matching(["a", "b"]) == uow.topics.matching(["a", "c", "b"]) == (both, one)
        assert uow.topics.matching(["a", "c"]) == (one,)
        assert uow.topics.matching(["b"]) == ()
        many = [str(number) for number in range(12_000)]
        assert uow.topics.matching([*many, "a", "b"]) == (both, one)


def test_an_anchor_holds_in_its_languages_alone(database):
    with database.write() as uow:
        german, both = uow.topics.add("a", {"a": 2}, NOW), uow.topics.add("a b", {"a b": 1, "c": 2}, NOW)
        assert uow.topics.matching(["a", "b"], languages=1) == (both,)
        assert uow.topics.matching(["a", "b", "c"], languages=2) == (german, both)
        assert uow.topics.matching(["a", "c"], languages=4) == ()
        assert uow.topics.matching(["a"], ["b"], 1) == (both,)
        assert uow.topics.matching(["c"], ["a", "b"], 1) == ()


def test_a_topic_nobody_follows_or_mutes_is_dropped(database):
    with database.write() as uow:
        followed, muted = add_topic(uow, "a", "a"), uow.topics.add("b", {"b": -1}, NOW).id
        uow.mutes.add(Mute(5, "topic", muted, "b", NOW))
        unused = uow.topics.add("c", {"c": -1}, NOW).id
        assert uow.topics.drop_unused() == 1
        assert [uow.topics.get(topic) is None for topic in (followed, muted, unused)] == [False, False, True]
        uow.chats.forget(5)
        assert uow.topics.matching(["a", "b", "c"]) == ()


def test_meetings_of_topics_and_stories_are_remembered(database):
    with database.write() as uow:
        topic, other = add_topic(uow, "a"), add_topic(uow, "b")
        stories = [uow.stories.save(STORY, ()).id for _ in range(3)]
        met = TopicStory(topic, stories[0], 70, in_title=False, first_at=NOW, last_at=NOW)
        again = dataclasses.replace(met, article_id=71, in_title=True, first_at=NOW + MINUTE, last_at=NOW + MINUTE)
        uow.topics.note([])
        uow.topics.note([met, dataclasses.replace(met, story_id=stories[1]), dataclasses.replace(met, topic_id=other)])
        uow.topics.note([again, dataclasses.replace(met, topic_id=9999)])
        assert uow.topics.of_story(stories[0]) == (topic, other)
        assert uow.topics.of_story(stories[2]) == ()
        uow.commit()
    row = TopicStoryRow
    kept = select(row.article_id, row.in_title, row.first_at, row.last_at).where(row.topic_id == topic)
    with database.engine.connect() as connection:
        assert connection.execute(kept.where(row.story_id == stories[0])).one() == (70, True, NOW, NOW + MINUTE)


def subscription(kind: Kind, target: int = 0, **values: object) -> Subscription:
    targets = {"topic": {"topic_id": target}, "feed": {"feed_id": target}, "site": {"site": "bbc.co.uk"}}[kind]
    return dataclasses.replace(Subscription(5, kind, "Mine", NOW), **targets, **values)


@pytest.fixture
def targets(database: Database) -> tuple[int, int]:
    with database.write() as uow:
        topic = uow.topics.add("a", {"a": -1}, NOW)
        feed, _ = uow.feeds.add(Feed("https://a.example", "a.example", NOW, NOW))
        uow.commit()
    return topic.id, feed.id


def test_a_chat_follows_each_thing_once(database, targets):
    topic, feed = targets
    wanted = [
        subscription("topic", topic, mode="digest"),
        subscription("feed", feed, thread_id=3),
        subscription("site"),
    ]
    with database.write() as uow:
        stored = [uow.subscriptions.add(each) for each in wanted]
        assert [is_new for _, is_new in stored] == [True] * 3
        assert [dataclasses.replace(each, id=0) for each, _ in stored] == wanted
        assert uow.subscriptions.add(dataclasses.replace(wanted[0], name="Again")) == (stored[0][0], False)
        assert uow.subscriptions.add(dataclasses.replace(wanted[2], site="BBC.co.uk")) == (stored[2][0], False)
        assert uow.subscriptions.add(dataclasses.replace(wanted[0], chat_id=6))[1]
        assert uow.subscriptions.of_chat(5) == tuple(each for each, _ in stored)
        assert (uow.subscriptions.count(5), uow.subscriptions.count(6), uow.subscriptions.count(7)) == (3, 1, 0)


def test_a_subscription_to_nothing_is_refused(database):
    with database.write() as uow, pytest.raises(ValueError, match="topic"):
        uow.subscriptions.add(Subscription(5, "topic", "Mine", NOW))


def test_a_chat_changes_its_own_subscriptions_alone(database, targets):
    with database.write() as uow:
        mine, _ = uow.subscriptions.add(subscription("topic", targets[0]))
        for chat_id in (6, 5):
            uow.subscriptions.set_mode(mine.id, chat_id, "digest")
            uow.subscriptions.pause(mine.id, chat_id, paused=True)
            expected = mine if chat_id == 6 else dataclasses.replace(mine, mode="digest", paused=True)
            assert uow.subscriptions.get(mine.id, 5) == expected
        assert uow.subscriptions.get(mine.id, 6) is None
        assert not uow.subscriptions.remove(mine.id, 6)
        assert uow.subscriptions.remove(mine.id, 5)
        assert not uow.subscriptions.remove(mine.id, 5)
        assert uow.subscriptions.of_chat(5) == ()


def test_a_topic_is_edited_in_place(database, targets):
    with database.write() as uow:
        mine, _ = uow.subscriptions.add(subscription("topic", targets[0], mode="digest"))
        new, taken = uow.topics.add("b", {"b": -1}, NOW), uow.topics.add("c", {"c": -1}, NOW)
        uow.subscriptions.add(subscription("topic", taken.id))
        edited = dataclasses.replace(mine, topic_id=new.id, name="b")
        assert uow.subscriptions.edit(mine.id, 5, new.id, "b") == edited
        merged = dataclasses.replace(mine, topic_id=taken.id, name="c")
        assert uow.subscriptions.edit(mine.id, 5, taken.id, "c") == merged
        assert uow.subscriptions.of_chat(5) == (merged,)
        assert uow.subscriptions.edit(mine.id, 6, new.id, "b") is None
        assert uow.topics.drop_unused() == 2


def test_mutes_are_kept_and_taken_back(database, targets):
    with database.write() as uow:
        story = uow.stories.save(STORY, ())
        words = Mute(5, "topic", targets[0], "rumour", NOW)
        whole = Mute(5, "story", story.id, "Bridge opens", NOW + MINUTE)
        for mute in (whole, words, words):
            uow.mutes.add(mute)
        assert uow.mutes.of_chat(5) == (words, whole)
        assert uow.mutes.of_chat(6) == ()
        assert uow.mutes.remove(5, "topic", targets[0])
        assert not uow.mutes.remove(5, "topic", targets[0])
        uow.mutes.forget_stories(NOW + timedelta(days=1))
        assert uow.mutes.of_chat(5) == ()
