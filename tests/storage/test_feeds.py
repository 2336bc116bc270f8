import dataclasses
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

from storage.database import Database
from storage.feed_records import Feed, NewEntry
from storage.following_records import Subscription
from tests.storage.builders import MINUTE, NOW

URL = "https://harbour.example/feed.xml"


def new_feed(url: str = URL, due: datetime = NOW, host: str = "harbour.example") -> Feed:
    return Feed(url=url, host=host, next_due=due, added=NOW)


def add(database: Database, *feeds: Feed) -> list[Feed]:
    with database.write() as uow:
        stored = [uow.feeds.add(feed)[0] for feed in feeds]
        uow.commit()
    return stored


def claim(database: Database, now: datetime = NOW, limit: int = 99, **rest: int) -> list[str]:
    with database.write() as uow:
        claimed = uow.feeds.claim_due(limit, now, MINUTE, "one", **rest)
        uow.commit()
    return [feed.url for feed in claimed]


def test_a_feed_is_stored_once_by_its_address(database):
    with database.write() as uow:
        feed, is_new = uow.feeds.add(new_feed())
        assert is_new
        assert feed == dataclasses.replace(new_feed(), id=feed.id)
        assert uow.feeds.add(new_feed(due=NOW + MINUTE)) == (feed, False)
        assert uow.feeds.get(feed.id) == uow.feeds.by_url(URL) == feed
        assert uow.feeds.get(feed.id + 1) is None
        assert uow.feeds.by_url("https://else.example") is None
        assert uow.feeds.all() == (feed,)


def test_an_address_or_host_of_any_length_can_be_stored(database):
    url = "https://harbour.example/" + "".join(chr(33 + n * 7919 % 90) for n in range(20_000))
    with database.write() as uow:
        feed, _ = uow.feeds.add(new_feed(url, host="h" * 5000))
        uow.feeds.hold_host("h" * 5000, NOW + MINUTE)
        assert uow.feeds.by_url(url) == feed
        assert uow.feeds.claim_due(9, NOW, MINUTE, "one") == ()


def test_what_polling_learnt_is_kept_byte_for_byte(database):
    [feed] = add(database, new_feed())
    polled = dataclasses.replace(
        feed,
        title="Гавань\0",
        site_url="https://harbour.example",
        language="ru",
        etag=bytes(range(256)),
        last_modified=b"Mon, 02 Mar 2026 09:30:00 GMT",
        body_hash=b"\0\xff",
        interval_seconds=900,
        next_due=NOW + 15 * MINUTE,
        checked=NOW,
        succeeded=NOW - MINUTE,
        state="paused",
        reason="404 Not Found",
        failures=3,
        moved_to="https://new.example/feed",
        moved_seen=2,
        told=True,
    )
    with database.write() as uow:
        uow.feeds.save(polled)
        uow.commit()
    with database.read() as uow:
        assert uow.feeds.get(feed.id) == dataclasses.replace(polled, title="Гавань")


def test_due_feeds_are_claimed_longest_due_first_and_once(database):
    add(
        database,
        new_feed("late", NOW - MINUTE, "a"),
        new_feed("later", NOW - 2 * MINUTE, "b"),
        new_feed("soon", NOW + MINUTE, "c"),
        dataclasses.replace(new_feed("paused", NOW - MINUTE, "d"), state="paused"),
    )
    assert claim(database, limit=1) == ["later"]
    assert claim(database) == ["late"]
    assert claim(database) == []
    assert claim(database, NOW + MINUTE) == ["later", "late", "soon"]


def test_saving_or_releasing_lets_go_of_a_claim(database):
    feeds = add(database, new_feed("a", host="a"), new_feed("b", host="b"))
    assert claim(database) == ["a", "b"]
    with database.write() as uow:
        uow.feeds.save(feeds[0])
        uow.commit()
    assert claim(database) == ["a"]
    with database.write() as uow:
        uow.feeds.release("two")
        uow.commit()
    assert claim(database) == []
    with database.write() as uow:
        uow.feeds.release("one")
        uow.commit()
    assert claim(database) == ["a", "b"]


def test_a_host_has_few_feeds_polled_at_once_and_none_when_it_asked_for_peace(database):
    feeds = add(database, *[new_feed(f"a{n}", host="a") for n in range(4)], new_feed("b", host="b"))
    with database.write() as uow:
        uow.feeds.hold_host("b", NOW + 2 * MINUTE)
        uow.feeds.hold_host("b", NOW + MINUTE)
        uow.commit()
    assert claim(database) == ["a0", "a1"]
    assert claim(database) == []
    with database.write() as uow:
        uow.feeds.save(dataclasses.replace(feeds[0], next_due=NOW + MINUTE))
        uow.commit()
    assert claim(database) == ["a2"]
    assert claim(database, NOW + 2 * MINUTE, per_host=9) == ["a1", "a2", "a3", "b", "a0"]
    with database.write() as uow:
        uow.feeds.forget_hosts(NOW + 2 * MINUTE)
        uow.commit()
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM hosts").scalar() == 0


