"""Ways in which Telegram's servers misbehave, and a plan of which requests meet them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.local.errors import ApiError
from bot.local.wire import Call


@dataclass(frozen=True, slots=True)
class LoseReply:
    """The request is accepted and done; its answer never arrives."""


@dataclass(frozen=True, slots=True)
class DropConnection:
    """The connection breaks before the request is read."""


@dataclass(frozen=True, slots=True)
class Slow:
    """The answer takes so many seconds longer; the request itself is done at once."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Garbage:
    """The request is done; the answer is no JSON, with this status (a proxy's error page, say)."""

    status: int = 502


@dataclass(frozen=True, slots=True)
class Refusal:
    """The request is not done; Telegram answers with this error."""

    error: ApiError


Fault: TypeAlias = LoseReply | DropConnection | Slow | Garbage | Refusal


def too_many(retry_after: int) -> Refusal:
    """429, to be tried again after so many seconds."""
    return Refusal(ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after))


def server_error(code: int = 500) -> Refusal:
    """500 and its like."""
    return Refusal(ApiError(code, "Internal Server Error" if code == 500 else "Bad Gateway"))


def conflict() -> Refusal:
    """409: another process asks for updates."""
    reason = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    return Refusal(ApiError(409, reason))


def blocked() -> Refusal:
    """403: the person blocked the bot."""
    return Refusal(ApiError(403, "Forbidden: bot was blocked by the user"))


def migrated(new_id: int) -> Refusal:
    """400: the group is a supergroup of another id now."""
    reason = "Bad Request: group chat was upgraded to a supergroup chat"
    return Refusal(ApiError(400, reason, migrate_to_chat_id=new_id))


def not_modified() -> Refusal:
    """400: the edit changes nothing."""
    reason = (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message"
    )
    return Refusal(ApiError(400, reason))


def query_too_old() -> Refusal:
    """400: the button was pressed too long ago."""
    return Refusal(ApiError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid"))


def cannot_parse() -> Refusal:
    """400: the markup is wrong."""
    reason = 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 0'
    return Refusal(ApiError(400, reason))


NAMED: dict[str, Callable[..., Fault]] = {
    "lose_reply": LoseReply,
    "drop_connection": DropConnection,
    "slow": Slow,
    "garbage": Garbage,
    "too_many": too_many,
    "server_error": server_error,
    "conflict": conflict,
    "blocked": blocked,
    "migrated": migrated,
    "not_modified": not_modified,
    "query_too_old": query_too_old,
    "cannot_parse": cannot_parse,
}


@dataclass(slots=True)
class _Planned:
    fault: Fault
    method: str
    chat_id: int
    times: int
    after: int

    def meets(self, call: Call) -> bool:
        named = not self.method or self.method.lower() == call.method.lower()
        return named and self.chat_id in {0, call.number("chat_id")}


@dataclass(slots=True)
class FaultPlan:
    """Faults waiting for the requests they are meant for."""

    _planned: list[_Planned] = field(default_factory=list)

    def add(self, fault: Fault, method: str = "", *, chat_id: int = 0, times: int = 1, after: int = 0) -> None:
        """The next `times` requests of the method (any) in the chat (any) meet the fault, `after` others went well."""
        self._planned.append(_Planned(fault, method, chat_id, times, after))

    def clear(self) -> None:
        """From now on everything goes well."""
        self._planned.clear()

    def take(self, call: Call) -> Fault | None:
        """The fault this request meets."""
        for planned in self._planned:
            if not planned.meets(call):
                continue
            if planned.after:
                planned.after -= 1
                continue
            planned.times -= 1
            if not planned.times:
                self._planned.remove(planned)
            return planned.fault
        return None
