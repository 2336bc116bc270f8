"""The webhook: only Telegram is heard, an update is stored before it is confirmed, and polling takes over cleanly."""

import asyncio
import json
import shutil
from contextlib import asynccontextmanager

import httpx
import pytest
from telegram.error import InvalidToken

from bot.jobs.webhook import HEADER, LONGEST_BODY
from bot.local.errors import ApiError
from storage.database import Database
from tests import builders
from tests.conversation import Conversation, conversation
from tests.fakes import faults
from tests.fakes.telegram import StandIn
from tests.jobs.conftest import until, waiting
from tests.jobs.test_receive import Locks

URL, SECRET = "https://bot.example/hook", "hush-hush_1"
SETTINGS = {"telegram_webhook_url": URL, "telegram_webhook_port": 0, "telegram_webhook_secret": SECRET}


class Hooked:
    """A bot behind a webhook, and Telegram's way to it."""

    def __init__(self, talk: Conversation, client: httpx.AsyncClient) -> None:
        self.talk = talk
        self.client = client

    async def bring(self, body: bytes | dict, secret: str | bytes | None = SECRET) -> int:
        """The status the bot answers to a request with this body."""
        content = body if isinstance(body, bytes) else json.dumps(body)
        headers = {} if secret is None else {HEADER: secret}
        return (await self.client.post("/hook", content=content, headers=headers)).status_code

    async def insist(self, update: dict) -> None:
        """Bring an update until it is taken, as Telegram does."""
        async with asyncio.timeout(20):
            while await self.bring(update) != 200:
                pass


@asynccontextmanager
async def hooked(database, folder, telegram=None):
    async with conversation(database, folder, telegram=telegram, **SETTINGS) as talk:
        await until(lambda: talk.newsdesk.receiver.listens)
        base = f"http://127.0.0.1:{talk.newsdesk.receiver.listens}"
        async with httpx.AsyncClient(base_url=base, trust_env=False) as client:
            yield Hooked(talk, client)


@pytest.fixture
async def hook(sqlite_database, tmp_path):
    async with hooked(sqlite_database, tmp_path) as hook:
        yield hook


def update(number: int, text: str = "/help") -> dict:
    return {**builders.text_update(text), "update_id": number}


async def test_what_telegram_brings_is_answered(hook):
    assert await hook.bring(update(5)) == 200
    await hook.talk.finished(5)
    assert "What you can send me" in hook.talk.telegram.texts()[0]


async def test_telegram_is_told_where_what_and_with_which_secret(hook):
    telegram = hook.talk.telegram
    await until(lambda: telegram.state.webhook)
    (told,) = [one.fields for one in telegram.exchanges if one.method == "setWebhook"]
    assert (told["url"], told["secret_token"]) == (URL, SECRET)
    assert json.loads(told["allowed_updates"]) == ["message", "callback_query", "my_chat_member"]
    assert not [one for one in telegram.exchanges if one.method == "getUpdates"]


@pytest.mark.parametrize(
    "secret", [None, "", "hush", "hush-hush_2", SECRET + "1", "hüsh".encode("latin-1"), f"{SECRET}, {SECRET}"]
)
async def test_a_stranger_is_sent_away(hook, secret):
    assert await hook.bring(update(5), secret) == 403
    assert await hook.bring(b"x" * (LONGEST_BODY + 1), secret) == 403
    assert (await hook.client.get("/", headers={} if secret is None else {HEADER: secret})).status_code == 403
    assert waiting(hook.talk) == 0
    assert hook.talk.telegram.sent == []


async def test_a_body_that_is_too_long_is_refused(hook):
    async def endless():
        while True:
            yield b" " * 500_000

    async def dripping():
        for _ in range(20):
            yield b" " * (LONGEST_BODY // 10)

    assert await hook.bring(b" " * (LONGEST_BODY + 1)) == 413
    assert (await hook.client.post("/", content=dripping(), headers={HEADER: SECRET})).status_code == 413
    with pytest.raises(httpx.TransportError):
        await hook.client.post("/", content=endless(), headers={HEADER: SECRET})
    assert await hook.bring(json.dumps(update(5)).encode().ljust(LONGEST_BODY)) == 200
    await hook.talk.finished(5)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"5",
        b"null",
        b"{}",
        b"\xff\xfe",
        b'{"update_id": "5"}',
        b'{"update_id": true}',
        b'{"update_id": -5}',
        b'{"update_id": 9223372036854775808}',
        b'{"update_id": 1e3}',
        b'{"update_id": 5, "message": 5}',
        b'{"update_id": 5, "message": {"chat": {"id": 9223372036854775808}}}',
        b"[" * 100_000,
    ],
)
async def test_what_is_no_update_is_refused(hook, body):
    assert await hook.bring(body) == 400
    assert waiting(hook.talk) == 0
    assert await hook.bring(update(5)) == 200


