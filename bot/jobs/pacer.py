"""The one place where sending is paced: in each chat, in each group, and over all, replies first.

Given to the library as its rate limiter, so that every call passes here, whoever makes it. Neighbours: handlers send
without a word (their replies go first), jobs say a later priority. Why not the library's own (2026-11-22): it knows no
limit for a private chat, stops every chat when one is refused, and its bursts ran into 459 refusals where even
spacing met none.
"""

import asyncio
from bisect import insort
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.refusals import TurnNotCome, seconds_of

REPLY, ALERT, DIGEST, EDIT = 0, 1, 2, 3

#: In seconds; after it an alert or a digest goes back to the outbox.
_PATIENCE = 60.0
_MINUTE = 60.0
#: Refusals in so many chats within so many seconds mean that the bot as a whole is too fast.
_MANY_CHATS, _AT_ONCE = 3, 5.0
_MOST_REMEMBERED = 10_000
#: The shortest time of an answer is taken from so many answers at least and at most: a slow stretch alone would make it
#: too long for the first quick message after it. In seconds, what is taken off it.
_FEWEST_LATENCIES, _MOST_LATENCIES, _MARGIN = 50, 1000, 0.02
_CATCH_UP = 0.4
#: A reply is kept through a refusal of its chat for so long, in seconds; beyond it its update is handled again later.
_REPLY_PATIENCE = 90.0


@dataclass(frozen=True, slots=True)
class Rates:
    """Messages a second in all, seconds between two in a chat, messages a minute in a group; 0 is no limit.

    `overall` is the even pace, `most_a_second` what no second may exceed, even when the network bunches messages.
    """

    overall: float = 0.0
    most_a_second: int = 0
    chat_gap: float = 0.0
    group_minute: int = 0


#: Telegram allows 30 a second, 1 a second in a chat, 20 a minute in a group. The gap in a chat counts from the answer.
TELEGRAM_RATES = Rates(overall=29.0, most_a_second=30, chat_gap=1.0, group_minute=20)


@dataclass(slots=True)
class _Chat:
    """When a chat may have its next message. Its requests go one by one, so that their order holds."""

    busy: bool = False
    turn: float = 0.0
    not_before: float = 0.0
    answered: deque[float] = field(default_factory=deque)


@dataclass(order=True, slots=True)
class _Waiter:
    priority: int
    number: int
    chat_id: object = field(compare=False)
    turn: "asyncio.Future[None]" = field(compare=False)


