import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import event, insert, null
from sqlalchemy.exc import IntegrityError

from storage.database import Database
from storage.engine import POOL_OVERFLOW, POOL_SIZE
from storage.errors import (
    StorageBusy,
    StorageDamaged,
    StorageError,
    StorageFull,
    StorageUnavailable,
)
from storage.tables import MarkRow
from tests.storage.builders import NOW, new_article


def test_work_without_commit_is_not_kept(database):
    with database.write() as uow:
        uow.marks.set("kept", "no")
    with database.read() as uow:
        assert uow.marks.get("kept") is None


def test_work_that_fails_is_not_kept(database):
    def fail() -> None:
        with database.write() as uow:
            uow.marks.set("kept", "no")
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    with database.write() as uow:
        assert uow.marks.get("kept") is None


def test_work_after_a_commit_is_a_transaction_of_its_own(database):
    with database.write() as uow:
        uow.marks.set("first", "1")
        uow.commit()
        uow.marks.set("second", "2")
    with database.read() as uow:
        assert (uow.marks.get("first"), uow.marks.get("second")) == ("1", None)


def test_a_file_is_opened_for_durability_and_checks_references(tmp_path):
    database = Database.open(f"sqlite:///{tmp_path / 'newsdesk.sqlite'}")
    with database.engine.connect() as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        said = [connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() for pragma in pragmas]
    assert said == ["wal", 2, 1, 30_000]
    database.dispose()


def test_a_reading_unit_cannot_write(database):
    with pytest.raises(StorageUnavailable), database.read() as uow:
        uow.marks.set("kept", "no")


def test_eight_threads_that_read_and_write_back_lose_nothing(database):
    with database.write() as uow:
        uow.marks.set("number", "0")
        uow.commit()

    def raise_it(_: int) -> None:
        for _ in range(15):
            with database.write() as uow:
                uow.marks.set("number", str(int(uow.marks.get("number") or 0) + 1))
                uow.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(raise_it, range(8)))

    with database.read() as uow:
        assert uow.marks.get("number") == "120"


def test_two_programs_that_read_and_write_back_lose_nothing(sqlite_database):
    other = Database.open(f"sqlite:///{sqlite_database.file}")

    def raise_it(database: Database) -> None:
        for _ in range(30):
            with database.write() as uow:
                uow.marks.set("number", str(int(uow.marks.get("number") or 0) + 1))
                uow.commit()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(raise_it, [sqlite_database, other]))

    with other.read() as uow:
        assert uow.marks.get("number") == "60"
    other.dispose()


def test_a_reader_sees_one_moment_while_a_writer_goes_on(database):
    with database.read() as before:
        assert before.marks.get("number") is None
        with database.write() as uow:
            uow.marks.set("number", "1")
            uow.commit()
        assert before.marks.get("number") is None
    with database.read() as after:
        assert after.marks.get("number") == "1"


def test_a_reader_is_not_held_up_by_an_open_write(database):
    with database.write() as uow:
        uow.marks.set("number", "1")
        with database.read() as reader:
            assert reader.marks.get("number") is None


def test_a_thread_that_writes_too_long_makes_the_next_give_up(sqlite_database):
    database = Database.open(f"sqlite:///{sqlite_database.file}", busy_timeout=0.05)
    started, finish = Event(), Event()

    def hold() -> None:
        with database.write():
            started.set()
            finish.wait(10)

    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(hold)
        started.wait(10)
        with pytest.raises(StorageBusy), database.write():
            pass
        finish.set()
        held.result()
    with database.write() as uow:
        uow.commit()
    database.dispose()


def test_another_program_that_writes_too_long_makes_ours_give_up(sqlite_database):
    database = Database.open(f"sqlite:///{sqlite_database.file}", busy_timeout=0.05)
    with sqlite_database.write(), pytest.raises(StorageBusy), database.write():
        pass
    database.dispose()


def test_a_full_disk_is_said_to_be_full(sqlite_database):
    def fill() -> None:
        with sqlite_database.write() as uow:
            uow._session.connection().exec_driver_sql("PRAGMA max_page_count = 1")
            uow.articles.add(new_article(text="long " * 100_000), (), NOW)
            uow.commit()

    with pytest.raises(StorageFull) as caught:
        fill()
    assert isinstance(caught.value.__cause__.orig, sqlite3.OperationalError)
    with sqlite_database.read() as uow:
        assert uow.articles.count() == 0


