"""The whole bot beside a Telegram that misbehaves, and the newsroom with a deliverer, at the newsroom's time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from telegram import Update
from telegram.ext import ApplicationHandlerStop, TypeHandler

from bot.bootstrap.newsdesk import Connection, _bot
from bot.context import NewsdeskBot, Threads
from bot.jobs.deliver import Deliverer
from bot.jobs.pacer import Rates
from bot.messages.posts import post_message
from bot.usecases.choose_news import ChooseNews
from bot.usecases.send_deliveries import SendDeliveries
from bot.usecases.send_digests import SendDigests
from bot.usecases.tell_stories import TellStories
from storage.database import Database
from tests.conversation import Conversation, conversation
from tests.fakes.recording import RecordingRequest
from tests.fakes.telegram import StandIn
from tests.newsroom import Newsroom


@dataclass
class Post:
    """The whole way from article to message."""

    newsroom: Newsroom
    telegram: StandIn
    deliverer: Deliverer
    digests: SendDigests

    async def deliver(self) -> None:
        """Send until nothing more is due."""
        while await self.deliverer.step() or self.deliverer._working:
            await self.deliverer.drain(20)

    def texts(self, chat_id: int = 0) -> list[str]:
        return self.telegram.texts(chat_id)


@pytest.fixture(autouse=True)
def _timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library's coming type for waits, instead of a warning about it."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


def make_deliverer(newsroom: Newsroom, bot: NewsdeskBot, worker: str = "worker") -> Deliverer:
    tell = TellStories(newsroom.database)
    compose = {"story": tell.story, "update": tell.update, "digest": ChooseNews(newsroom.database, tell).of_post}
    outbox = SendDeliveries(newsroom.database, compose, worker, timedelta(minutes=3))
    return Deliverer(bot, outbox, post_message, Threads(), clock=lambda: newsroom.now)


def make_bot(telegram: StandIn, rates: Rates) -> NewsdeskBot:
    return _bot(Connection(telegram.token, RecordingRequest(telegram), RecordingRequest(telegram), rates=rates))


@pytest.fixture
async def post(database: Database) -> AsyncIterator[Post]:
    newsroom, telegram = Newsroom(database), StandIn()
    digests = SendDigests(database, ChooseNews(database, TellStories(database)), "worker")
    async with make_bot(telegram, Rates()) as bot:
        deliverer = make_deliverer(newsroom, bot)
        yield Post(newsroom, telegram, deliverer, digests)
        deliverer.threads.close()


@pytest.fixture
async def talk(sqlite_database: Database, tmp_path: Path) -> AsyncIterator[Conversation]:
    """A bot open to everyone, on a fresh SQLite database."""
    async with conversation(sqlite_database, tmp_path) as talk:
        yield talk


async def until(condition: Callable[[], object], patience: float = 15) -> None:
    """Returns when the condition holds."""
    async with asyncio.timeout(patience):
        while not condition():  # noqa: ASYNC110 - conditions of many kinds
            await asyncio.sleep(0.01)


def handle_first(talk: Conversation, callback: Callable[[str], Awaitable[None]]) -> None:
    """Let `callback` handle the words of every message, and nobody else after it."""

    async def taken(update: Update, _context: object) -> None:
        if update.effective_message:
            await callback(update.effective_message.text or "")
        raise ApplicationHandlerStop

    talk.newsdesk.application.add_handler(TypeHandler(Update, taken), group=-2)


def waiting(talk: Conversation) -> int:
    """How many updates are accepted and not finished."""
    with talk.store.database.read() as uow:
        return uow.inbox(7000).depth()


def accept(talk: Conversation, *updates: tuple[int, int | None, str]) -> None:
    """Put updates (id, chat, payload) into the inbox behind Telegram's back."""
    talk.newsdesk.desk.keep_inbox.accept(updates, datetime.now(UTC))
