"""The whole bot, for tests of what a person sees."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.conversation import Conversation, conversation


@pytest.fixture
async def talk(sqlite_database: Database, tmp_path: Path) -> AsyncIterator[Conversation]:
    """A bot open to everyone, on a fresh SQLite database."""
    async with conversation(sqlite_database, tmp_path) as talk:
        yield talk
