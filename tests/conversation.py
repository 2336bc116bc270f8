"""A person's conversation with the whole bot: real handlers, inbox, database and index; Telegram and the web stand in."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.bootstrap.newsdesk import Connection, Newsdesk, build_newsdesk
from bot.bootstrap.store import Store, build_store
from bot.local.messages import Account, BotMessage, Chat
from bot.local.wire import Json, Upload
from bot.settings import Settings
from storage.database import Database
from tests.builders import document_update
from tests.fakes.fetcher import FakeWeb
from tests.fakes.isolation import SameProcess
from tests.fakes.recording import RecordingRequest
from tests.fakes.telegram import PERSON, StandIn

_PATIENCE = 20


@dataclass
class Conversation:
    """What is said gives back the messages the bot sent for it, when all handling is over."""

    telegram: StandIn
    newsdesk: Newsdesk
    store: Store
    web: FakeWeb
    isolation: SameProcess
    _finished: set[int] = field(default_factory=set)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def say(
        self, text: str, *, chat: Chat | None = None, sender: Account = PERSON, reply_to: int = 0
    ) -> list[BotMessage]:
        return await self._replies(lambda: self.telegram.say(text, chat=chat, sender=sender, reply_to=reply_to))

    async def press(self, message: BotMessage, label: str, *, presser: Account = PERSON) -> list[BotMessage]:
        return await self._replies(lambda: self.telegram.press(message, label, presser=presser))

    async def upload(self, name: str, content: bytes) -> list[BotMessage]:
        stored = self.telegram.state.store_file(Upload(name, content))
        return await self.push(document_update(stored))

    async def push(self, update: Json) -> list[BotMessage]:
        return await self._replies(lambda: self.telegram.push(update))

    def shown(self, message: BotMessage) -> BotMessage:
        """The message as it stands now, edits included."""
        return self.telegram.state.messages[message.chat.id, message.id]

    def hear(self, update_id: int) -> None:
        self._finished.add(update_id)
        self._news.set()

    async def finished(self, *update_ids: int) -> None:
        """Returns when the bot is done with these updates."""
        async with asyncio.timeout(_PATIENCE):
            while not self._finished.issuperset(update_ids):
                self._news.clear()
                await self._news.wait()

    async def _replies(self, act) -> list[BotMessage]:
        before = len(self.telegram.sent)
        await self.finished(act())
        return self.telegram.sent[before:]


@asynccontextmanager
async def conversation(
    database: Database,
    folder: Path,
    *,
    telegram: StandIn | None = None,
    at_work: Callable[[Conversation], None] = lambda _: None,
    **settings: object,
) -> AsyncIterator[Conversation]:
    """The bot at work on a database, until the block ends; `at_work` is called just before it begins."""
    telegram = telegram or StandIn()
    web, isolation = FakeWeb(), SameProcess()
    chosen = Settings(_env_file=None, data_dir=folder, **{"open_to_everyone": True, **settings})
    store = build_store(chosen, database, web, isolation)
    connection = Connection(telegram.token, RecordingRequest(telegram), RecordingRequest(telegram))
    listeners: list[Conversation] = []

    def hear(update_id: int) -> None:
        for listener in listeners:
            listener.hear(update_id)

    newsdesk = build_newsdesk(chosen, store, connection, on_finished=hear)
    talk = Conversation(telegram, newsdesk, store, web, isolation)
    listeners.append(talk)
    await newsdesk.application.initialize()
    at_work(talk)
    working = asyncio.create_task(newsdesk.work())
    try:
        yield talk
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        await newsdesk.close()
