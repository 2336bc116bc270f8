import dataclasses
from datetime import datetime

import pytest

from storage.database import Database
from storage.feed_records import Feed, NewEntry
from storage.following_records import Mute, Subscription, TopicStory
from storage.outbox_records import ALERT
from storage.story_records import Story, StoryArticle
from tests.storage.builders import MINUTE, NOW, new_article

HOSTS = ["news.bbc.co.uk", "bbc.co.uk", "notbbc.co.uk", "a.example"]


@pytest.fixture
def stories(database: Database) -> list[int]:
    """Four stories, each later than the one before: the first two met a topic, the last came by a feed."""
    with database.write() as uow:
        feed, _ = uow.feeds.add(Feed("https://a.example/feed", "a.example", NOW, NOW))
        topic = uow.topics.add("bridge", {"bridg": -1}, NOW)
        ids = []
        for number, host in enumerate(HOSTS):
            at = NOW + number * MINUTE
            article, _ = uow.articles.add(new_article(f"https://{host}/1", f"Text {number}."), (), at)
            story = uow.stories.save(Story("en", (), 0.5, 1, (), at, at), ())
            uow.stories.attach(StoryArticle(article.id, story.id, at, host=host))
            uow.posts.of_story(story.id, "", at)
            if number < 2:
                uow.topics.note([TopicStory(topic.id, story.id, article.id, in_title=False, first_at=at, last_at=at)])
            ids.append(story.id)
        [(entry_id, _)] = uow.entries.add(feed.id, [NewEntry(("g",), "", "")], NOW)
        uow.entries.finish(entry_id, article.id)
        wanted = Subscription(5, "topic", "", NOW, mode="digest", topic_id=topic.id)
        uow.subscriptions.add(wanted)
        uow.subscriptions.add(dataclasses.replace(wanted, chat_id=6, kind="site", topic_id=None, site="bbc.co.uk"))
        uow.subscriptions.add(dataclasses.replace(wanted, chat_id=7, kind="feed", topic_id=None, feed_id=feed.id))
        uow.subscriptions.add(dataclasses.replace(wanted, chat_id=8, mode="once"))
        uow.subscriptions.add(dataclasses.replace(wanted, chat_id=9, paused=True))
        uow.commit()
    return ids


def choose(database: Database, chat_id: int, since: datetime = NOW, limit: int = 9, **rest: object) -> list[int]:
    with database.read() as uow:
        return list(uow.digests.stories_for(chat_id, since, limit, **rest))


def test_a_digest_chooses_from_what_the_chat_follows_last_seen_first(database, stories):
    assert choose(database, 5) == [stories[1], stories[0]]
    assert choose(database, 6) == [stories[1], stories[0]]
    assert choose(database, 7) == [stories[3]]
    assert choose(database, 8) == choose(database, 9) == choose(database, 99) == []
    assert choose(database, 8, modes=("once", "digest")) == [stories[1], stories[0]]
    assert choose(database, 5, limit=1) == choose(database, 5, since=NOW + MINUTE) == [stories[1]]


def test_a_digest_leaves_out_what_the_chat_has_had(database, stories):
    with database.write() as uow:
        uow.deliveries.tell(5, [stories[1]], NOW)
        uow.deliveries.tell(6, [], NOW)
        uow.commit()
    assert choose(database, 5) == [stories[0]]
    assert choose(database, 5, again=True) == [stories[1], stories[0]]
    assert choose(database, 6) == [stories[1], stories[0]]


def test_a_digest_leaves_out_what_is_on_its_way_to_the_chat_by_itself(database, stories):
    with database.write() as uow:
        post, _ = uow.posts.of_story(stories[1], "", NOW)
        uow.posts.deliver(post, 5, NOW, ALERT)
        [delivery] = uow.deliveries.claim(9, NOW, MINUTE, "worker")
        uow.commit()
    assert choose(database, 5) == [stories[0]]
    assert choose(database, 6) == choose(database, 5, again=True) == [stories[1], stories[0]]
    with database.write() as uow:
        uow.deliveries.dropped([delivery.id], NOW)
        uow.commit()
    assert choose(database, 5) == [stories[1], stories[0]]


def test_a_digest_leaves_out_what_the_chat_muted(database, stories):
    with database.write() as uow:
        [topic] = uow.topics.of_story(stories[0])
        uow.mutes.add(Mute(5, "story", stories[1], "", NOW))
        uow.mutes.add(Mute(6, "topic", topic, "", NOW))
        uow.commit()
    assert choose(database, 5) == [stories[0]]
    assert choose(database, 6) == []


def test_muted_words_leave_out_the_stories_they_match_and_no_other(database, stories):
    with database.write() as uow:
        rumour = uow.topics.add("rumour", {"rumour": -1}, NOW)
        [article] = uow.stories.articles_of(stories[0])
        met = TopicStory(rumour.id, stories[0], article.article_id, in_title=False, first_at=NOW, last_at=NOW)
        uow.topics.note([met])
        uow.mutes.add(Mute(5, "topic", rumour.id, "", NOW))
        uow.commit()
    assert choose(database, 5) == [stories[1]]
