"""What one process holds, another does not take for its own."""

from bot.bootstrap.newsdesk import Connection, build_newsdesk
from bot.bootstrap.store import build_store
from bot.settings import Settings
from tests.fakes.fetcher import FakeWeb
from tests.fakes.isolation import SameProcess
from tests.fakes.recording import RecordingRequest
from tests.fakes.telegram import StandIn


async def test_the_local_chat_beside_the_bot_is_a_worker_of_its_own(sqlite_database, tmp_path):
    settings, telegram = Settings(_env_file=None, data_dir=tmp_path), StandIn()
    store = build_store(settings, sqlite_database, FakeWeb(), SameProcess())

    def worker(*, is_local: bool) -> str:
        request = RecordingRequest(telegram)
        connection = Connection(telegram.token, request, request, is_local=is_local)
        return build_newsdesk(settings, store, connection).desk.keep_inbox.worker

    assert worker(is_local=True) != worker(is_local=False)
    assert worker(is_local=False) == worker(is_local=False)
