"""What followers see, whatever Telegram answers: through the real outbox, the pacer and the strict stand-in."""

import asyncio
import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial

import pytest

from bot.jobs.pacer import Rates
from bot.local.errors import ApiError
from bot.logs import set_up_logs
from bot.usecases.mute_stories import MuteStories
from bot.usecases.send_deliveries import SendDeliveries
from storage.errors import StorageBusy
from storage.outbox_records import Schedule
from storage.subscriptions import Subscriptions
from tests.fakes.faults import (
    DropConnection,
    LoseReply,
    Refusal,
    Slow,
    blocked,
    cannot_parse,
    migrated,
    server_error,
    too_many,
)
from tests.jobs.conftest import make_bot, make_deliverer, until
from tests.newsroom import CHESS, MINUTE, QUAKE, QUAKE_AGAIN, QUAKE_ELSEWHERE, QUAKE_UPDATE


async def publish(post, told=QUAKE, host="courier.example"):
    post.newsroom.article(told, host)
    await asyncio.to_thread(post.newsroom.cycle)


async def test_three_outlets_on_one_event_are_one_message_that_is_edited(post):
    post.newsroom.follows(1, "earthquake")
    await publish(post)
    await post.deliver()
    [message] = post.telegram.sent
    assert "courier.example" in message.content.text
    for told, host in ((QUAKE_ELSEWHERE, "herald.example"), (QUAKE_AGAIN, "gazette.example")):
        post.newsroom.later()
        await publish(post, told, host)
        post.newsroom.later()
        await post.deliver()
    [shown] = post.telegram.standing(1)
    assert shown.id == message.id
    assert "courier.example, herald.example, gazette.example" in shown.content.text
    assert len(post.telegram.sent) == 1
    assert not post.telegram.violations()


async def test_an_update_is_a_reply_and_shows_what_is_new(post):
    post.newsroom.follows(1, "earthquake")
    await publish(post)
    await post.deliver()
    post.newsroom.later(timedelta(hours=5))
    await publish(post, QUAKE_UPDATE, "herald.example")
    await post.deliver()
    message, reply = post.telegram.sent
    assert reply.reply_to == message.id
    assert "Kestrel Dam" in reply.content.text


async def test_a_message_refused_as_html_goes_out_plain(post):
    post.newsroom.follows(1, "earthquake")
    await publish(post)
    post.telegram.faults.add(cannot_parse(), "sendMessage")
    await post.deliver()
    [message] = post.telegram.sent
    assert QUAKE[0] in message.content.text
    assert not message.content.entities


async def test_a_long_wait_delays_one_chat_alone(post):
    for chat_id in (1, 2, 3):
        post.newsroom.follows(chat_id, "earthquake")
    post.telegram.faults.add(too_many(600), "sendMessage", chat_id=2)
    await publish(post)
    await post.deliver()
    assert [message.chat.id for message in post.telegram.sent] == [1, 3]
    post.newsroom.later(timedelta(minutes=11))
    # The pacer's own clock has not moved, so another worker takes over, as after a restart.
    async with make_bot(post.telegram, Rates()) as bot:
        second = make_deliverer(post.newsroom, bot)
        await second.step()
        await second.drain(20)
        second.threads.close()
    assert [message.chat.id for message in post.telegram.sent] == [1, 3, 2]


async def test_a_blocked_chat_stops_and_comes_back(post):
    post.newsroom.follows(1, "earthquake OR chess")
    post.telegram.faults.add(blocked(), "sendMessage", chat_id=1)
    await publish(post)
    await post.deliver()
    await publish(post, QUAKE_ELSEWHERE, "herald.example")
    await post.deliver()
    assert post.telegram.sent == []
    with post.newsroom.database.write() as uow:
        assert uow.deliveries.depth() == {}
        uow.chats.revive(1)
        uow.commit()
    await publish(post, CHESS, "gazette.example")
    await post.deliver()
    assert [CHESS[0] in text for text in post.texts()] == [True]


async def test_a_group_that_became_a_supergroup_gets_its_message_there(post):
    post.newsroom.follows(-5, "earthquake")
    post.telegram.faults.add(migrated(-1005), "sendMessage", chat_id=-5)
    await publish(post)
    await post.deliver()
    assert [message.chat.id for message in post.telegram.sent] == [-1005]
    await publish(post, CHESS)
    with post.newsroom.database.read() as uow:
        assert [one.chat_id for one in uow.subscriptions.of_chat(-1005)] == [-1005]


