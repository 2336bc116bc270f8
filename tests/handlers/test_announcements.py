"""/announce: shown first, sent once to whom it was meant for, counted."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from storage.outbox_records import Schedule
from storage.records import Chat
from tests.builders import callback_update
from tests.conversation import conversation
from tests.fakes import faults
from tests.fakes.telegram import PERSON
from tests.handlers.test_admission import BOB, EVE, GROUP, claimed
from tests.handlers.test_topics import comes_true

WORDS = "I am moving <b>tonight</b> & back tomorrow."
GOT = f"From the person who runs this Newsdesk\n\n{WORDS}"


@pytest.fixture
async def busy(database, tmp_path):
    """A bot of Ada's that Eve and Bob used in private, and a group that follows something."""
    async with conversation(database, tmp_path) as talk:
        await claimed(talk)
        for person in (EVE, BOB):
            await talk.say("/start", sender=person)
        await talk.say("/follow bbc.co.uk", sender=BOB, chat=GROUP)
        yield talk


def got(talk) -> list[int]:
    """The chats that got the announcement, as often as they did."""
    return sorted(message.chat.id for message in talk.telegram.sent if message.content.text == GOT)


async def settled(talk):
    def is_settled() -> bool:
        with talk.store.database.read() as uow:
            return not uow.deliveries.depth()

    await comes_true(is_settled)


async def test_it_is_shown_first_and_sent_to_nobody_before_it_is_confirmed(busy):
    (preview,) = await busy.say(f"/announce {WORDS}")
    assert preview.content.text == f"This is what they will get:\n\n{GOT}"
    assert [button.text for button in preview.keyboard.buttons] == [
        "Send to 3 private chats",
        "… and 1 group",
        "Do not send",
    ]
    await busy.press(preview, "Do not send")
    assert busy.shown(preview).content.text == "Nothing was changed."
    assert got(busy) == []


@pytest.mark.parametrize(
    ("label", "chats"),
    [("Send to 3 private chats", [100, 200, 666]), ("… and 1 group", [GROUP.id, 100, 200, 666])],
)
async def test_confirmed_it_goes_once_to_each_chat_it_was_meant_for(busy, label, chats):
    (preview,) = await busy.say(f"/announce {WORDS}")
    await busy.press(preview, label)
    assert busy.shown(preview).content.text.startswith(f"On its way to {len(chats)} chats.")
    await settled(busy)
    assert got(busy) == chats


async def test_a_second_tap_sends_nothing_again_not_even_to_who_came_since(busy):
    (preview,) = await busy.say(f"/announce {WORDS}")
    await busy.press(preview, "Send to 3 private chats")
    await settled(busy)
    with busy.store.database.write() as uow:
        uow.chats.meet(Chat(300, "private"))
        sent = uow.posts.last_sent("announcement")
        uow.commit()
    await busy.push(callback_update(f"announce:all:{sent.id}", preview.as_json()))
    assert busy.shown(preview).content.text == (
        "That was sent already. Of 3 chats: 3 have it, 0 wait, 0 cannot be reached."
    )
    await settled(busy)
    assert got(busy) == [100, 200, 666]


async def test_an_answer_that_got_lost_counts_as_delivered_and_is_not_sent_again(busy):
    (preview,) = await busy.say(f"/announce {WORDS}")
    busy.telegram.faults.add(faults.LoseReply(), "sendMessage")
    await busy.press(preview, "Send to 3 private chats")
    await settled(busy)
    assert got(busy) == [100, 200, 666]


async def test_who_blocked_the_bot_is_counted_and_the_owner_sees_how_far_it_is(busy):
    busy.telegram.state.refuse(EVE.id, "bot was blocked by the user")
    (preview,) = await busy.say(f"/announce {WORDS}")
    await busy.press(preview, "Send to 3 private chats")
    await settled(busy)
    (progress,) = await busy.say("/announce")
    assert progress.content.text.endswith(
        f"Your last announcement\n{WORDS}\n\nOf 3 chats: 2 have it, 0 wait, 1 cannot be reached."
    )


async def test_a_chat_in_its_quiet_hours_gets_it_afterwards(busy):
    now = datetime.now(UTC)
    minute = now.hour * 60 + now.minute
    with busy.store.database.write() as uow:
        quiet = Schedule(EVE.id, quiet_start=(minute - 60) % 1440, quiet_end=(minute + 120) % 1440)
        uow.schedules.save(quiet)
        uow.commit()
    (preview,) = await busy.say(f"/announce {WORDS}")
    await busy.press(preview, "Send to 3 private chats")
    await comes_true(lambda: len(got(busy)) == 2)
    await asyncio.sleep(0.1)
    with busy.store.database.read() as uow:
        (held,) = uow.deliveries.held(EVE.id)
    assert held.due > now + timedelta(minutes=60)
    assert got(busy) == [PERSON.id, BOB.id]


async def test_bare_it_says_how(busy):
    (how,) = await busy.say("/announce")
    assert how.content.text.startswith("Write the words behind the command")


async def test_what_fits_into_no_message_is_refused(busy):
    (refusal,) = await busy.say("/announce " + "x" * 4080)
    assert refusal.content.text == "That is too long for one message. Please shorten it a little."


async def test_a_draft_that_is_gone_sends_nothing(busy):
    (preview,) = await busy.say(f"/announce {WORDS}")
    with busy.store.database.write() as uow:
        uow.deliveries.forget(datetime.now(UTC) + timedelta(days=1), 10)
        uow.commit()
    await busy.press(preview, "Send to 3 private chats")
    assert busy.shown(preview).content.text == "I do not have that announcement any more. Send it again with /announce."


async def test_no_other_post_can_be_sent_as_an_announcement(busy):
    with busy.store.database.write() as uow:
        post = uow.posts.add("digest", "{}", datetime.now(UTC))
        uow.commit()
    (greeting,) = await busy.say("/start")
    await busy.push(callback_update(f"announce:all:{post.id}", greeting.as_json()))
    assert "do not have that announcement" in busy.shown(greeting).content.text
