import dataclasses
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest

from storage.database import Database
from storage.feed_records import Feed
from storage.following_records import Audience, Mute, Subscription
from storage.outbox_records import ALERT, DIGEST, REPLY, Delivery, Post
from storage.records import TERMINAL_CHAT, Chat
from storage.story_records import Story
from storage.unit_of_work import UnitOfWork
from tests.storage.builders import MINUTE, NOW

STORY = Story("en", (), 0.5, 1, (), NOW, NOW)


def add_chats(uow: UnitOfWork, *ids: int) -> None:
    for chat_id in ids:
        uow.chats.save(Chat(chat_id, "private"))


def add_post(uow: UnitOfWork, kind: str = "notice") -> Post:
    return uow.posts.add(kind, "{}", NOW)


def put(database: Database, *wanted: tuple[int, int], now: datetime = NOW) -> list[int]:
    """A delivery of a post of its own for each chat and priority."""
    with database.write() as uow:
        for chat_id, priority in wanted:
            add_chats(uow, chat_id)
            assert uow.posts.deliver(add_post(uow), chat_id, now, priority)
        uow.commit()
        claimed = uow._session.connection().exec_driver_sql("SELECT id FROM deliveries ORDER BY id").scalars().all()
    return list(claimed)[-len(wanted) :]


def claim(database: Database, now: datetime = NOW, limit: int = 9, owner: str = "one") -> tuple[Delivery, ...]:
    with database.write() as uow:
        claimed = uow.deliveries.claim(limit, now, MINUTE, owner)
        uow.commit()
    return claimed


def claim_ids(database: Database, now: datetime = NOW, limit: int = 9) -> list[int]:
    return [delivery.id for delivery in claim(database, now, limit)]


def test_a_story_has_one_post(database):
    with database.write() as uow:
        story = uow.stories.save(STORY, ())
        post, is_new = uow.posts.of_story(story.id, "first", NOW)
        assert is_new
        assert post == Post(post.id, "story", story.id, None, "first", 1, NOW, NOW)
        assert uow.posts.of_story(story.id, "second", NOW + MINUTE) == (post, False)
        update = uow.posts.add("update", "more", NOW, story_id=story.id)
        assert uow.posts.get(update.id) == update == Post(update.id, "update", story.id, None, "more", 1, NOW, NOW)
        assert uow.posts.add("digest", "", NOW, chat_id=5).chat_id == 5
        assert uow.posts.get(999) is None


@pytest.fixture
def followed(database: Database) -> tuple[int, int, int]:
    """Topic, feed and story; chats 1 to 8 follow in different ways."""
    with database.write() as uow:
        add_chats(uow, *range(1, 9))
        feed, _ = uow.feeds.add(Feed("https://a.example", "a.example", NOW, NOW))
        topic, rumour = uow.topics.add("bridge", {"bridg": -1}, NOW), uow.topics.add("rumour", {"rumour": -1}, NOW)
        story = uow.stories.save(STORY, ())
        follow(uow, 1, topic=topic.id, thread_id=7)
        follow(uow, 1, feed=feed.id, thread_id=9)
        follow(uow, 2, feed=feed.id)
        follow(uow, 3, site="bbc.co.uk")
        follow(uow, 4, topic=topic.id, mode="digest")
        follow(uow, 5, topic=topic.id, paused=True)
        follow(uow, 6, topic=topic.id)
        uow.chats.deactivate(6)
        follow(uow, 7, topic=topic.id)
        uow.mutes.add(Mute(7, "story", story.id, "", NOW))
        follow(uow, 8, topic=topic.id)
        uow.mutes.add(Mute(8, "topic", rumour.id, "rumour", NOW))
        uow.commit()
    return topic.id, feed.id, story.id


