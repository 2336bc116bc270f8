"""The watch in the whole bot: what reaches the owner, and how."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from telegram.error import InvalidToken

from bot.refusals import Meaning, read_refusal
from storage.errors import StorageDamaged, StorageFull
from storage.unit_of_work import UnitOfWork
from tests.conversation import conversation
from tests.fakes import faults
from tests.handlers.test_admission import claimed
from tests.handlers.test_topics import comes_true


@pytest.fixture
async def owned(sqlite_database, tmp_path):
    async with conversation(sqlite_database, tmp_path) as talk:
        await claimed(talk)
        yield talk


def said(talk, words):
    return [message for message in talk.telegram.sent if words in message.content.text]


async def test_another_program_with_the_token_is_told_to_the_owner(owned):
    owned.telegram.faults.add(faults.conflict(), "getUpdates", times=100)
    await owned.say("/start")  # ends the asking that waits for news
    await comes_true(lambda: owned.newsdesk.receiver.has_conflict)
    for _ in range(3):
        await owned.newsdesk.watcher.step()
    await comes_true(lambda: said(owned, "Another program asks Telegram"))
    assert [message.chat.id for message in said(owned, "Another program asks Telegram")] == [100]


async def test_a_database_that_takes_nothing_is_told_to_the_owner_directly_and_once(
    owned, sqlite_database, monkeypatch
):
    @contextmanager
    def full() -> Iterator[UnitOfWork]:
        raise StorageFull("database or disk is full")
        yield

    with monkeypatch.context() as broken:
        broken.setattr(sqlite_database, "write", full)
        for _ in range(5):
            await owned.newsdesk.watcher.step()
    (told,) = said(owned, "My database has no room left on its disk. Please look after it")
    assert told.chat.id == 100
    await owned.newsdesk.watcher.step()
    await comes_true(lambda: said(owned, "My database works again"))


async def test_that_a_message_of_the_database_never_went_out_makes_it_go_out_later(owned, sqlite_database, monkeypatch):
    @contextmanager
    def full() -> Iterator[UnitOfWork]:
        raise StorageDamaged("malformed")
        yield

    owned.telegram.faults.add(faults.server_error(), "sendMessage", times=2)
    with monkeypatch.context() as broken:
        broken.setattr(sqlite_database, "write", full)
        for _ in range(6):
            await owned.newsdesk.watcher.step()
    assert len(said(owned, "My database is damaged.")) == 1


def test_a_refused_token_loses_no_delivery():
    assert read_refusal(InvalidToken("Unauthorized")).meaning is Meaning.NOT_SENT
