"""What no handler foresaw: an apology with a reference, once; nothing secret or private in the log."""

import logging
import re

import pytest
from sqlalchemy import text
from telegram.error import TelegramError

from bot.bootstrap.newsdesk import _bot, telegram_connection
from bot.logs import JsonLines, Lines, TokenFilter, set_up_logs
from bot.settings import Settings
from storage.engine import writing
from storage.errors import StorageDamaged
from tests.conversation import conversation
from tests.fakes import faults
from tests.fakes.botapi import BotApiServer
from tests.fakes.telegram import TOKEN, Account, StandIn
from tests.jobs.conftest import handle_first, waiting

EVE = Account(666, "Eve", "eve")
SECRET_WORDS = "the minister resigns tomorrow at noon"


async def fail(_words: str) -> None:
    raise LookupError("no such thing")


async def test_a_person_gets_one_apology_with_the_reference_of_the_log(talk, caplog):
    handle_first(talk, fail)
    (sorry,) = await talk.say("anything")
    (reference,) = re.findall(r"reference ([0-9a-f]{6})", sorry.content.text)
    failures = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert [reference in record.getMessage() for record in failures] == [True]
    assert failures[0].exc_info
    assert waiting(talk) == 0


async def test_a_pressed_button_whose_handling_fails_does_not_go_on_waiting(talk):
    (settings,) = await talk.say("/settings")
    handle_first(talk, fail)
    (sorry,) = await talk.press(settings, "2")
    assert "reference" in sorry.content.text
    assert [one.status for one in talk.telegram.calls("answerCallbackQuery")] == [200]


async def test_when_the_admission_fails_nobody_is_let_in(sqlite_database, tmp_path):
    async with conversation(sqlite_database, tmp_path, open_to_everyone=False) as talk:
        with writing(sqlite_database.engine).begin() as connection:
            connection.execute(text("DROP TABLE people"))
        replies = await talk.say("/library", sender=EVE)
        assert ["reference" in reply.content.text for reply in replies] == [True]


@pytest.mark.parametrize("error", [StorageDamaged("malformed"), KeyError("x"), ValueError("x")])
async def test_what_does_not_pass_is_not_tried_again(talk, error):
    tries = []

    async def listen(_words: str) -> None:
        tries.append(1)
        raise error

    handle_first(talk, listen)
    (sorry,) = await talk.say("x")
    assert "reference" in sorry.content.text
    assert tries == [1]
    assert waiting(talk) == 0


async def test_an_apology_that_cannot_be_sent_now_is_not_lost(talk):
    handle_first(talk, fail)
    talk.telegram.faults.add(faults.too_many(1000), "sendMessage")
    number = talk.telegram.say("x")
    await talk.finished(number)
    assert talk.telegram.texts() == []
    assert waiting(talk) == 1


async def test_an_apology_to_somebody_who_blocked_the_bot_is_no_second_failure(talk, caplog):
    handle_first(talk, fail)
    talk.telegram.state.refuse(100, "bot was blocked by the user")
    assert await talk.say("x") == []
    assert len([record for record in caplog.records if record.levelno >= logging.ERROR]) == 1
    assert waiting(talk) == 0


class Written(logging.Handler):
    """Every line as the program would write it, at every level."""

    def __init__(self, formatter: logging.Formatter) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(formatter)
        self.addFilter(TokenFilter((TOKEN,)))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture(params=[Lines, JsonLines], ids=["human", "json"])
def log(request):
    """What the program logs at its most talkative, in each format."""
    root, lines = logging.getLogger(), Written(request.param())
    before = root.handlers[:], root.level
    set_up_logs("DEBUG", (TOKEN,))
    root.addHandler(lines)
    yield lines.lines
    root.handlers[:], root.level = before[0], before[1]


async def test_neither_the_token_nor_what_people_write_is_ever_logged(sqlite_database, tmp_path, log):
    async with conversation(sqlite_database, tmp_path) as talk:
        handle_first(talk, _store_wrongly(sqlite_database))
        await talk.say(SECRET_WORDS)
        for fault in (faults.Garbage(502), faults.Garbage(200), faults.server_error(), faults.LoseReply()):
            talk.telegram.faults.add(fault, "sendMessage")
            await talk.say(SECRET_WORDS)
        talk.telegram.faults.add(faults.Garbage(200), "getUpdates")
        await talk.say(SECRET_WORDS)
    written = "\n".join(log)
    assert "reference" in written
    assert SECRET_WORDS not in written
    assert TOKEN not in written


def _store_wrongly(database):
    """A statement that fails with the words as its parameter, as a bug of ours might."""

    async def listen(words: str) -> None:
        with writing(database.engine).begin() as connection:
            connection.execute(text("INSERT INTO nowhere (words) VALUES (:words)"), {"words": words})

    return listen


async def test_the_errors_of_the_http_client_are_logged_without_the_token(log):
    telegram = StandIn()
    async with BotApiServer(telegram) as server:
        settings = Settings(_env_file=None, telegram_bot_token=TOKEN, telegram_api_url=server.url)
        bot = _bot(telegram_connection(settings))
        await bot.initialize()
        for fault in (faults.DropConnection(), faults.LoseReply(), faults.Garbage(502), faults.server_error()):
            telegram.faults.add(fault, "sendMessage")
            try:
                await bot.send_message(1, SECRET_WORDS)
            except TelegramError:
                logging.getLogger("bot.test").exception("failed at %s", f"{server.url}/bot{TOKEN}/sendMessage")
    try:
        await bot.send_message(1, SECRET_WORDS)
    except TelegramError:
        logging.getLogger("bot.test").exception("failed")
    await bot.shutdown()
    written = "\n".join(log)
    assert written.count("Traceback") >= 5
    assert TOKEN not in written
    assert SECRET_WORDS not in written