def follow(uow: UnitOfWork, chat_id: int, topic: int | None = None, feed: int | None = None, **values: object) -> None:
    kind = "topic" if topic else "feed" if feed else "site"
    wanted = Subscription(chat_id, kind, "", NOW, topic_id=topic, feed_id=feed)
    uow.subscriptions.add(dataclasses.replace(wanted, **values))


def deliveries(uow: UnitOfWork) -> list[tuple[int, int | None, int | None]]:
    query = "SELECT chat_id, thread_id, reply_to FROM deliveries ORDER BY chat_id, id"
    return [tuple(row) for row in uow._session.connection().exec_driver_sql(query).all()]


def test_a_story_goes_once_to_all_who_want_it_at_once(database, followed):
    topic, feed, story = followed
    with database.write() as uow:
        post, _ = uow.posts.of_story(story, "", NOW)
        assert uow.posts.fan_out(post, Audience(), NOW) == 0
        assert uow.posts.fan_out(post, Audience(topics=(topic,)), NOW) == 2
        everyone = Audience((topic,), (feed,), ("BBC.co.uk", "co.uk"))
        assert uow.posts.fan_out(post, everyone, NOW) == 2
        assert uow.posts.fan_out(post, everyone, NOW) == 0
        assert deliveries(uow) == [(1, 7, None), (2, None, None), (3, None, None), (8, None, None)]


def test_who_muted_a_topic_or_has_had_the_story_does_not_get_it(database, followed):
    topic, feed, story = followed
    with database.write() as uow:
        rumour = uow.topics.add("rumour", {"rumour": -1}, NOW)
        uow.deliveries.tell(2, [story, story], NOW)
        post, _ = uow.posts.of_story(story, "", NOW)
        assert uow.posts.fan_out(post, Audience((topic,), (feed,)), NOW, muted=(topic + 99, rumour.id)) == 1
        assert deliveries(uow) == [(1, 7, None)]
        assert uow.deliveries.was_told(2, [story, 99]) == {story}
        assert uow.deliveries.was_told(1, [story]) == frozenset()


def test_a_turn_of_a_story_replies_to_the_message_that_told_it(database, followed):
    topic, _, story = followed
    audience = Audience(topics=(topic,))
    with database.write() as uow:
        post, _ = uow.posts.of_story(story, "", NOW)
        uow.posts.fan_out(post, audience, NOW)
        for delivery in uow.deliveries.claim(9, NOW, MINUTE, "one"):
            if delivery.chat_id == 1:
                uow.deliveries.sent(delivery.id, 70, 1, NOW)
        turn = uow.posts.add("update", "", NOW, story_id=story)
        assert uow.posts.fan_out_reply(turn, post, Audience(), NOW) == 0
        assert uow.posts.fan_out_reply(turn, post, Audience(sites=("else.example",)), NOW) == 0
        assert uow.posts.fan_out_reply(turn, post, audience, NOW) == 1
        assert uow.posts.fan_out_reply(turn, post, audience, NOW) == 0
        assert (1, 7, 70) in deliveries(uow)
        assert uow.deliveries.was_told(1, [story]) == {story}


def test_notices_go_to_a_feeds_followers(database, followed):
    with database.write() as uow:
        assert uow.posts.fan_out_to_feed(add_post(uow), followed[1], NOW) == 2
        assert uow.deliveries.depth() == {"waiting": 2}


def test_a_fan_out_that_is_not_committed_leaves_no_post_and_no_delivery(database, followed):
    with database.write() as uow:
        post, _ = uow.posts.of_story(followed[2], "", NOW)
        uow.posts.fan_out(post, Audience(topics=followed[:1]), NOW)
    with database.read() as uow:
        assert uow.posts.get(post.id) is None
        assert uow.deliveries.depth() == {}


def test_a_post_is_delivered_to_a_chat_once(database):
    with database.write() as uow:
        post = add_post(uow)
        assert uow.posts.deliver(post, 5, NOW, REPLY, thread_id=3)
        assert not uow.posts.deliver(post, 5, NOW, REPLY)
        assert deliveries(uow) == [(5, 3, None)]


