import dataclasses
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.columns import clean_text
from storage.database import Database
from storage.feed_records import Entry, Feed, NewEntry
from tests.conftest import empty
from tests.storage.builders import MINUTE, NOW, new_article

WHOLE = NewEntry(
    keys=("guid 1", "https://harbour.example/1"),
    link="https://harbour.example/1",
    title="Bridge opens",
    host="harbour.example",
    text="The bridge opened.",
    author="Ana Ruiz",
    image="https://harbour.example/1.jpg",
    language="en",
    published=NOW - MINUTE,
)


@pytest.fixture
def feed_id(database) -> int:
    return add_feed(database)


def add_feed(database: Database, url: str = "https://harbour.example/feed") -> int:
    with database.write() as uow:
        feed, _ = uow.feeds.add(Feed(url=url, host="harbour.example", next_due=NOW, added=NOW))
        uow.commit()
    return feed.id


def add(database: Database, feed_id: int, *entries: NewEntry, now: datetime = NOW) -> list[tuple[int, bool]]:
    with database.write() as uow:
        added = uow.entries.add(feed_id, entries, now)
        uow.commit()
    return list(added)


def keyed(*keys: str, host: str = "") -> NewEntry:
    return NewEntry(keys, "https://harbour.example/x", "X", host=host)


def claim(database: Database, now: datetime = NOW, limit: int = 9, **rest: int) -> list[int]:
    with database.write() as uow:
        claimed = uow.entries.claim(limit, now, MINUTE, "one", **rest)
        uow.commit()
    return [entry.id for entry in claimed]


def test_a_new_entry_is_kept_with_everything_it_says(database, feed_id):
    [(entry_id, is_new)] = add(database, feed_id, WHOLE)
    assert is_new
    said = {field.name: getattr(WHOLE, field.name) for field in dataclasses.fields(WHOLE) if field.name != "keys"}
    with database.read() as uow:
        assert uow.entries.get(entry_id) == Entry(
            id=entry_id,
            feed_id=feed_id,
            state="waiting",
            first_seen=NOW,
            last_seen=NOW,
            due=NOW,
            attempts=0,
            article_id=None,
            **said,
        )
        assert uow.entries.get(entry_id + 1) is None


def test_an_entry_is_known_by_any_of_its_keys_and_first_seen_once(database, feed_id):
    [(entry_id, _)] = add(database, feed_id, keyed("guid", "link"))
    assert add(database, feed_id, keyed("new guid", "link"), now=NOW + MINUTE) == [(entry_id, False)]
    assert add(database, feed_id, keyed("new guid", "new link"), now=NOW + 2 * MINUTE) == [(entry_id, False)]
    assert add(database, feed_id, keyed("guid"), now=NOW + 3 * MINUTE) == [(entry_id, False)]
    with database.read() as uow:
        entry = uow.entries.get(entry_id)
        assert entry is not None
        assert (entry.first_seen, entry.last_seen) == (NOW, NOW + 3 * MINUTE)


def test_entries_of_two_feeds_are_two(database, feed_id):
    other = add_feed(database, "https://else.example/feed")
    assert add(database, feed_id, keyed("guid"))[0][1]
    assert add(database, other, keyed("guid"))[0][1]


def test_an_entry_that_a_feed_repeats_in_one_answer_is_one(database, feed_id):
    first, second, third = add(database, feed_id, keyed("a", "b"), keyed("b", "c"), keyed("c"))
    assert first[1]
    assert second == third == (first[0], False)


def test_the_newest_entries_of_a_feed_come_first(database, feed_id):
    old = add(database, feed_id, keyed("a"), keyed("b"))
    new = add(database, feed_id, keyed("c"), now=NOW + MINUTE)
    with database.read() as uow:
        assert [entry.id for entry in uow.entries.newest(feed_id, 2)] == [new[0][0], old[1][0]]


