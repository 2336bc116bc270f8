"""What each error of Telegram's means."""

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.refusals import Meaning, TurnNotCome, read_refusal


def caused(error, cause):
    """The error as the library raises it from its HTTP client's."""
    error.__cause__ = type(cause, (Exception,), {})()
    return error


@pytest.fixture(autouse=True)
def _timedelta(monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (ChatMigrated(-100), Meaning.MOVED),
        (Forbidden("Forbidden: bot was blocked by the user"), Meaning.CLOSED),
        (Forbidden("Forbidden: bot was kicked from the group chat"), Meaning.CLOSED),
        (Forbidden("Forbidden: user is deactivated"), Meaning.CLOSED),
        (BadRequest("Chat not found"), Meaning.CLOSED),
        (BadRequest("Can't parse entities: unsupported start tag"), Meaning.NO_MARKUP),
        (BadRequest("Message thread not found"), Meaning.NO_THREAD),
        (BadRequest("TOPIC_CLOSED"), Meaning.NO_THREAD),
        (BadRequest("Message is not modified: the same"), Meaning.UNCHANGED),
        (BadRequest("Message is too long"), Meaning.IMPOSSIBLE),
        (caused(TimedOut(), "ReadTimeout"), Meaning.UNANSWERED),
        (caused(TimedOut(), "ConnectTimeout"), Meaning.NOT_SENT),
        (caused(TimedOut(), "PoolTimeout"), Meaning.NOT_SENT),
        (caused(NetworkError("x"), "ConnectError"), Meaning.NOT_SENT),
        (caused(NetworkError("x"), "RemoteProtocolError"), Meaning.UNANSWERED),
        (NetworkError("Bad Gateway"), Meaning.NOT_SENT),
        (TelegramError("Invalid server response"), Meaning.UNANSWERED),
        (TurnNotCome("late"), Meaning.NOT_SENT),
    ],
)
def test_an_error_is_read_as_what_it_is(error, meaning):
    assert read_refusal(error).meaning is meaning


def test_a_wait_says_how_long():
    refusal = read_refusal(RetryAfter(31))
    assert (refusal.meaning, refusal.seconds) == (Meaning.WAIT, 31)