async def test_an_alert_whose_answer_got_lost_is_sent_once_more_and_never_again(post):
    post.newsroom.follows(1, "earthquake")
    post.telegram.faults.add(LoseReply(), "sendMessage", times=5)
    await publish(post)
    for _ in range(6):
        await post.deliver()
        post.newsroom.later(timedelta(minutes=5))
    assert len(post.telegram.sent) == 2


async def test_a_digest_whose_answer_got_lost_counts_as_delivered(post):
    post.newsroom.follows(1, "earthquake", mode="digest")
    await publish(post)
    with post.newsroom.database.write() as uow:
        uow.schedules.save(Schedule(1, next_due=post.newsroom.now))
        uow.commit()
    assert post.digests(post.newsroom.now) == 1
    post.telegram.faults.add(LoseReply(), "sendMessage")
    for _ in range(4):
        await post.deliver()
        post.newsroom.later(timedelta(minutes=5))
    [digest] = post.telegram.sent
    assert "Your digest" in digest.content.text
    with post.newsroom.database.read() as uow:
        assert uow.deliveries.depth() == {}
        story = uow.stories.recent(post.newsroom.now - timedelta(days=1), 1)[0]
        assert uow.deliveries.was_told(1, [story.id])


async def test_a_failing_server_makes_it_wait_and_loses_nothing(post):
    post.newsroom.follows(1, "earthquake")
    post.telegram.faults.add(server_error(500), "sendMessage", times=3)
    await publish(post)
    for _ in range(4):
        await post.deliver()
        post.newsroom.later(timedelta(minutes=20))
    assert len(post.telegram.sent) == 1


async def test_a_message_in_flight_at_a_crash_is_repeated_and_no_other(post):
    for chat_id in range(1, 8):
        post.newsroom.follows(chat_id, "earthquake")
    await publish(post)
    outbox = post.deliverer.outbox
    in_flight = outbox.claim(3, post.newsroom.now)
    # Two went out and were not marked; the process was killed; the same worker starts again.
    for parcel in in_flight[:2]:
        await post.deliverer.bot.send_message(parcel.delivery.chat_id, "in flight")
    outbox.take_over(post.newsroom.now)
    await post.deliver()
    received = [message.chat.id for message in post.telegram.sent]
    assert sorted(set(received)) == list(range(1, 8))
    assert len(received) == 7 + 2


async def test_what_is_on_its_way_when_it_stops_arrives_once(post):
    for chat_id in (1, 2, 3):
        post.newsroom.follows(chat_id, "earthquake")
    await publish(post)
    post.telegram.faults.add(Slow(0.5), "sendMessage", times=3)
    running = asyncio.create_task(post.deliverer.run())
    await until(lambda: len(post.telegram.sent) == 3)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await post.deliverer.drain(20)
    post.deliverer.outbox.take_over(post.newsroom.now)
    await post.deliver()
    assert sorted(message.chat.id for message in post.telegram.sent) == [1, 2, 3]


async def test_a_turn_that_comes_again_repeats_nothing_of_the_one_before(post):
    post.newsroom.follows(1, "earthquake")
    await publish(post)
    post.telegram.faults.add(Slow(0.5), "sendMessage")

    def is_noted():
        with post.newsroom.database.read() as uow:
            return uow.deliveries.depth() == {}

    for condition in (lambda: post.telegram.sent, is_noted):
        running = asyncio.create_task(post.deliverer.run())
        await until(condition)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert len(post.telegram.sent) == 1


async def test_a_long_wait_met_by_an_edit_holds_for_all_that_goes_to_the_chat(post):
    post.newsroom.follows(1, "earthquake OR chess")
    await publish(post)
    await post.deliver()
    await publish(post, QUAKE_ELSEWHERE, "herald.example")
    post.telegram.faults.add(too_many(600), "editMessageText")
    post.newsroom.later()
    await post.deliver()
    await publish(post, CHESS, "gazette.example")
    # Another worker, whose pacer knows nothing of it.
    async with make_bot(post.telegram, Rates()) as bot:
        second = make_deliverer(post.newsroom, bot)
        for by in (timedelta(minutes=5), timedelta(minutes=6)):
            before = len(post.telegram.sent)
            post.newsroom.later(by)
            await second.step()
            await second.drain(20)
        second.threads.close()
    assert (before, len(post.telegram.sent)) == (1, 2)


