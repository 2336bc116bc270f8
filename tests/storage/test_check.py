from datetime import timedelta

from storage import schema
from storage.check import check, vitals
from storage.database import Database
from storage.feed_records import Feed
from storage.outbox_records import ALERT
from storage.records import TERMINAL_CHAT, Chat, Vitals
from tests.storage.builders import MINUTE, NOW, damage, new_article


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
    assert health.last_backup is None


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


def test_an_idle_database_has_nothing_waiting(database):
    assert vitals(database, NOW) == Vitals({}, None, 0, None, {}, None)


def test_the_vitals_tell_what_waits_and_since_when(database):
    with database.write() as uow:
        uow.inbox(42).accept([(1, 5, "{}"), (2, 5, "{}")], NOW)
        uow.inbox(43).accept([(1, 5, "{}")], NOW + MINUTE)
        uow.inbox(42).finish(1)
        for number, due in ((1, NOW), (2, NOW - MINUTE)):
            feed = Feed(f"https://a.example/{number}", "a.example", next_due=due, added=NOW)
            uow.feeds.add(feed)
        for chat_id, ago in ((11, 1), (12, 2), (13, 3), (TERMINAL_CHAT, 4)):
            uow.chats.save(Chat(chat_id, "private", active=chat_id != 13))
            uow.posts.deliver(uow.posts.add("notice", "{}", NOW), chat_id, NOW - ago * MINUTE, ALERT)
        uow.deliveries.pause_chat(12, NOW + 5 * MINUTE)
        uow.commit()

    facts = vitals(database, NOW)

    assert (facts.updates, facts.oldest_update) == (2, NOW)
    assert (facts.feeds, facts.oldest_feed_due) == ({"active": 2}, NOW - MINUTE)
    # The second chat is paused, the third gone, the terminal at times not there: nobody is late.
    assert (facts.deliveries, facts.oldest_due) == ({"waiting": 4}, NOW - MINUTE)
    assert vitals(database, NOW + timedelta(hours=1)).oldest_due == NOW - 2 * MINUTE
