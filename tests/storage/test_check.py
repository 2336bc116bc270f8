from storage import schema
from storage.check import check
from storage.database import Database
from tests.storage.builders import NOW, damage, new_article


def test_a_sound_database_says_what_it_holds(database):
    with database.write() as uow:
        uow.articles.add(new_article("https://a.example/1"), (), NOW)
        uow.inbox(42).accept([(1, 5, "{}")], NOW)
        uow.commit()

    health = check(database)

    assert (health.trouble, health.sound, health.schema) == ("", True, schema.HEAD)
    assert dict(health.counts)["articles"] == dict(health.counts)["accepted_updates"] == 1
    assert dict(health.counts)["chats"] == 0
    assert health.size > 0
    assert (health.waiting_updates, health.oldest_waiting, health.last_backup) == (1, NOW, None)


def test_a_database_without_its_schema_is_told_apart(tmp_path):
    health = check(Database.open(f"sqlite:///{tmp_path / 'new.sqlite'}"))
    assert health.schema == ""
    assert "newsdesk migrate" in health.trouble


def test_a_database_out_of_reach_is_a_fact_and_no_failure(free_tcp_port):
    health = check(Database.open(f"postgresql://reader@127.0.0.1:{free_tcp_port}/news"))
    assert health.trouble.startswith("StorageUnavailable")
    assert not health.sound


def test_a_damaged_file_is_found(sqlite_database):
    damage(sqlite_database)
    assert not check(sqlite_database).sound
    assert check(sqlite_database).trouble
    assert check(sqlite_database, thorough=False).sound