def test_workers_that_claim_at_once_never_get_the_same_feed_nor_too_many_of_a_host(database):
    add(database, *[new_feed(f"{host}{n}", host=host) for host in "abc" for n in range(4)])
    barrier = Barrier(4)

    def work(_: int) -> list[str]:
        barrier.wait()
        return claim(database, limit=2)

    with ThreadPoolExecutor(4) as pool:
        claimed = [url for some in pool.map(work, range(4)) for url in some]
    assert len(set(claimed)) == len(claimed) == 6
    assert {host: sum(url.startswith(host) for url in claimed) for host in "abc"} == {"a": 2, "b": 2, "c": 2}


def test_a_feed_that_moved_keeps_everything_but_its_validators(database):
    [feed] = add(database, dataclasses.replace(new_feed(), title="Harbour", etag=b"1", moved_to="x", moved_seen=3))
    with database.write() as uow:
        moved = uow.feeds.move(feed.id, "https://new.example/feed", "new.example")
        assert moved == dataclasses.replace(
            feed, url="https://new.example/feed", host="new.example", etag=None, moved_to="", moved_seen=0
        )
        assert uow.feeds.by_url(URL) is None
        assert uow.feeds.move(feed.id, "https://new.example/feed", "new.example") == moved
        assert uow.feeds.move(999, "https://new.example/feed", "new.example") is None


def test_a_feed_that_moved_onto_another_becomes_one_with_it(database):
    old, there = add(database, new_feed("old"), new_feed("there"))
    with database.write() as uow:
        for chat_id, feed in ((5, old), (6, old), (6, there)):
            uow.subscriptions.add(Subscription(chat_id, "feed", "Harbour", NOW, feed_id=feed.id))
        both_old, alone = uow.entries.add(old.id, [entry("g1", "l1"), entry("g2", "l2")], NOW)
        both_new, _ = uow.entries.add(there.id, [entry("g1", "l9"), entry("g3", "l3")], NOW)

        assert uow.feeds.move(old.id, "there", "harbour.example") == there

        assert uow.feeds.all() == (there,)
        assert uow.subscriptions.followers_of_feed(there.id) == (5, 6)
        assert [kept.kind for kept in uow.subscriptions.of_chat(6)] == ["feed"]
        again = uow.entries.add(there.id, [entry("g1"), entry("g2"), entry("l1"), entry("l3")], NOW)
        assert again[:2] == ((both_new[0], False), (alone[0], False))
        assert again[2] == (both_old[0], False)
        assert not again[3][1]


def entry(*keys: str) -> NewEntry:
    return NewEntry(keys, "https://harbour.example/1", "Bridge opens")


def test_a_removed_feed_takes_its_entries_and_followers_with_it(database):
    [feed] = add(database, new_feed())
    with database.write() as uow:
        uow.subscriptions.add(Subscription(5, "feed", "Harbour", NOW, feed_id=feed.id))
        [(entry_id, _)] = uow.entries.add(feed.id, [entry("g1")], NOW)
        assert uow.feeds.remove(feed.id)
        assert not uow.feeds.remove(feed.id)
        assert uow.entries.get(entry_id) is None
        assert uow.subscriptions.of_chat(5) == ()


def test_the_health_of_all_feeds_is_counted(database):
    with database.read() as uow:
        assert uow.feeds.health() == {}
    states = [{}, {"failures": 1}, {"state": "paused", "failures": 9}, {"state": "paused"}, {"state": "gone"}]
    feeds = [dataclasses.replace(new_feed(str(n), NOW + n * MINUTE), **state) for n, state in enumerate(states)]
    stored = add(database, *feeds)
    with database.write() as uow:
        assert uow.feeds.health() == {"active": 1, "failing": 1, "paused": 2, "gone": 1}
        uow.subscriptions.add(Subscription(5, "feed", "Harbour", NOW, feed_id=stored[0].id))
        assert [feed.url for feed in uow.feeds.without_followers()] == ["1", "2", "3", "4"]


def test_a_thousand_due_feeds_are_claimed_in_small_bites(database):
    with database.write() as uow:
        for number in range(300):
            uow.feeds.add(new_feed(str(number), NOW - timedelta(seconds=number), f"host{number % 100}"))
        uow.commit()
    bites = [claim(database, limit=50) for _ in range(6)]
    assert [len(bite) for bite in bites] == [50, 50, 50, 50, 0, 0]
    assert bites[0][0] == "299"