def test_a_file_that_is_no_database_is_said_to_be_damaged(tmp_path):
    path = tmp_path / "newsdesk.sqlite"
    path.write_bytes(b"This is a letter, not a database. " * 200)
    with pytest.raises(StorageDamaged):
        Database.open(f"sqlite:///{path}").migrate()


def test_a_folder_in_place_of_the_file_is_unavailable(tmp_path):
    with pytest.raises(StorageUnavailable):
        Database.open(f"sqlite:///{tmp_path}").migrate()


def test_a_server_that_does_not_answer_is_unavailable(free_tcp_port):
    database = Database.open(f"postgresql://reader@127.0.0.1:{free_tcp_port}/news")
    with pytest.raises(StorageUnavailable), database.read() as uow:
        uow.marks.get("number")


def test_a_connection_the_server_ends_is_unavailable_and_the_next_works(postgres_database):
    def lose() -> None:
        with postgres_database.write() as uow, postgres_database.write() as other:
            mine = uow._session.connection().exec_driver_sql("SELECT pg_backend_pid()").scalar()
            other._session.connection().exec_driver_sql(f"SELECT pg_terminate_backend({mine})")
            uow.marks.set("number", "1")
            uow.commit()

    with pytest.raises(StorageUnavailable):
        lose()
    with postgres_database.read() as uow:
        assert uow.marks.get("number") is None


def test_two_writers_that_wait_for_each_other_are_told_to_try_again(postgres_database):
    with postgres_database.write() as uow:
        uow.marks.set("a", "")
        uow.marks.set("b", "")
        uow.commit()
    both = [Event(), Event()]

    def cross(place: int) -> bool:
        try:
            with postgres_database.write() as uow:
                uow.marks.set("ab"[place], "1")
                both[place].set()
                both[1 - place].wait(10)
                uow.marks.set("ab"[1 - place], "2")
                uow.commit()
        except StorageBusy:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(cross, range(2))) == [False, True]


def test_a_pool_with_no_connection_left_is_busy(sqlite_database):
    database = Database.open(f"sqlite:///{sqlite_database.file}", busy_timeout=0.05)
    with pytest.raises(StorageBusy, match="connections"), ExitStack() as stack:  # noqa: PT012 - the last one fails
        for _ in range(POOL_SIZE + POOL_OVERFLOW + 1):
            stack.enter_context(database.read()).marks.get("number")
    database.dispose()


def test_a_new_file_that_someone_holds_is_busy_in_the_end(tmp_path):
    path = tmp_path / "newsdesk.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StorageBusy):
            Database.open(f"sqlite:///{path}", busy_timeout=0.05).migrate()


def test_the_databases_clock_is_aware_and_goes_on(database):
    with database.read() as uow:
        first = uow.clock()
        assert first.utcoffset() == timedelta(0)
        assert abs(first - datetime.now(UTC)) < timedelta(minutes=1)
        assert uow.clock() >= first


def test_bugs_pass_as_they_are(database):
    with pytest.raises(IntegrityError) as caught, database.write() as uow:
        uow._session.execute(insert(MarkRow).values(name="twice", value=null()))
    assert not isinstance(caught.value, StorageError)


def test_a_missing_driver_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ValueError, match="newsdesk\\[postgres\\]"):
        Database.open("postgresql://reader@127.0.0.1/news")


@pytest.mark.parametrize("url", ["mysql://root@127.0.0.1/news", "sqlite://", "sqlite:///:memory:"])
def test_addresses_of_other_kinds_are_refused(url):
    with pytest.raises(ValueError, match="DATABASE_URL"):
        Database.open(url)


def test_a_connection_in_use_when_the_database_is_closed_is_closed_after_its_use(postgres_database):
    opened = []
    database = Database.open(postgres_database.engine.url.render_as_string(hide_password=False))
    event.listen(database.engine, "connect", lambda connection, _record: opened.append(connection))
    with database.read() as uow:
        uow.marks.get("number")
        database.dispose()
        uow.marks.get("number")
    assert [connection.closed for connection in opened] == [True]
    with database.read() as uow:
        uow.marks.get("number")
    with database.read() as uow:
        uow.marks.get("number")
    assert [connection.closed for connection in opened] == [True, False]
    database.dispose()
