"""The pacer holds Telegram's limits, lets replies go first, and lets one refused chat wait alone."""

import asyncio
import random
from itertools import pairwise

import pytest
from telegram.error import RetryAfter

from bot.jobs.pacer import ALERT, REPLY, Pacer, Rates, _LastSecond
from bot.refusals import TurnNotCome
from tests.fakes.rates import peak


class Server:
    """Notes when each request came."""

    def __init__(self) -> None:
        self.came: list[tuple[int, float]] = []

    def request(self, chat_id: int, error: Exception | None = None):
        async def call() -> bool:
            self.came.append((chat_id, asyncio.get_running_loop().time()))
            if error:
                raise error
            return True

        return call

    def gaps(self, chat_id: int) -> list[float]:
        times = [at for chat, at in self.came if chat == chat_id]
        return [later - earlier for earlier, later in pairwise(times)]

    @property
    def order(self) -> list[int]:
        return [chat_id for chat_id, _ in self.came]


def send(paced: Pacer, server: Server, chat_id: int, priority: int = REPLY, *, endpoint="sendMessage", error=None):
    call = server.request(chat_id, error)
    return paced.process_request(call, (), {}, endpoint, {"chat_id": chat_id}, priority)


async def test_a_chats_messages_keep_their_gap_and_their_order():
    paced, server = Pacer(Rates(chat_gap=0.05)), Server()
    await asyncio.gather(*(send(paced, server, 1) for _ in range(4)))
    assert min(server.gaps(1)) >= 0.05


async def test_other_chats_do_not_wait_for_a_slow_one():
    paced, server = Pacer(Rates(chat_gap=30)), Server()
    await send(paced, server, 1)
    waiting = asyncio.create_task(send(paced, server, 1))
    await send(paced, server, 2)
    assert server.order == [1, 2]
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)


async def test_all_chats_together_keep_the_overall_rate():
    paced, server = Pacer(Rates(overall=50)), Server()
    await asyncio.gather(*(send(paced, server, chat) for chat in range(1, 21)))
    times = [at for _, at in server.came]
    assert times[-1] - times[0] >= 18 / 50


async def test_replies_overtake_alerts_that_wait():
    paced, server = Pacer(Rates(overall=20)), Server()
    alerts = [asyncio.create_task(send(paced, server, chat, ALERT)) for chat in (1, 2, 3)]
    await asyncio.sleep(0)
    await asyncio.gather(send(paced, server, 9), *alerts)
    assert server.order.index(9) <= 1


async def test_a_group_has_no_more_messages_a_minute_than_allowed():
    paced, server = Pacer(Rates(group_minute=3)), Server()
    sends = [asyncio.create_task(send(paced, server, -7)) for _ in range(4)]
    await asyncio.wait(sends, timeout=0.2)
    assert [task.done() for task in sends] == [True, True, True, False]
    sends[3].cancel()
    await asyncio.gather(*sends, return_exceptions=True)


async def test_a_refused_chat_waits_alone():
    paced, server = Pacer(Rates()), Server()
    with pytest.raises(RetryAfter):
        await send(paced, server, 1, error=RetryAfter(30))
    waiting = asyncio.create_task(send(paced, server, 1))
    await send(paced, server, 2)
    assert not waiting.done()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)


async def test_when_many_chats_are_refused_at_once_all_wait():
    paced, server = Pacer(Rates(overall=1000)), Server()
    for chat in (1, 2, 3):
        with pytest.raises(RetryAfter):
            await send(paced, server, chat, error=RetryAfter(30))
    waiting = asyncio.create_task(send(paced, server, 4))
    await asyncio.wait([waiting], timeout=0.1)
    assert not waiting.done()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)


async def test_what_is_no_message_is_not_paced():
    paced, server = Pacer(Rates(chat_gap=30)), Server()
    for endpoint in ("sendMessage", "sendChatAction", "getChat"):
        await send(paced, server, 1, endpoint=endpoint)
    assert len(server.came) == 3


async def test_an_alert_whose_turn_does_not_come_is_given_back():
    paced, server = Pacer(Rates(chat_gap=30), patience=0.05), Server()
    await send(paced, server, 1)
    with pytest.raises(TurnNotCome):
        await send(paced, server, 1, ALERT)
    assert len(server.came) == 1


async def test_a_sender_that_is_cancelled_leaves_its_turn_to_the_next():
    paced, server = Pacer(Rates(chat_gap=0.05)), Server()
    await send(paced, server, 1)
    gone = asyncio.create_task(send(paced, server, 1))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)
    await send(paced, server, 1)
    assert len(server.came) == 2


async def test_no_second_has_more_than_allowed_however_the_network_bunches_them():
    paced, gate, came = Pacer(Rates(overall=1000, most_a_second=5)), asyncio.Event(), []

    async def held() -> bool:
        came.append(asyncio.get_running_loop().time())
        await gate.wait()
        return True

    def start(chat):
        return asyncio.create_task(paced.process_request(held, (), {}, "sendMessage", {"chat_id": chat}, REPLY))

    sends = [start(chat) for chat in range(1, 9)]
    await asyncio.sleep(0.1)
    assert len(came) == 5
    gate.set()
    await asyncio.gather(*sends)
    assert came[5] - came[4] >= 0.8


def sent_as_fast_as_allowed(messages: int, there: float, back: float, jitter: float) -> tuple[float, list[float]]:
    """How long it takes by the last second's rule alone, and when the messages reach the server."""
    last, dice, now = _LastSecond(30), random.Random(3), 0.0
    on_their_way: list[tuple[float, float]] = []
    arrivals = []
    while len(arrivals) < messages:
        due = last.free_at()
        if on_their_way and min(on_their_way)[0] <= max(now, due):
            answered, turn = min(on_their_way)
            on_their_way.remove((answered, turn))
            now = max(now, answered)
            last.answered(turn, now)
        else:
            now = max(now, due)
            last.sent()
            arrivals.append(now + there + dice.uniform(0, jitter))
            on_their_way.append((arrivals[-1] + back + dice.uniform(0, jitter), now))
    return now, arrivals


@pytest.mark.parametrize("there", [0.0, 0.05, 0.15, 0.3])
@pytest.mark.parametrize("back", [0.0, 0.15, 0.3])
def test_slow_answers_cost_little_of_the_rate_and_no_second_has_too_many(there, back):
    seconds, arrivals = sent_as_fast_as_allowed(900, there, back, jitter=0.01)
    assert 900 / seconds >= 0.95 * 30
    assert peak(arrivals) <= 30