def test_what_someone_waits_for_is_claimed_first_then_the_longest_due(database):
    late = put(database, (1, DIGEST), (2, ALERT), (3, ALERT), (4, REPLY))
    early = put(database, (5, ALERT), now=NOW - MINUTE)
    put(database, (6, REPLY), now=NOW + MINUTE)
    assert claim_ids(database, limit=3) == [late[3], early[0], late[1]]
    assert claim_ids(database) == [late[2], late[0]]
    assert claim_ids(database) == []


def test_a_claim_says_what_to_send(database):
    [delivery_id] = put(database, (5, ALERT))
    [delivery] = claim(database)
    post = Post(delivery.post.id, "notice", None, None, "{}", 1, NOW, NOW)
    assert delivery == Delivery(delivery_id, 5, None, post, None, "sending", ALERT, NOW, 1, None, 0)
    with database.read() as uow:
        assert uow.deliveries.get(delivery_id) == delivery
        assert uow.deliveries.get(999) is None


def test_a_chat_gets_one_message_at_a_time_in_order(database):
    first, second, third = put(database, (5, ALERT), (5, ALERT), (6, ALERT))
    [urgent] = put(database, (5, REPLY))
    assert claim_ids(database) == [urgent, third]
    assert claim_ids(database) == []
    for done, following in ((urgent, first), (first, second)):
        with database.write() as uow:
            uow.deliveries.sent(done, done, 1, NOW)
            uow.commit()
        assert claim_ids(database) == [following]


def test_an_attempt_that_was_broken_off_is_claimed_again_as_such(database):
    [delivery_id] = put(database, (5, ALERT))
    assert [(each.attempts, each.interrupted) for each in claim(database)] == [(1, False)]
    assert claim(database, NOW + MINUTE / 2) == ()
    assert [(each.id, each.attempts, each.interrupted) for each in claim(database, NOW + MINUTE)] == [
        (delivery_id, 2, True)
    ]
    with database.write() as uow:
        assert uow.deliveries.release("two", NOW + 3 * MINUTE / 2) == 0
        assert uow.deliveries.release("one", NOW + 3 * MINUTE / 2) == 1
        uow.commit()
    assert [(each.attempts, each.interrupted) for each in claim(database, NOW + 3 * MINUTE / 2)] == [(3, True)]


def test_a_refused_message_is_tried_again_when_it_may_and_others_do_not_wait(database):
    first, _second = put(database, (5, ALERT), (6, ALERT))
    [later] = put(database, (5, DIGEST))
    claim(database)
    with database.write() as uow:
        uow.deliveries.retry(first, NOW + 2 * MINUTE, "502")
        uow.deliveries.pause_chat(5, NOW + MINUTE)
        uow.commit()
    assert claim(database) == ()
    with database.write() as uow:
        uow.deliveries.forget_pauses(NOW)
        uow.deliveries.pause_chat(5, NOW + MINUTE / 2)
        uow.commit()
    [other] = claim(database, NOW + MINUTE / 2)
    assert other.id == later
    with database.write() as uow:
        uow.deliveries.sent(later, 70, 1, NOW)
        uow.deliveries.forget_pauses(NOW + MINUTE)
        uow.commit()
    [again] = [each for each in claim(database, NOW + 2 * MINUTE) if each.chat_id == 5]
    assert (again.id, again.interrupted) == (first, False)


def test_a_message_without_an_answer_is_sent_once_more_or_counts_as_delivered(database):
    alert, digest = put(database, (5, ALERT), (6, DIGEST))
    claim(database)
    with database.write() as uow:
        uow.deliveries.ambiguous(alert, NOW + MINUTE, NOW)
        uow.deliveries.ambiguous(digest, None, NOW)
        assert uow.deliveries.depth() == {"ambiguous": 1}
        uow.commit()
    assert claim(database) == ()
    assert [(each.id, each.interrupted) for each in claim(database, NOW + MINUTE)] == [(alert, True)]