async def test_two_workers_share_the_outbox_and_repeat_nothing(post):
    for chat_id in range(1, 61):
        post.newsroom.follows(chat_id, "earthquake")
    await publish(post)
    async with make_bot(post.telegram, Rates()) as bot:
        other = make_deliverer(post.newsroom, bot, "another")

        async def work(deliverer):
            while await deliverer.step() or deliverer._working:
                await deliverer.drain(20)

        await asyncio.gather(work(post.deliverer), work(other))
        other.threads.close()
    assert sorted(message.chat.id for message in post.telegram.sent) == list(range(1, 61))


async def test_what_is_in_hand_for_long_is_nobody_elses(post):
    """One worker sends slowly for longer than a lease lasts, by the clock of the outbox; another looks on."""
    for chat_id in range(1, 31):
        post.newsroom.follows(chat_id, "earthquake")
    await publish(post)
    async with make_bot(post.telegram, Rates(overall=25)) as slow, make_bot(post.telegram, Rates()) as bot:
        long_at_it, other = make_deliverer(post.newsroom, slow, "long"), make_deliverer(post.newsroom, bot, "another")
        assert await long_at_it.step() == 30
        while long_at_it._working:
            await asyncio.sleep(0.02)
            post.newsroom.later()
            await long_at_it.step()
            await other.step()
            await other.drain(20)
        for deliverer in (long_at_it, other):
            deliverer.threads.close()
    assert sorted(message.chat.id for message in post.telegram.sent) == list(range(1, 31))


async def test_a_worker_that_was_away_leaves_what_another_has_taken_over(post):
    for chat_id in range(1, 11):
        post.newsroom.follows(chat_id, "earthquake")
    await publish(post)
    async with make_bot(post.telegram, Rates(overall=1)) as slow, make_bot(post.telegram, Rates()) as bot:
        away, other = make_deliverer(post.newsroom, slow, "away"), make_deliverer(post.newsroom, bot, "another")
        await away.step()
        await until(lambda: len(away._working) == 9)
        post.newsroom.later(timedelta(minutes=4))
        assert await other.step() == 9
        await other.drain(20)
        await away.step()
        await away.drain(20)
        for deliverer in (away, other):
            deliverer.threads.close()
    assert sorted(message.chat.id for message in post.telegram.sent) == list(range(1, 11))


async def test_what_another_has_taken_over_is_not_put_back_by_who_had_it_before(post):
    post.newsroom.follows(1, "earthquake")
    await publish(post)
    outbox = post.deliverer.outbox
    [parcel] = outbox.claim(1, post.newsroom.now)
    post.newsroom.later(timedelta(minutes=4))
    other = replace(outbox, worker="another")
    [taken] = other.claim(1, post.newsroom.now)
    outbox.not_sent(parcel, "no turn", post.newsroom.now)
    outbox.unanswered(parcel, post.newsroom.now)
    outbox.refused(parcel, timedelta(0), post.newsroom.now)
    post.newsroom.later()
    assert outbox.claim(1, post.newsroom.now) == ()
    other.arrived(taken, 7, post.newsroom.now)
    with post.newsroom.database.read() as uow:
        assert uow.deliveries.depth() == {}


@dataclass(frozen=True, slots=True)
class BusyOutbox(SendDeliveries):
    """Takes no note of an arrival so many times."""

    refusals: list[StorageBusy] = field(default_factory=list)

    def arrived(self, parcel, message_id, now):
        if self.refusals:
            raise self.refusals.pop()
        SendDeliveries.arrived(self, parcel, message_id, now)


async def test_what_arrived_is_noted_however_long_the_store_is_busy(post):
    post.newsroom.follows(1, "earthquake")
    await publish(post)
    outbox = post.deliverer.outbox
    busy = BusyOutbox(outbox.database, outbox.compose, outbox.worker, refusals=[StorageBusy("locked")] * 7)
    post.deliverer.outbox, post.deliverer.after_failure = busy, 0.01
    await post.deliver()
    post.newsroom.later(timedelta(minutes=10))
    await post.deliver()
    assert len(post.telegram.sent) == 1


async def test_a_message_about_a_story_that_is_gone_is_not_edited_for_ever(post):
    post.newsroom.follows(1, "earthquake")
    await publish(post)
    await post.deliver()
    await publish(post, QUAKE_ELSEWHERE, "herald.example")
    with post.newsroom.database.write() as uow:
        [story] = uow.stories.recent(post.newsroom.now - MINUTE, 1)
        for member in uow.stories.articles_of(story.id):
            uow.articles.remove(member.article_id)
        uow.commit()
    post.newsroom.later()
    await post.deliver()
    post.newsroom.later(timedelta(hours=1))
    with post.newsroom.database.write() as uow:
        assert uow.deliveries.claim_edits(9, post.newsroom.now, MINUTE) == ()
    [message] = post.telegram.standing(1)
    assert "herald.example" not in message.content.text


