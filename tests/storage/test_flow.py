"""A day of news through every table at once: four workers, three outlets, one message a story for each chat."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from storage.database import Database
from storage.feed_records import Entry, Feed, NewEntry
from storage.following_records import Audience, Subscription, TopicStory
from storage.records import Chat
from storage.story_records import Lead, Story, StoryArticle
from tests.storage.builders import MINUTE, NOW, new_article

OUTLETS = ("a", "b", "c")
EVENTS = tuple(f"event{number}" for number in range(6))
FOLLOWERS = (1, 2, 3)


def prepare(database: Database) -> None:
    """Three feeds that tell the same events, and three chats that follow in three ways."""
    with database.write() as uow:
        topic = uow.topics.add("event", {"event": -1}, NOW)
        for chat_id in FOLLOWERS:
            uow.chats.save(Chat(chat_id, "private"))
        feeds = [uow.feeds.add(Feed(f"https://{outlet}.example", outlet, NOW, NOW))[0] for outlet in OUTLETS]
        uow.subscriptions.add(Subscription(1, "topic", "event", NOW, topic_id=topic.id))
        uow.subscriptions.add(Subscription(2, "feed", "a", NOW, feed_id=feeds[0].id))
        uow.subscriptions.add(Subscription(3, "site", "b", NOW, site="b.example"))
        uow.commit()
    for feed, outlet in zip(feeds, OUTLETS, strict=True):
        with database.write() as uow:
            uow.entries.add(feed.id, [NewEntry((event,), outlet, event) for event in EVENTS], NOW)
            uow.commit()


def publish(database: Database, entry: Entry) -> None:
    """One entry's whole way in one transaction, as a use case would do it."""
    with database.write() as uow:
        url = f"https://{entry.link}.example/{entry.title}"
        article, is_new = uow.articles.add(new_article(url, url, title=entry.title), (), NOW)
        assert is_new
        uow.entries.finish(entry.id, article.id)
        uow.stories.count("en", [entry.title])
        found = uow.stories.candidates("en", [entry.title], NOW)
        state = found[0] if found else Story("en", ((entry.title, 1.0),), 0.5, 0, (), NOW, NOW)
        story = uow.stories.save(state, [entry.title])
        uow.stories.attach(StoryArticle(article.id, story.id, NOW, host=f"{entry.link}.example"))
        uow.stories.remember_lead(Lead(article.id, story.id, "", frozenset({article.id})), [article.id], NOW)
        met = uow.topics.matching(["event"])
        uow.topics.note([TopicStory(topic.id, story.id, article.id, False, NOW, NOW) for topic in met])
        post, _ = uow.posts.of_story(story.id, entry.title, NOW)
        audience = Audience(tuple(topic.id for topic in met), (entry.feed_id,), (f"{entry.link}.example",))
        uow.posts.fan_out(post, audience, NOW)
        uow.commit()


def test_workers_side_by_side_make_one_message_of_a_story_for_each_chat(database):
    prepare(database)
    barrier = Barrier(4)

    def work(number: int) -> int:
        barrier.wait()
        done = 0
        while True:
            with database.write() as uow:
                entries = uow.entries.claim(2, NOW, MINUTE, str(number))
                uow.commit()
            if not entries:
                return done
            for entry in entries:
                publish(database, entry)
                done += 1

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == len(OUTLETS) * len(EVENTS)

    sent: list[tuple[int, str]] = []
    while True:
        with database.write() as uow:
            claimed = uow.deliveries.claim(9, NOW, MINUTE, "sender")
            for delivery in claimed:
                uow.deliveries.sent(delivery.id, delivery.id, delivery.post.version, NOW)
            uow.commit()
        if not claimed:
            break
        sent += [(delivery.chat_id, delivery.post.payload) for delivery in claimed]
    assert sorted(sent) == [(chat_id, event) for chat_id in FOLLOWERS for event in EVENTS]
    with database.read() as uow:
        stories = uow.stories.recent(NOW, 99)
        assert len(stories) == len(EVENTS)
        assert all(len(uow.stories.articles_of(story.id)) == len(OUTLETS) for story in stories)
        assert uow.digests.stories_for(1, NOW, 9, modes=("once",)) == ()
        assert len(uow.digests.stories_for(1, NOW, 9, modes=("once",), again=True)) == len(EVENTS)
