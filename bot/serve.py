"""Runs the bot: against Telegram until a signal ends it, or in this terminal until the person leaves."""

import asyncio
import gc
import logging
import signal
import sys
from functools import partial
from pathlib import Path

from telegram.error import InvalidToken, TelegramError

from bot.bootstrap.companions import build_companions
from bot.bootstrap.newsdesk import Connection, Newsdesk, build_newsdesk, telegram_connection, together
from bot.bootstrap.store import Store
from bot.context import hop
from bot.handlers.features import MENU, OWNER_MENU
from bot.handlers.menus import show_owner_menu
from bot.local.chat import run_chat
from bot.local.options import ChatOptions
from bot.local.server import LocalTelegram
from bot.settings import Settings

log = logging.getLogger(__name__)
#: What the person at the console must see is said at every LOG_LEVEL.
_console = logging.getLogger(f"{__name__}.console")
_console.setLevel(logging.INFO)

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0


async def serve(settings: Settings, store: Store) -> None:
    """Answer on Telegram until SIGINT or SIGTERM. Raises telegram.error.InvalidToken, NotListening."""
    newsdesk = build_newsdesk(settings, store, telegram_connection(settings))
    loop, working = asyncio.get_running_loop(), asyncio.create_task(_on_telegram(settings, newsdesk))

    def stop() -> None:
        """Told once, let what is in work end; told again, do not wait."""
        if not working.cancel():
            newsdesk.dispatcher.hurry()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    try:
        await working
    except asyncio.CancelledError:
        log.info("stopping")
    finally:
        await newsdesk.close()


async def chat(settings: Settings, store: Store) -> None:
    """Hold the same conversation in this terminal, or with standard input, until the person leaves or input ends."""
    telegram = LocalTelegram()
    connection = Connection(telegram.token, telegram.request(), telegram.get_updates_request(), is_local=True)
    newsdesk = build_newsdesk(settings, store, connection, on_finished=telegram.finished)
    await newsdesk.application.initialize()
    await newsdesk.application.bot.set_my_commands((*MENU, *OWNER_MENU))
    set_aside()
    working = asyncio.create_task(newsdesk.work())
    options = ChatOptions(history=settings.data_dir / "chat_history", folder=Path.cwd())
    talking = asyncio.create_task(run_chat(telegram, input=sys.stdin, output=sys.stdout, options=options))
    try:
        await asyncio.wait({working, talking}, return_when=asyncio.FIRST_COMPLETED)
        for task in (working, talking):
            if task.done():
                task.result()
    finally:
        for task in (working, talking):
            task.cancel()
        await asyncio.gather(working, talking, return_exceptions=True)
        await newsdesk.close()


def set_aside() -> None:
    """Leave all that the start has loaded out of every later search for garbage.

    To look through it, time and again, stopped the event loop and every thread for 140 to 450 ms on a busy machine
    (2026-11-22); none of it ever becomes garbage.
    """
    gc.collect()
    gc.freeze()


async def _on_telegram(settings: Settings, newsdesk: Newsdesk) -> None:
    """The bot, and beside it what watches over it, from before Telegram is reached."""
    companions = (companion.run() for companion in build_companions(settings, newsdesk))
    try:
        await together(_talk(settings, newsdesk), *companions)
    except InvalidToken:
        await newsdesk.watcher.token_refused()
        raise


async def _talk(settings: Settings, newsdesk: Newsdesk) -> None:
    with newsdesk.pulse.receiving("start"):
        await _reach_telegram(newsdesk)
    name, folder = newsdesk.application.bot.username, settings.data_dir.resolve()
    set_aside()
    _say(settings, f"Newsdesk is running as @{name}. Its data is in {folder}.")
    await newsdesk.work(partial(_introduce, settings, newsdesk))


async def _reach_telegram(newsdesk: Newsdesk) -> None:
    """The first call to Telegram, until it succeeds: an outage at start must not end the bot."""
    pause = _FIRST_PAUSE
    while True:
        try:
            await newsdesk.application.initialize()
        except InvalidToken:
            raise
        except TelegramError as error:
            log.warning("Telegram cannot be reached, next try in %.0f s: %s", pause, error)
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
        else:
            return


async def _introduce(settings: Settings, newsdesk: Newsdesk) -> None:
    """Tell Telegram the commands, and the person at the console how to begin.

    Done by the worker whose turn it is to talk: a second code would make the first one worthless.
    """
    bot = newsdesk.application.bot
    try:
        await bot.set_my_commands(MENU)
    except TelegramError as error:
        log.warning("the menu of commands could not be set: %s", error)
    quick, people = newsdesk.desk.threads.quick, newsdesk.desk.admit_people
    if owner_id := await hop(quick, people.owner_id):
        await show_owner_menu(newsdesk.application, owner_id)
    code = await hop(quick, people.new_code)
    if code:
        _say(
            settings,
            f"It has no owner yet. To become its owner, open https://t.me/{bot.username}",
            f"and send it: {code}",
        )
    else:
        _say(settings, f"Talk to it at https://t.me/{bot.username}", "Stop it with Ctrl-C; nothing accepted is lost.")


def _say(settings: Settings, *lines: str) -> None:
    """To the person at the console."""
    if settings.log_format == "json":
        _console.info(" ".join(lines))
    else:
        sys.stderr.write("\n".join(lines) + "\n")