async def test_several_stories_in_one_message_wait_together_when_it_cannot_be_sent(post):
    feed = post.newsroom.feed()
    post.newsroom.follows(1, feed=feed)
    for number in range(8):
        words = [f"{syllable}{chr(97 + number)}{number}ton" for syllable in ("Bal", "Cor", "Dun", "Fen", "Gar")]
        post.newsroom.entry(feed, (" ".join(words[:3]), " ".join(words) + "."))
    await asyncio.to_thread(post.newsroom.cycle)
    post.telegram.faults.add(server_error(500), "sendMessage", times=2)
    for _ in range(4):
        await post.deliver()
        post.newsroom.later()
    assert len(post.telegram.calls("sendMessage")) == 3
    [message] = post.telegram.sent
    assert "8 stories came in" in message.content.text


async def test_quiet_hours_hold_messages_and_hand_them_over_together(post):
    newsroom = post.newsroom
    newsroom.chat(1, zone="Europe/Berlin")
    newsroom.follows(1, "earthquake OR chess")
    with newsroom.database.write() as uow:
        uow.schedules.save(Schedule(1, quiet_start=22 * 60, quiet_end=7 * 60))
        uow.commit()
    newsroom.now = newsroom.now.replace(hour=20, minute=30)  # 22:30 in Berlin
    await publish(post)
    await post.deliver()
    newsroom.later(timedelta(hours=3))
    await publish(post, CHESS, "gazette.example")
    await post.deliver()
    assert post.telegram.sent == []
    newsroom.now = newsroom.now.replace(day=5, hour=4, minute=59)
    await post.deliver()
    assert post.telegram.sent == []
    newsroom.later()
    await post.deliver()
    [message] = post.telegram.sent
    assert QUAKE[0] in message.content.text
    assert CHESS[0] in message.content.text


async def test_hundreds_of_stories_at_once_come_in_one_message(post):
    feed = post.newsroom.feed()
    post.newsroom.follows(1, feed=feed)
    for number in range(30):
        words = [f"{syllable}{chr(97 + number % 26)}{number}ton" for syllable in ("Bal", "Cor", "Dun", "Fen", "Gar")]
        post.newsroom.entry(feed, (" ".join(words[:3]), " ".join(words) + "."))
    await asyncio.to_thread(post.newsroom.cycle)
    await post.deliver()
    [message] = post.telegram.sent
    assert "stories came in" in message.content.text
    assert not post.telegram.violations()


async def test_a_broken_connection_before_sending_is_no_reason_to_lose_or_repeat(post):
    post.newsroom.follows(1, "earthquake")
    post.telegram.faults.add(DropConnection(), "sendMessage")
    await publish(post)
    for _ in range(3):
        await post.deliver()
        post.newsroom.later(timedelta(minutes=5))
    assert len(post.telegram.sent) == 1


async def test_a_story_that_came_in_a_digest_meanwhile_is_not_told_again(post):
    post.newsroom.follows(1, "earthquake")
    await publish(post)
    with post.newsroom.database.write() as uow:
        [story] = uow.stories.recent(post.newsroom.now - MINUTE, 1)
        uow.deliveries.tell(1, [story.id], post.newsroom.now)
        uow.commit()
    await post.deliver()
    assert post.telegram.sent == []


def mute_story(newsroom):
    with newsroom.database.read() as uow:
        [story] = uow.stories.recent(newsroom.now - MINUTE, 1)
    MuteStories(newsroom.database).story(story.id, 1, newsroom.now)


def mute_words(newsroom):
    MuteStories(newsroom.database).words('"eleven people" OR aubergine', 1, newsroom.now)


def _change(newsroom, change):
    with newsroom.database.write() as uow:
        for mine in uow.subscriptions.of_chat(1):
            change(uow.subscriptions, mine.id, 1)
        uow.commit()


def unfollow(newsroom):
    _change(newsroom, Subscriptions.remove)


def pause(newsroom):
    _change(newsroom, partial(Subscriptions.pause, paused=True))


def take_in_the_digest(newsroom):
    _change(newsroom, partial(Subscriptions.set_mode, mode="digest"))


