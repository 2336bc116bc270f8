"""Accepted updates are handled to their end: in each chat's order, once, whatever fails."""

import asyncio
import json
import sqlite3
import threading
from datetime import UTC, datetime, timedelta

import pytest

from bot.usecases.keep_inbox import KeepInbox
from storage.errors import StorageBusy, StorageError, StorageFull
from tests import builders
from tests.articles import BRIDGE, BRIDGE_TITLE, page
from tests.conversation import conversation
from tests.fakes.telegram import Account
from tests.jobs.conftest import accept, handle_first, until, waiting

BOB = Account(200, "Bob", "bob")
URL = "https://courier.example/bridge"


async def test_a_chats_order_is_kept_while_other_chats_go_on(talk):
    heard, go_on = [], asyncio.Event()

    async def listen(words: str) -> None:
        if words == "slow":
            await go_on.wait()
        heard.append(words)

    handle_first(talk, listen)
    slow, after = talk.telegram.say("slow"), talk.telegram.say("after it")
    await talk.finished(talk.telegram.say("beside it", sender=BOB))
    assert heard == ["beside it"]
    go_on.set()
    await talk.finished(slow, after)
    assert heard == ["beside it", "slow", "after it"]


async def test_slow_work_does_not_keep_the_chats_next_message_waiting(talk):
    go_on = threading.Event()
    talk.web.put(URL, page(BRIDGE_TITLE, BRIDGE, url=URL))
    fetch = talk.web.fetch

    def slow(url, **validators):
        go_on.wait(10)
        return fetch(url, **validators)

    talk.web.fetch = slow
    link = talk.telegram.say(URL)
    (help_,) = await talk.say("/help")
    assert "Commands" in help_.content.text
    assert waiting(talk) == 1
    go_on.set()
    await talk.finished(link)
    assert BRIDGE_TITLE in talk.telegram.texts()[-1]
    await until(lambda: waiting(talk) == 0)


async def test_the_lease_of_work_in_progress_is_renewed(talk):
    inbox = talk.newsdesk.desk.keep_inbox
    object.__setattr__(inbox, "lease", timedelta(seconds=0.4))
    heard, go_on = [], asyncio.Event()

    async def listen(words: str) -> None:
        heard.append(words)
        await go_on.wait()

    handle_first(talk, listen)
    number = talk.telegram.say("slow")
    await until(lambda: heard)
    other = KeepInbox(talk.store.database, inbox.bot_id, "another")
    await asyncio.sleep(0.6)  # longer than the lease
    assert other.claim(9, datetime.now(UTC)) == ()
    go_on.set()
    await talk.finished(number)
    assert heard == ["slow"]


async def test_a_jump_of_the_clock_does_not_make_work_begin_twice(talk):
    heard, go_on = [], asyncio.Event()

    async def listen(words: str) -> None:
        heard.append(words)
        await go_on.wait()

    handle_first(talk, listen)
    number = talk.telegram.say("slow")
    await until(lambda: heard)
    inbox = talk.newsdesk.desk.keep_inbox
    await asyncio.to_thread(inbox.extend, (number,), datetime.now(UTC) - timedelta(hours=1))
    talk.telegram.say("beside it", sender=BOB)
    await until(lambda: "beside it" in heard)
    assert heard.count("slow") == 1
    go_on.set()
    await talk.finished(number)


async def test_an_update_that_ended_the_process_three_times_is_given_up_with_a_sentence(
    sqlite_database, tmp_path, caplog
):
    inbox = KeepInbox(sqlite_database, 7000, "crashed", lease=timedelta(0))
    now = datetime.now(UTC)
    inbox.accept([(1, 100, json.dumps({"update_id": 1, **builders.text_update("/help")}))], now)
    for _ in range(3):
        assert len(inbox.claim(1, now)) == 1
    async with conversation(sqlite_database, tmp_path) as talk:
        await talk.finished(1)
        (sorry,) = talk.telegram.texts(100)
        assert "given it up" in sorry
        assert waiting(talk) == 0
    assert "update 1 is given up after 3 attempts" in caplog.text


async def test_what_was_in_two_crashes_is_handled_one_at_a_time(sqlite_database, tmp_path):
    inbox = KeepInbox(sqlite_database, 7000, str(tmp_path), lease=timedelta(minutes=1))
    now = datetime.now(UTC)
    updates = [builders.text_update("/help", builders.envelope(sender=Account(n, "A"))) for n in (1, 2, 3)]
    inbox.accept([(n, n, json.dumps({"update_id": n, **update})) for n, update in enumerate(updates, 1)], now)
    assert len(inbox.claim(9, now)) == 3
    assert inbox.take_over() == 0
    assert len(inbox.claim(9, now)) == 3
    at_once, most = 0, 0

    async def listen(_words: str) -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.02)
        at_once -= 1

    async with conversation(sqlite_database, tmp_path, at_work=lambda talk: handle_first(talk, listen)) as talk:
        await talk.finished(1, 2, 3)
    assert most == 1


class Failing:
    """An inbox whose `name` fails so many times as a store would that is full, away or locked."""

    def __init__(self, inbox, name: str, times: int, error: StorageError) -> None:
        self._inbox, self._name, self.left, self._error = inbox, name, times, error

    def __getattr__(self, name):
        call = getattr(self._inbox, name)

        def failing(*arguments):
            if self.left > 0:
                self.left -= 1
                raise self._error
            return call(*arguments)

        return failing if name == self._name else call