def test_a_finished_entry_leads_to_its_article_and_keeps_nothing_it_said(database, feed_id):
    [(entry_id, _), (given_up, _)] = add(database, feed_id, WHOLE, keyed("other"))
    with database.write() as uow:
        article, _ = uow.articles.add(new_article("https://harbour.example/1"), (), NOW)
        uow.entries.finish(entry_id, article.id)
        uow.entries.finish(given_up, None)
        entry = uow.entries.get(entry_id)
        assert entry is not None
        assert (entry.state, entry.article_id, entry.text, entry.author, entry.image) == (
            "done",
            article.id,
            "",
            "",
            "",
        )
        assert uow.entries.waiting() == 0
        assert uow.entries.feeds_of([article.id]) == (feed_id,)
        uow.articles.remove(article.id)
        assert uow.entries.feeds_of([article.id]) == ()
        assert uow.entries.add(feed_id, [WHOLE], NOW) == ((entry_id, False),)
        failed = uow.entries.get(given_up)
        assert failed is not None
        assert failed.state == "failed"


def test_waiting_entries_are_claimed_once_within_a_lease(database, feed_id):
    [(first, _), (second, _)] = add(database, feed_id, keyed("a"), keyed("b"))
    assert claim(database, limit=1) == [first]
    assert claim(database) == [second]
    assert claim(database) == []
    with database.write() as uow:
        uow.entries.postpone(second, NOW + 5 * MINUTE)
        uow.commit()
    assert claim(database, NOW + MINUTE) == [first]
    assert claim(database, NOW + 5 * MINUTE) == [first, second]
    with database.write() as uow:
        entry = uow.entries.get(first)
        assert entry is not None
        assert entry.attempts == 3
        uow.entries.finish(first, None)
        uow.entries.release("one")
        uow.commit()
    assert claim(database, NOW + 5 * MINUTE) == [second]


def test_a_host_has_few_pages_fetched_at_once_and_entries_without_a_page_wait_for_nothing(database, feed_id):
    ids = [
        entry_id
        for entry_id, _ in add(
            database,
            feed_id,
            *[keyed(f"a{n}", host="a") for n in range(3)],
            *[keyed(f"n{n}") for n in range(3)],
            keyed("b", host="b"),
        )
    ]
    with database.write() as uow:
        uow.feeds.hold_host("b", NOW + MINUTE)
        uow.commit()
    assert claim(database) == [ids[0], ids[1], *ids[3:6]]
    assert claim(database) == []
    with database.write() as uow:
        uow.entries.finish(ids[0], None)
        uow.commit()
    assert claim(database) == [ids[2]]
    assert claim(database, NOW + MINUTE, per_host=9) == ids[1:]


def test_entries_long_gone_from_their_feed_are_forgotten_in_small_bites(database, feed_id):
    ids = [entry_id for entry_id, _ in add(database, feed_id, *[keyed(str(n)) for n in range(4)])]
    with database.write() as uow:
        for entry_id in ids[:3]:
            uow.entries.finish(entry_id, None)
        uow.entries.add(feed_id, [keyed("0")], NOW + 2 * MINUTE)
        assert uow.entries.forget(NOW + MINUTE, 1) == 1
        assert uow.entries.forget(NOW + MINUTE, 9) == 1
        assert [uow.entries.get(entry_id) is None for entry_id in ids] == [False, True, True, False]
        assert uow.entries.add(feed_id, [keyed("1")], NOW)[0][1]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    polls=st.lists(st.lists(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=3), max_size=6), max_size=5),
    title=st.text(st.characters(codec=None), max_size=50),
)
def test_a_feed_that_says_the_same_again_brings_nothing_new(database, polls, title):
    empty(database)
    feed_id = add_feed(database)
    for poll in polls:
        entries = [NewEntry(tuple(keys), "link", title) for keys in poll]
        first = add(database, feed_id, *entries)
        again = add(database, feed_id, *entries)
        assert [entry_id for entry_id, _ in again] == [entry_id for entry_id, _ in first]
        assert not any(is_new for _, is_new in again)
    with database.read() as uow:
        assert all(entry.title == clean_text(title) for entry in uow.entries.newest(feed_id, 99))