@pytest.mark.parametrize("follows", ["topic", "feed", "site"])
@pytest.mark.parametrize("change", [unfollow, pause, take_in_the_digest, mute_story, mute_words])
async def test_what_a_chat_does_not_want_any_more_does_not_come_though_it_waits(post, follows, change):
    newsroom = post.newsroom
    feed, wanted = newsroom.feed(), {"topic": {"query": "earthquake"}, "site": {"site": "courier.example"}}
    for chat_id in (1, 2):
        newsroom.follows(chat_id, **wanted.get(follows, {"feed": feed}))
    newsroom.entry(feed, QUAKE, "news.courier.example")
    await asyncio.to_thread(newsroom.cycle)
    await asyncio.to_thread(change, newsroom)
    await post.deliver()
    assert [message.chat.id for message in post.telegram.sent] == [2]
    with newsroom.database.read() as uow:
        assert uow.deliveries.depth() == {}


async def test_an_update_does_not_come_to_who_muted_its_story_while_it_waited(post):
    post.newsroom.follows(1, "earthquake")
    await publish(post)
    await post.deliver()
    post.newsroom.later(timedelta(hours=5))
    await publish(post, QUAKE_UPDATE, "herald.example")
    mute_story(post.newsroom)
    await post.deliver()
    assert len(post.telegram.sent) == 1


async def test_of_many_that_wait_the_unwanted_are_left_out(post):
    post.newsroom.follows(1, feed=post.newsroom.feed())
    chess = post.newsroom.follows(1, "chess")
    feed = post.newsroom.feed()
    for number in range(7):
        words = [f"{syllable}{chr(97 + number)}{number}ton" for syllable in ("Bal", "Cor", "Dun", "Fen", "Gar")]
        post.newsroom.entry(feed, (" ".join(words[:3]), " ".join(words) + "."))
    post.newsroom.article(CHESS, "gazette.example")
    await asyncio.to_thread(post.newsroom.cycle)
    with post.newsroom.database.write() as uow:
        uow.subscriptions.remove(chess.id, 1)
        uow.commit()
    await post.deliver()
    [message] = post.telegram.sent
    assert "7 stories came in" in message.content.text
    assert CHESS[0] not in message.content.text


async def test_a_post_that_cannot_be_told_stops_no_other(post):
    post.newsroom.follows(1, "earthquake")
    post.newsroom.chat(2)
    with post.newsroom.database.write() as uow:
        for kind, payload in (("story", "no json"), ("digest", "[]"), ("unheard of", "")):
            broken = uow.posts.add(kind, payload, post.newsroom.now, chat_id=2)
            uow.posts.deliver(broken, 2, post.newsroom.now, 1)
        uow.commit()
    await publish(post)
    for _ in range(3):
        await post.deliver()
    assert [message.chat.id for message in post.telegram.sent] == [1]
    with post.newsroom.database.read() as uow:
        assert uow.deliveries.depth() == {}


async def test_a_message_that_cannot_be_written_is_given_up(post):
    post.newsroom.follows(1, "earthquake")
    await publish(post)
    post.deliverer.render = {}.__getitem__
    await post.deliver()
    with post.newsroom.database.read() as uow:
        assert uow.deliveries.depth() == {}


async def test_a_closed_topic_of_a_forum_sends_the_message_to_the_group(post):
    post.newsroom.follows(-7, "earthquake")
    with post.newsroom.database.write() as uow:
        [mine] = uow.subscriptions.of_chat(-7)
        uow.subscriptions.remove(mine.id, -7)
        uow.subscriptions.add(replace(mine, thread_id=55))
        uow.commit()
    post.telegram.faults.add(Refusal(ApiError(400, "Bad Request: TOPIC_CLOSED")), "sendMessage")
    await publish(post)
    await post.deliver()
    first, second = post.telegram.calls("sendMessage")
    assert first.fields["message_thread_id"] == "55"
    assert "message_thread_id" not in second.fields
    assert len(post.telegram.sent) == 1


async def test_what_becomes_of_a_delivery_is_logged_under_its_number(post, written):
    post.newsroom.follows(11, "earthquake")
    await publish(post)
    post.telegram.faults.add(blocked(), "sendMessage")
    set_up_logs("INFO", as_json=True)
    await post.deliver()
    (line,) = [json.loads(line) for line in written()]
    assert line["event"].startswith(f"delivery {line['delivery']} to chat {line['chat']}: Forbidden")
    assert line["chat"] == 11