def test_what_is_settled_stays_as_it_is(database):
    ids = put(database, (1, ALERT), (2, ALERT), (3, ALERT))
    claim(database)
    with database.write() as uow:
        uow.deliveries.sent(ids[0], 70, 1, NOW)
        uow.deliveries.failed(ids[1], "chat not found", NOW)
        uow.deliveries.dropped(ids[2:], NOW)
        for delivery_id in ids:
            uow.deliveries.retry(delivery_id, NOW)
            uow.deliveries.failed(delivery_id, "late", NOW)
            uow.deliveries.hold([delivery_id], NOW)
        uow.commit()
    assert claim(database, NOW + MINUTE) == ()
    with database.read() as uow:
        states = [each.state for each in map(uow.deliveries.get, ids) if each]
        assert states == ["sent", "failed", "dropped"]
        assert uow.deliveries.depth() == {}
        messages = [each.message_id for each in map(uow.deliveries.get, ids) if each]
        assert messages == [70, None, None]


def test_quiet_hours_hold_messages_and_hand_them_over_together(database):
    with database.write() as uow:
        story = uow.stories.save(STORY, ())
        post, _ = uow.posts.of_story(story.id, "", NOW)
        uow.posts.deliver(post, 5, NOW, ALERT)
        uow.posts.deliver(add_post(uow), 5, NOW, ALERT)
        uow.commit()
    for _ in range(2):
        [delivery] = claim(database)
        with database.write() as uow:
            uow.deliveries.hold([delivery.id], NOW + MINUTE)
            uow.commit()
    assert claim(database) == ()
    [morning] = claim(database, NOW + MINUTE)
    with database.write() as uow:
        held = [each.id for each in uow.deliveries.held(5)]
        assert len(held) == 2
        assert morning.id in held
        uow.deliveries.sent_together(held, 70, NOW + MINUTE)
        uow.deliveries.sent_together([], 71, NOW + MINUTE)
        assert uow.deliveries.held(5) == ()
        assert uow.deliveries.depth() == {}
        assert uow.deliveries.was_told(5, [story.id]) == {story.id}
        shown = [each.message_id for each in map(uow.deliveries.get, held) if each]
        assert shown == [70, None]


def test_nothing_is_claimed_for_a_chat_that_has_gone_and_it_can_be_dropped(database):
    put(database, (5, ALERT), (5, DIGEST))
    with database.write() as uow:
        uow.chats.deactivate(5)
        uow.commit()
    assert claim(database) == ()
    with database.write() as uow:
        uow.deliveries.drop_waiting(5, NOW)
        uow.chats.revive(5)
        uow.commit()
    assert claim(database) == ()


def test_a_story_that_grows_has_its_messages_edited(database):
    shown, unsent = put_story(database)
    post = shown.post
    with database.write() as uow:
        grown = uow.posts.grow(post.id, "two outlets", NOW, NOW + MINUTE)
        assert grown == dataclasses.replace(post, payload="two outlets", version=2, changed=NOW)
        assert uow.deliveries.claim_edits(9, NOW, MINUTE) == ()
        uow.commit()
    assert edits(database, NOW + MINUTE) == [(shown.id, 2, 70)]
    assert edits(database, NOW + MINUTE) == []
    with database.write() as uow:
        uow.posts.grow(post.id, "three outlets", NOW + MINUTE, NOW + 2 * MINUTE)
        uow.deliveries.edited(shown.id, 2)
        uow.commit()
    assert edits(database, NOW + 2 * MINUTE) == [(shown.id, 3, 70)]
    with database.write() as uow:
        uow.deliveries.edited(shown.id, 3)
        uow.deliveries.sent(unsent.id, 71, 2, NOW)
        uow.commit()
    assert edits(database, NOW + 9 * MINUTE) == [(unsent.id, 3, 71)]


