"""Logs: one event a line in both formats, and in JSON the numbers of what the work was about."""

import asyncio
import json
import logging

from bot.context import Threads, hop
from bot.log_ids import log_ids
from bot.logs import OutageFilter, set_up_logs
from bot.web.errors import NoConnection
from storage.errors import StorageUnavailable
from tests.conversation import conversation
from tests.fakes.fetcher import FakeWeb
from tests.jobs.test_poll import follow, poller, running

log = logging.getLogger("bot.test")
SECRET = "7000:hush-hush"


def test_for_people_an_event_is_a_line_whatever_a_stranger_said(written):
    set_up_logs("INFO", (SECRET,))
    log.info("the server said %s", f"no\r\n2026-01-01 00:00:00 ERROR bot: forged {SECRET}")
    (line,) = written()
    assert line.endswith(r"INFO    bot.test: the server said no\r\n2026-01-01 00:00:00 ERROR bot: forged ***")


def test_for_people_an_error_stands_below_its_line(written):
    set_up_logs("INFO", (SECRET,))
    _fail()
    lines = written()
    assert lines[0].endswith("ERROR   bot.test: it failed")
    assert lines[-1] == "ValueError: said ***"


def test_json_is_an_object_a_line_with_its_traceback_inside(written):
    set_up_logs("INFO", (SECRET,), as_json=True)
    log.info("two\nlines of %s", SECRET)
    _fail()
    plain, failed = map(json.loads, written())
    assert set(plain) == {"time", "level", "logger", "event"}
    assert (plain["level"], plain["logger"], plain["event"]) == ("info", "bot.test", "two\nlines of ***")
    assert plain["time"].endswith("+00:00")
    assert failed["error"] == "ValueError: said ***"


def test_what_a_loop_says_of_an_outage_comes_once_in_a_while(written):
    set_up_logs("INFO")
    for number in range(5):
        log.warning("the inbox waits, next try in %d s: %s", number, StorageUnavailable("no connection"))
        log.warning("feed %d is broken: %s", number, "no XML")
    log.warning("the outbox waits: %s", StorageUnavailable("no connection"))
    lines = written()
    assert len([line for line in lines if "the inbox waits" in line]) == 1
    assert len([line for line in lines if "is broken" in line]) == 5
    assert lines[-1].endswith("the outbox waits: no connection")


def test_what_was_left_out_of_an_outage_is_counted():
    said = iter((0, 1, 2, 31))
    outage = OutageFilter(30, clock=lambda: next(said))
    records = [
        logging.makeLogRecord({"name": "bot", "msg": "waits: %s", "args": (StorageUnavailable("away"),)})
        for _ in range(4)
    ]
    assert [record.getMessage() for record in records if outage.filter(record)] == [
        "waits: away",
        "waits: away (2 more like it since)",
    ]


def test_the_level_holds(written):
    set_up_logs("WARNING", as_json=True)
    log.info("not said")
    assert written() == []


def _fail() -> None:
    log.error("it failed", exc_info=ValueError(f"said {SECRET}"))


async def test_the_numbers_go_into_tasks_and_threads_and_end_with_the_work(written):
    set_up_logs("INFO", as_json=True)
    threads = Threads()

    async def deeper():
        await hop(threads.quick, log.info, "in a thread")

    with log_ids(update=5, chat=None):
        with log_ids(chat=7):
            await asyncio.create_task(deeper())
        log.info("after")
    log.info("outside")
    threads.close()
    lines = [json.loads(line) for line in written()]
    assert [(line.get("update"), line.get("chat")) for line in lines] == [(5, 7), (5, None), (None, None)]


async def test_what_an_update_brings_about_names_update_and_chat(sqlite_database, tmp_path, written):
    async with conversation(sqlite_database, tmp_path) as talk:
        talk.web.fail("https://courier.example/away", NoConnection())
        set_up_logs("INFO", as_json=True)
        await talk.say("https://courier.example/away")
        number = talk.telegram.state.updates.next_id - 1
    lines = [json.loads(line) for line in written()]
    (unread,) = [line for line in lines if "a link was not read" in line["event"]]
    assert (unread["update"], unread["chat"]) == (number, 100)


async def test_what_a_feed_brings_about_names_the_feed(sqlite_database, written):
    web = FakeWeb()
    web.fail("https://courier.example/feed", NoConnection())
    (feed,) = follow(sqlite_database, "https://courier.example/feed")
    set_up_logs("INFO", as_json=True)
    lines: list[str] = []
    async with running(poller(sqlite_database, web)), asyncio.timeout(20):
        while not any("failed" in line for line in lines):
            await asyncio.sleep(0.05)
            lines += written()
    (failed,) = [json.loads(line) for line in lines if "failed" in line]
    assert failed["feed"] == feed.id
    assert failed["event"].startswith(f"feed {feed.id} failed: ")
