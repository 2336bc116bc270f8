"""The whole bot beside a Telegram that misbehaves; handlers of the tests' own stand before the product's."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from telegram import Update
from telegram.ext import ApplicationHandlerStop, TypeHandler

from storage.database import Database
from tests.conversation import Conversation, conversation


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