def test_an_edit_waits_for_a_chat_that_was_paused(database):
    shown, _ = put_story(database)
    with database.write() as uow:
        uow.posts.grow(shown.post.id, "", NOW, NOW)
        uow.deliveries.pause_chat(shown.chat_id, NOW + MINUTE)
        uow.commit()
    assert edits(database, NOW) == []
    assert len(edits(database, NOW + MINUTE)) == 1


def put_story(database: Database) -> Sequence[Delivery]:
    """A story told to chat 1 in message 70 and just being sent to chat 2."""
    with database.write() as uow:
        story = uow.stories.save(STORY, ())
        post, _ = uow.posts.of_story(story.id, "one outlet", NOW)
        for chat_id in (1, 2):
            uow.posts.deliver(post, chat_id, NOW, ALERT)
        first, second = uow.deliveries.claim(9, NOW, MINUTE, "one")
        uow.deliveries.sent(first.id, 70, 1, NOW)
        uow.commit()
    return first, second


def edits(database: Database, now: datetime) -> list[tuple[int, int, int | None]]:
    with database.write() as uow:
        claimed = uow.deliveries.claim_edits(9, now, MINUTE)
        uow.commit()
    return [(delivery.id, delivery.post.version, delivery.message_id) for delivery in claimed]


def test_old_posts_are_forgotten_when_nothing_of_them_is_open(database):
    done, waiting = put(database, (1, ALERT), (2, ALERT))
    with database.write() as uow:
        uow.deliveries.sent(done, 70, 1, NOW)
        assert uow.deliveries.forget(NOW, 9) == 0
        assert uow.deliveries.forget(NOW + MINUTE, 9) == 1
        assert uow.deliveries.get(done) is None
        assert uow.deliveries.get(waiting) is not None


def test_a_group_that_moved_gets_what_waits_but_has_no_old_messages(database):
    shown, waiting = put(database, (-40, ALERT), (-40, ALERT))
    with database.write() as uow:
        uow.deliveries.sent(shown, 70, 1, NOW)
        uow.chats.move(-40, -100)
        moved = uow.deliveries.get(shown)
        assert moved is not None
        assert (moved.chat_id, moved.message_id) == (-100, None)
        assert [each.id for each in uow.deliveries.claim(9, NOW, MINUTE, "one")] == [waiting]


def test_workers_that_claim_at_once_never_get_the_same_delivery_nor_the_same_chat(database):
    put(database, *[(chat_id, ALERT) for chat_id in range(1, 13) for _ in range(2)])
    barrier = Barrier(4)

    def work(number: int) -> list[int]:
        done = []
        barrier.wait()
        while True:
            with database.write() as uow:
                claimed = uow.deliveries.claim(2, NOW, MINUTE, str(number))
                uow.commit()
            if not claimed:
                return done
            for delivery in claimed:
                with database.write() as uow:
                    uow.deliveries.sent(delivery.id, delivery.id, 1, NOW)
                    uow.commit()
                done.append(delivery.id)

    with ThreadPoolExecutor(4) as pool:
        done = [delivery_id for some in pool.map(work, range(4)) for delivery_id in some]
    assert len(set(done)) == len(done)
    with database.read() as uow:
        assert len(done) + sum(uow.deliveries.depth().values()) == 24


def test_the_terminals_chat_and_telegrams_are_given_to_their_own_senders(database):
    with database.write() as uow:
        add_chats(uow, TERMINAL_CHAT, 5)
        for chat_id in (TERMINAL_CHAT, 5):
            uow.posts.deliver(add_post(uow), chat_id, NOW, ALERT)
        uow.commit()
    with database.write() as uow:
        assert [one.chat_id for one in uow.deliveries.claim(9, NOW, MINUTE, "bot", of_terminal=False)] == [5]
        assert [one.chat_id for one in uow.deliveries.claim(9, NOW, MINUTE, "chat", of_terminal=True)] == [
            TERMINAL_CHAT
        ]
