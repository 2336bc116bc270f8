"""What followers see, whatever Telegram answers: through the real outbox, the pacer and the strict stand-in."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta

from bot.jobs.pacer import Rates
from bot.local.errors import ApiError
from bot.logs import set_up_logs
from storage.outbox_records import Schedule
from tests.fakes.faults import (
    DropConnection,
    LoseReply,
    Refusal,
    blocked,
    cannot_parse,
    migrated,
    server_error,
    too_many,
)
from tests.jobs.conftest import make_bot, make_deliverer
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
