"""A request of the bot to the answer of Telegram: the one model behind the local chat and the test stand-ins."""

from collections.abc import Mapping

from bot.local import methods, profile
from bot.local.conversations import Conversations
from bot.local.errors import ApiError, bad_request
from bot.local.methods import Method
from bot.local.wire import Call, encode

_METHODS: Mapping[str, Method] = {
    name.lower(): method for table in (methods.METHODS, profile.METHODS) for name, method in table.items()
}


def perform(state: Conversations, call: Call) -> object:
    """What Telegram answers to the request. Raises ApiError for what it refuses, 404 for a method it lacks."""
    method = _METHODS.get(call.method.lower())
    if method is None:
        raise ApiError(404, "Not Found: method not found")
    try:
        return method(state, call)
    except (ValueError, TypeError, AttributeError) as error:
        raise bad_request(f"can't parse parameters of {call.method}: {error}") from error


def answer(state: Conversations, call: Call) -> tuple[int, bytes]:
    """The HTTP status and body of Telegram's answer to the request."""
    try:
        return 200, encode({"ok": True, "result": perform(state, call)})
    except ApiError as refusal:
        return refused(refusal)


def refused(refusal: ApiError) -> tuple[int, bytes]:
    """The HTTP status and body of a refusal."""
    return refusal.code, encode(refusal.as_json())


def download(state: Conversations, path: str) -> tuple[int, bytes]:
    """The HTTP status and body for a file that the bot fetches by its path."""
    stored = next((stored for stored in state.files.values() if stored.path == path), None)
    return (200, stored.content) if stored else refused(ApiError(404, "Not Found"))
