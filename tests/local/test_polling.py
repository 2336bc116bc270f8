import asyncio

import pytest

from bot.local.conversations import Conversations
from bot.local.errors import ApiError
from bot.local.polling import LongPoll
from bot.local.wire import Call
from tests.builders import text_update
from tests.fakes.telegram import BOT

WAITING = Call("getUpdates", {"timeout": "30"})


@pytest.fixture
def state():
    return Conversations(BOT)


async def test_a_request_waits_until_something_arrives(state):
    poll = LongPoll(state)
    waiting = asyncio.create_task(poll.updates(WAITING))
    await asyncio.sleep(0)
    assert not waiting.done()
    state.receive(text_update("hi"))
    poll.wake()
    (update,) = await waiting
    assert update["message"]["text"] == "hi"


async def test_a_request_without_a_timeout_does_not_wait(state):
    assert await LongPoll(state).updates(Call("getUpdates")) == []


async def test_a_newer_request_ends_an_older_one(state):
    poll = LongPoll(state)
    older = asyncio.create_task(poll.updates(WAITING))
    await asyncio.sleep(0)
    newer = asyncio.create_task(poll.updates(WAITING))
    with pytest.raises(ApiError, match="terminated by other getUpdates request") as refused:
        await older
    assert refused.value.code == 409
    assert not newer.done()
    state.receive(text_update("hi"))
    poll.wake()
    assert len(await newer) == 1


async def test_a_request_waits_no_longer_than_it_said(state):
    assert await LongPoll(state)._news_before(0.0) is None
    status, body = await LongPoll(state).answer(Call("getUpdates"))
    assert (status, body) == (200, b'{"ok": true, "result": []}')


async def test_a_refusal_is_an_answer(state):
    state.webhook = "https://a.org"
    assert (await LongPoll(state).answer(WAITING))[0] == 409
