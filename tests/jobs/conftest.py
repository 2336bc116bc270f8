"""The newsroom with a deliverer that sends to the strict stand-in, at the newsroom's time."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

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