async def test_an_update_brought_twice_is_handled_once(hook):
    assert [await hook.bring(update(5)), await hook.bring(update(5))] == [200, 200]
    await hook.talk.finished(5)
    assert await hook.bring(update(5)) == 200
    assert await hook.bring(update(4, "/privacy")) == 200
    await hook.talk.finished(4)
    assert sum("What you can send me" in words for words in hook.talk.telegram.texts()) == 1


async def test_an_update_that_cannot_be_stored_is_not_confirmed(sqlite_template, tmp_path):
    shutil.copy(sqlite_template, tmp_path / "impatient.sqlite")
    impatient = Database.open(f"sqlite:///{tmp_path / 'impatient.sqlite'}", busy_timeout=1)
    async with hooked(impatient, tmp_path) as hook:
        await hook.insist(update(4))
        await hook.talk.finished(4)
        with Locks(impatient):
            assert await hook.bring(update(5)) == 503
        await hook.insist(update(5))
        await hook.talk.finished(5)
    impatient.dispose()


async def test_telegram_out_of_reach_at_the_start_is_told_later(sqlite_database, tmp_path, caplog):
    telegram = StandIn()
    telegram.faults.add(faults.server_error(502), "setWebhook")
    async with hooked(sqlite_database, tmp_path, telegram) as hook:
        await until(lambda: "the webhook cannot be set" in caplog.text)
        assert hook.talk.newsdesk.pulse.deaf() == ("webhook",)
        await until(lambda: telegram.state.webhook == URL)
        await until(lambda: not hook.talk.newsdesk.pulse.deaf())


async def test_a_webhook_that_another_process_took_away_is_said(hook, caplog):
    await until(lambda: not hook.talk.newsdesk.pulse.deaf())
    hook.talk.telegram.state.webhook = ""
    assert not await hook.talk.newsdesk.receiver._is_brought_here()
    assert "another process with this token has changed that" in caplog.text
    assert hook.talk.telegram.state.webhook == ""


async def test_a_token_that_is_revoked_ends_the_work(sqlite_database, tmp_path):
    telegram = StandIn()
    telegram.faults.add(faults.Refusal(ApiError(401, "Unauthorized")), "setWebhook", times=9)
    async with conversation(sqlite_database, tmp_path, telegram=telegram, **SETTINGS) as talk:
        with pytest.raises(InvalidToken):
            await talk.newsdesk.work()


async def test_polling_ends_the_webhook_and_takes_also_what_it_failed_to_bring(sqlite_database, tmp_path):
    """Telegram brought 12 and then could not bring 11: the offset after the last receipt would lose it."""
    telegram = StandIn()
    async with hooked(sqlite_database, tmp_path, telegram) as hook:
        await until(lambda: telegram.state.webhook)
        assert await hook.bring(update(12)) == 200
        await hook.talk.finished(12)
    telegram.state.updates.waiting += [update(11, "/privacy"), update(12)]
    async with conversation(sqlite_database, tmp_path, telegram=telegram) as talk:
        await talk.finished(11)
        await until(lambda: not telegram.state.updates.waiting)
    assert telegram.state.webhook == ""
    assert sum("What you can send me" in words for words in telegram.texts()) == 1
    assert sum("What I keep" in words for words in telegram.texts()) == 1


async def test_a_webhook_set_while_the_bot_polls_is_named(talk, caplog):
    await talk.say("/help")
    talk.telegram.state.webhook = URL
    talk.telegram.poll.wake()
    await until(lambda: "a webhook was set for this bot while it polls" in caplog.text)
    talk.telegram.state.webhook = ""
    await asyncio.sleep(0)