class _LastSecond:
    """What may have reached the server within the last second: all that is on its way, and what was just answered.

    A message arrives somewhere between its turn and its answer, and some of that time is always spent on the way there
    or back: the shortest that an answer has taken lately. A later message spends it too, so of two messages one second
    apart the later may get its turn so much earlier than a second behind the answer of the other. A margin is kept for
    a busy event loop, which is late at one end or the other. Half of the shortest time gave 27.6 messages a second when
    an answer took 0.15 s, all of it 28.8 (2026-11-22).
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._in_flight = 0
        self._answers: deque[float] = deque(maxlen=most or 1)
        self._latencies: deque[float] = deque(maxlen=_MOST_LATENCIES)

    def free_at(self) -> float:
        """When one more may go out; infinity while only an answer can tell."""
        room = self._most - self._in_flight
        if not self._most or len(self._answers) < room:
            return 0.0
        return self._answers[-room] + 1.0 - self._on_the_way() if room > 0 else float("inf")

    def _on_the_way(self) -> float:
        if len(self._latencies) < _FEWEST_LATENCIES:
            return 0.0
        return max(0.0, min(self._latencies) - _MARGIN)

    def sent(self) -> None:
        """One more is on its way."""
        self._in_flight += 1

    def answered(self, turn: float, now: float) -> None:
        """The one that got its turn then is no longer on its way."""
        self._in_flight -= 1
        self._answers.append(now)
        self._latencies.append(now - turn)


class Pacer(BaseRateLimiter[int]):
    """Lets requests through as fast as the rates allow, by priority, then in order."""

    __slots__ = ("_chats", "_last_second", "_next", "_number", "_patience", "_rates", "_refusals", "_timer", "_waiters")

    def __init__(self, rates: Rates, patience: float = _PATIENCE) -> None:
        """`patience` is how many seconds a message that nobody waits for is kept for its turn."""
        self._rates = rates
        self._patience = patience
        self._chats: dict[object, _Chat] = {}
        self._last_second = _LastSecond(rates.most_a_second)
        self._waiters: list[_Waiter] = []
        self._refusals: deque[tuple[float, object, float]] = deque(maxlen=_MANY_CHATS)
        self._number = 0
        self._next = 0.0
        self._timer: asyncio.TimerHandle | None = None

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Let nobody wait any more."""
        if self._timer:
            self._timer.cancel()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, bool | dict[str, Any] | list[dict[str, Any]]]],
        args: Any,  # noqa: ANN401 - the library's signature
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> bool | dict[str, Any] | list[dict[str, Any]]:
        """The result of the call, made when its turn has come. Raises TurnNotCome, and what the call raises."""
        chat_id = data.get("chat_id")
        if chat_id is None or not _is_paced(endpoint):
            return await callback(*args, **kwargs)
        await self._wait(chat_id, rate_limit_args or REPLY)
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as error:
            self._refused(chat_id, seconds_of(error))
            raise
        finally:
            self._answered(chat_id)

    async def _wait(self, chat_id: object, priority: int) -> None:
        self._check_rest(chat_id)
        waiter = _Waiter(priority, self._number, chat_id, asyncio.get_running_loop().create_future())
        self._number += 1
        insort(self._waiters, waiter)
        self._pump()
        try:
            async with asyncio.timeout(None if priority == REPLY else self._patience):
                await waiter.turn
        except TimeoutError as error:
            self._withdraw(waiter)
            raise TurnNotCome(f"chat {chat_id}: no turn within {self._patience:.0f} s") from error
        except asyncio.CancelledError:
            self._withdraw(waiter)
            raise

    def _check_rest(self, chat_id: object) -> None:
        """Raises TurnNotCome for a chat that the server has given a long rest."""
        chat = self._chats.get(chat_id)
        rest = chat.not_before - asyncio.get_running_loop().time() if chat else 0.0
        if rest > _REPLY_PATIENCE:
            raise TurnNotCome(f"chat {chat_id}: no turn for {rest:.0f} s", rest)

    def _withdraw(self, waiter: _Waiter) -> None:
        if waiter in self._waiters:
            self._waiters.remove(waiter)
        else:  # its turn came in the very moment it gave up
            self._answered(waiter.chat_id)

    def _pump(self) -> None:
        """Give out the turns that are due, and come back when the next one is."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
        loop = asyncio.get_running_loop()
        while self._waiters:
            now = loop.time()
            ready_at = min(self._ready_at(waiter) for waiter in self._waiters)
            if (due := max(ready_at, self._next, self._last_second.free_at())) > now:
                if due < float("inf"):
                    self._timer = loop.call_at(due, self._pump)
                return
            self._grant(next(waiter for waiter in self._waiters if self._ready_at(waiter) <= now), now)

    def _grant(self, waiter: _Waiter, now: float) -> None:
        self._waiters.remove(waiter)
        chat = self._chats.setdefault(waiter.chat_id, _Chat())
        chat.busy, chat.turn = True, now
        self._last_second.sent()
        if self._rates.overall:
            # Turns that were missed while the program was busy are made up for, as far as the second allows.
            missed = _CATCH_UP if self._rates.most_a_second else 0.0
            self._next = max(self._next, now - missed) + 1 / self._rates.overall
        if not waiter.turn.done():
            waiter.turn.set_result(None)
        else:
            self._answered(waiter.chat_id)

    def _ready_at(self, waiter: _Waiter) -> float:
        chat = self._chats.get(waiter.chat_id)
        if chat is None:
            return 0.0
        if chat.busy:
            return float("inf")
        limit = self._rates.group_minute
        if limit and _is_group(waiter.chat_id) and len(chat.answered) >= limit:
            return max(chat.not_before, chat.answered[-limit] + _MINUTE)
        return chat.not_before

    def _answered(self, chat_id: object) -> None:
        now = asyncio.get_running_loop().time()
        chat = self._chats.setdefault(chat_id, _Chat())
        chat.busy = False
        self._last_second.answered(chat.turn, now)
        chat.not_before = max(chat.not_before, now + self._rates.chat_gap)
        if _is_group(chat_id):
            chat.answered.append(now)
            while len(chat.answered) > self._rates.group_minute:
                chat.answered.popleft()
        if len(self._chats) > _MOST_REMEMBERED:
            self._forget_idle(now)
        self._pump()

    def _refused(self, chat_id: object, seconds: float) -> None:
        """The chat rests as long as the server says; when many chats are refused at once, all rest."""
        now = asyncio.get_running_loop().time()
        chat = self._chats.setdefault(chat_id, _Chat())
        chat.not_before = max(chat.not_before, now + seconds)
        if seconds > _REPLY_PATIENCE:
            self._send_away(chat_id, seconds)
        self._refusals.append((now, chat_id, now + seconds))
        recent = [(refused, until) for at, refused, until in self._refusals if now - at <= _AT_ONCE]
        if len({refused for refused, _ in recent}) >= _MANY_CHATS:
            self._next = max(self._next, min(until for _, until in recent))

    def _send_away(self, chat_id: object, seconds: float) -> None:
        """Those who wait for a chat that rests for long need not wait here."""
        for waiter in [waiter for waiter in self._waiters if waiter.chat_id == chat_id]:
            self._waiters.remove(waiter)
            if not waiter.turn.done():
                waiter.turn.set_exception(TurnNotCome(f"chat {chat_id}: no turn for {seconds:.0f} s", seconds))

    def _forget_idle(self, now: float) -> None:
        self._chats = {
            chat_id: chat for chat_id, chat in self._chats.items() if chat.busy or chat.not_before > now - _MINUTE
        }


def _is_paced(endpoint: str) -> bool:
    return endpoint.startswith(("send", "editMessage", "copy", "forward")) and endpoint != "sendChatAction"


def _is_group(chat_id: object) -> bool:
    return str(chat_id).startswith(("-", "@"))
