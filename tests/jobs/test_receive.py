"""Updates are stored before they are confirmed, whatever Telegram and the store do."""

import asyncio
import shutil

import pytest
from sqlalchemy import text
from telegram.error import InvalidToken

from bot.jobs.receive import chat_of
from bot.local.errors import ApiError
from storage.database import Database
from storage.engine import writing
from storage.errors import StorageUnavailable
from tests import builders
from tests.conversation import conversation
from tests.fakes import faults
from tests.fakes.telegram import StandIn
from tests.jobs.conftest import until, waiting


class Locks:
    """Another program holds SQLite's write lock while the block runs."""

    def __init__(self, database) -> None:
        self._connection = writing(database.engine).connect()

    def __enter__(self) -> None:
        self._connection.execute(text("SELECT 1"))

    def __exit__(self, *_) -> None:
        self._connection.rollback()
        self._connection.close()


def confirmed(telegram: StandIn) -> int:
    """The number up to which the bot has confirmed updates."""
    waits = telegram.state.updates.waiting
    return waits[0]["update_id"] - 1 if waits else telegram.state.updates.next_id - 1


@pytest.fixture
def impatient(sqlite_template, tmp_path):
    """A database whose users give up soon when another program writes."""
    shutil.copy(sqlite_template, tmp_path / "impatient.sqlite")
    database = Database.open(f"sqlite:///{tmp_path / 'impatient.sqlite'}", busy_timeout=0.1)
    yield database
    database.dispose()


async def test_an_update_is_stored_before_it_is_confirmed(talk):
    inbox, seen = talk.newsdesk.desk.keep_inbox, []
    database = talk.store.database
    push = talk.telegram.state.updates.take

    def take(offset=0, limit=100):
        if offset > 1:
            with database.read() as uow:
                seen.append((offset, uow.inbox(inbox.bot_id).next_offset(builders.NOON)))
        return push(offset, limit)

    talk.telegram.state.updates = _Watched(talk.telegram.state.updates, take)
    await talk.say("/help")
    await until(lambda: seen)
    assert all(offset <= stored for offset, stored in seen)


class _Watched:
    def __init__(self, queue, take) -> None:
        self._queue = queue
        self.take = take

    def __getattr__(self, name):
        return getattr(self._queue, name)


async def test_what_cannot_be_stored_is_not_confirmed_and_comes_again(impatient, tmp_path, caplog):
    async with conversation(impatient, tmp_path) as talk:
        await talk.say("/help")
        with Locks(impatient):
            number = talk.telegram.say("/privacy")
            await until(lambda: "no updates for" in caplog.text)
            assert confirmed(talk.telegram) == number - 1
        await talk.finished(number)
        assert "What I keep" in talk.telegram.texts()[-1]
        await until(lambda: confirmed(talk.telegram) == number)


@pytest.mark.parametrize(
    "fault",
    [
        faults.server_error(),
        faults.server_error(502),
        faults.Garbage(502),
        faults.Garbage(200),
        faults.LoseReply(),
        faults.DropConnection(),
        faults.conflict(),
        faults.too_many(1),
    ],
    ids=["500", "502", "a proxy's page", "no JSON", "a lost answer", "no connection", "409", "429"],
)
async def test_an_outage_only_makes_it_wait(talk, fault):
    await talk.say("/help")
    talk.telegram.faults.add(fault, "getUpdates", times=1)
    talk.telegram.poll.wake()
    before = len(talk.telegram.sent)
    await talk.say("/privacy")
    assert len(talk.telegram.sent) == before + 1


async def test_a_conflict_is_named_in_the_log(talk, caplog):
    talk.telegram.faults.add(faults.conflict(), "getUpdates")
    await talk.say("/help")
    await talk.say("/help")
    assert "another process polls with the same token" in caplog.text


async def test_a_token_that_is_revoked_ends_the_work(sqlite_database, tmp_path):
    async with conversation(sqlite_database, tmp_path) as talk:
        talk.telegram.faults.add(faults.Refusal(ApiError(401, "Unauthorized")), "getUpdates", times=9)
        with pytest.raises(InvalidToken):
            await talk.newsdesk.work()


async def test_an_update_that_comes_twice_is_handled_once(talk):
    talk.telegram.faults.add(faults.LoseReply(), "getUpdates", after=1)
    await talk.say("/help")
    number = talk.telegram.say("/privacy")
    await talk.finished(number)
    again = talk.telegram.state.updates
    again.waiting.append({**builders.text_update("/privacy"), "update_id": number})
    await talk.say("/new")
    assert sum("What I keep" in words for words in talk.telegram.texts()) == 1


async def test_an_update_of_a_form_the_library_cannot_read_does_not_stop_the_others(talk, caplog):
    unreadable = {"message": {"message_id": 5, "chat": {"id": 100, "type": "private"}, "text": "deeply secret words"}}
    strange = talk.telegram.push(unreadable)
    good = talk.telegram.say("/help")
    await talk.finished(strange, good)
    assert "could not make sense of a message" in talk.telegram.texts()[0]
    assert "What you can send me" in talk.telegram.texts()[1]
    assert f"update {strange} is given up" in caplog.text
    assert "deeply secret" not in caplog.text
    assert waiting(talk) == 0


async def test_a_start_without_a_store_waits_for_it(sqlite_database, tmp_path):
    async with conversation(sqlite_database, tmp_path) as talk:
        receiver = talk.newsdesk.receiver
        calls = []

        class Inbox:
            def next_offset(self, now):
                calls.append(now)
                raise StorageUnavailable("away")

        receiver.inbox = Inbox()
        running = asyncio.create_task(receiver.run())
        await until(lambda: calls)
        assert not running.done()
        running.cancel()


@pytest.mark.parametrize(
    ("update", "chat"),
    [
        (builders.text_update("x"), 100),
        (builders.membership_update("member", "kicked"), 100),
        (builders.callback_update("x", {"message_id": 1, "chat": {"id": -7}}), -7),
        ({"callback_query": {"id": "1"}}, None),
        ({"callback_query": None}, None),
        ({"message": {}}, None),
        ({"something_new": {}}, None),
    ],
)
def test_the_chat_is_found_in_every_kind_of_update(update, chat):
    assert chat_of(update) == chat
