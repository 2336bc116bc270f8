import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from storage.backup import backup
from storage.check import check
from storage.database import Database
from storage.errors import BackupRefused, StorageDamaged, StorageUnavailable
from tests.storage.builders import NOW, damage, new_article


def test_a_backup_opens_as_the_database_it_was(sqlite_database, tmp_path):
    with sqlite_database.write() as uow:
        article, _ = uow.articles.add(new_article("https://a.example/1"), (), NOW)
        uow.commit()
    path = tmp_path / "copies" / "monday.sqlite"
    path.parent.mkdir()

    assert backup(sqlite_database, path, NOW) == path.stat().st_size > 0

    assert [each.name for each in path.parent.iterdir()] == ["monday.sqlite"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    restored = Database.open(f"sqlite:///{path}")
    restored.migrate()
    with restored.read() as uow:
        assert uow.articles.get(article.id) == article
    restored.dispose()
    assert check(sqlite_database).last_backup == NOW


def test_a_backup_made_while_others_write_holds_whole_transactions(sqlite_database, tmp_path):
    def write(number: int) -> None:
        with sqlite_database.write() as uow:
            uow.articles.add(new_article(f"https://a.example/{number}", f"Text {number}. " * 500), (), NOW)
            uow.marks.set("articles", str(uow.articles.count()))
            uow.commit()

    with ThreadPoolExecutor(2) as pool:
        writes = [pool.submit(write, number) for number in range(40)]
        for number in range(4):
            backup(sqlite_database, tmp_path / f"{number}.copy", NOW)
        for each in writes:
            each.result()

    for number in range(4):
        with closing(sqlite3.connect(tmp_path / f"{number}.copy")) as copy:
            stored = copy.execute("SELECT count(*) FROM articles").fetchone()[0]
            noted = copy.execute("SELECT value FROM marks WHERE name = 'articles'").fetchone() or ("0",)
            assert str(stored) == noted[0]


def test_a_backup_never_overwrites(sqlite_database, tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear all")
    with pytest.raises(BackupRefused, match=r"letter\.txt"):
        backup(sqlite_database, path, NOW)
    assert path.read_text() == "Dear all"


def test_a_backup_that_is_not_sound_is_not_kept(sqlite_database, tmp_path):
    with closing(sqlite3.connect(sqlite_database.file)) as connection, connection:
        connection.execute("INSERT INTO readings VALUES (5, 999, '2026-01-01')")
    path = tmp_path / "copies" / "monday.sqlite"
    path.parent.mkdir()
    with pytest.raises(StorageDamaged, match="references"):
        backup(sqlite_database, path, NOW)
    assert list(path.parent.iterdir()) == []
    assert check(sqlite_database).last_backup is None


def test_a_backup_of_a_damaged_file_is_not_kept(sqlite_database, tmp_path):
    damage(sqlite_database)
    with pytest.raises(StorageDamaged):
        backup(sqlite_database, tmp_path / "copy", NOW)
    assert not (tmp_path / "copy").exists()


def test_a_database_that_is_not_there_cannot_be_backed_up(tmp_path):
    (tmp_path / "taken").mkdir()
    with pytest.raises(StorageUnavailable):
        backup(Database.open(f"sqlite:///{tmp_path / 'taken'}"), tmp_path / "copy", NOW)
    assert not (tmp_path / "copy").exists()


def test_postgresql_is_left_to_its_own_tool(postgres_database, tmp_path):
    with pytest.raises(BackupRefused, match="pg_dump"):
        backup(postgres_database, tmp_path / "copy", NOW)