@pytest.mark.parametrize("name", ["claim", "finish", "detach"])
async def test_an_inbox_that_is_away_for_a_while_loses_and_repeats_nothing(talk, name):
    talk.web.put(URL, page(BRIDGE_TITLE, BRIDGE, url=URL))
    dispatcher = talk.newsdesk.dispatcher
    dispatcher._inbox = Failing(dispatcher._inbox, name, 2, StorageBusy("locked"))
    talk.telegram.say(URL)
    talk.telegram.say("/help")
    await until(lambda: len(talk.telegram.sent) == 2 and waiting(talk) == 0)
    assert dispatcher._inbox.left < 2
    assert len(talk.telegram.sent) == 2


async def test_a_store_that_is_locked_at_the_start_only_delays(sqlite_database, tmp_path):
    def lock(talk) -> None:
        dispatcher = talk.newsdesk.dispatcher
        dispatcher._inbox = Failing(dispatcher._inbox, "take_over", 1, StorageBusy("locked"))

    async with conversation(sqlite_database, tmp_path, at_work=lock) as talk:
        assert await talk.say("/help")


async def test_a_store_that_fails_for_a_while_postpones_the_update_and_says_so_once(talk):
    failures = [StorageFull("disk"), StorageFull("disk"), None]
    done = []

    async def listen(words: str) -> None:
        if words == "go" and (failure := failures.pop(0)):
            raise failure
        done.append(words)

    handle_first(talk, listen)
    talk.telegram.say("go")
    after = talk.telegram.say("after it")
    await talk.finished(after)
    assert done == ["go", "after it"]
    assert [words for words in talk.telegram.texts() if "not lost" in words] == talk.telegram.texts()
    assert len(talk.telegram.texts()) == 1
    assert waiting(talk) == 0


async def test_a_postponed_update_is_not_given_up_however_often(talk):
    tries = []

    async def listen(words: str) -> None:
        tries.append(words)
        if len(tries) < 6:
            raise StorageBusy("locked")

    handle_first(talk, listen)
    inbox = talk.newsdesk.desk.keep_inbox
    talk.newsdesk.dispatcher._inbox = AtOnce(inbox)
    talk.telegram.say("go")
    await until(lambda: len(tries) == 6)
    await until(lambda: waiting(talk) == 0)


class AtOnce:
    """An inbox that gives postponed updates out again without a pause."""

    def __init__(self, inbox) -> None:
        self._inbox = inbox

    def __getattr__(self, name):
        return getattr(self._inbox, name)

    def postpone(self, update_ids, _until) -> None:
        self._inbox.postpone(update_ids, datetime.now(UTC))


async def test_what_is_cancelled_at_the_end_stays_accepted_and_nothing_is_held_against_it(sqlite_database, tmp_path):
    heard = []

    async def hang(words: str) -> None:
        heard.append(words)
        await asyncio.Event().wait()

    async with conversation(sqlite_database, tmp_path, at_work=lambda talk: handle_first(talk, hang)) as talk:
        talk.telegram.say("/help")
        await until(lambda: heard)
        await talk.newsdesk.dispatcher.drain(0.01)
        with sqlite3.connect(sqlite_database.file) as connection:
            assert connection.execute("SELECT attempts, finished FROM accepted_updates").fetchall() == [(0, 0)]
        connection.close()
    async with conversation(sqlite_database, tmp_path) as talk:
        await talk.finished(1)
        assert "Commands" in talk.telegram.texts()[-1]


async def test_draining_waits_longer_for_what_has_begun_to_answer(talk):
    go_on, heard = asyncio.Event(), []

    async def listen(words: str) -> None:
        heard.append(words)
        await go_on.wait()

    handle_first(talk, listen)
    talk.telegram.say("begun")
    talk.telegram.say("silent", sender=BOB)
    await until(lambda: len(heard) == 2)
    talk.newsdesk.application._answered.add(1)
    draining = asyncio.create_task(talk.newsdesk.dispatcher.drain(0.05, 10))
    await until(lambda: len(talk.newsdesk.dispatcher._working) == 1)
    go_on.set()
    await draining
    assert waiting(talk) == 1


async def test_a_hurry_ends_draining_at_once(talk):
    heard = []

    async def hang(words: str) -> None:
        heard.append(words)
        await asyncio.Event().wait()

    handle_first(talk, hang)
    talk.telegram.say("slow")
    await until(lambda: heard)
    draining = asyncio.create_task(talk.newsdesk.dispatcher.drain(600, 600))
    await asyncio.sleep(0)
    talk.newsdesk.dispatcher.hurry()
    async with asyncio.timeout(10):
        await draining


@pytest.mark.parametrize(
    "payload", ["", "null", "[]", "{", '{"update_id": 5, "message": 7}', '{"update_id": 5, "message": {}}']
)
async def test_a_payload_that_is_no_update_is_given_up_and_the_others_go_on(talk, payload, caplog):
    accept(talk, (500, 100, payload), (501, 100, json.dumps({"update_id": 501, **builders.text_update("/help")})))
    talk.newsdesk.dispatcher.wake()
    await talk.finished(500, 501)
    assert "could not make sense" in talk.telegram.texts()[0]
    assert "Commands" in talk.telegram.texts()[1]
    assert "update 500 is given up" in caplog.text
    assert waiting(talk) == 0
