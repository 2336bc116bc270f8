"""What needs a person is told once, over restarts too, and once more when it is over."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.messages.posts import post_message
from bot.usecases.notices import worry_of
from bot.usecases.watch_over import NEARLY_FULL, WatchOver
from storage.errors import StorageFull
from storage.feed_records import Feed
from tests.feedroom import MINUTE, NOON

OWNER = 100


class Watch:
    """A watch of one worker, minute by minute; `room` is what is left on its disk."""

    def __init__(self, database, folder, worker="a"):
        self.database, self.folder, self.worker = database, folder, worker
        self.now, self.room = NOON, 10 * NEARLY_FULL
        self.restart()

    def restart(self):
        self.over = WatchOver(self.database, self.worker, self.folder, lambda _: self.room)

    def look(self, times=1, **seen):
        """What the owner is told of so many looks."""
        for _ in range(times):
            self.now += MINUTE
            self.over(self.now, **seen)
        return self.told()

    def told(self):
        with self.database.write() as uow:
            claimed = uow.deliveries.claim(10, self.now, MINUTE, "tester")
            for one in claimed:
                assert one.chat_id == OWNER
                uow.deliveries.sent(one.id, 1, 1, self.now)
            uow.commit()
        return [post_message(worry_of(one.post)).html for one in claimed]


@pytest.fixture
def watch(database, tmp_path):
    with database.write() as uow:
        uow.people.claim(OWNER, "ada", "Ada", NOON)
        uow.commit()
    return Watch(database, tmp_path)


def feeds(watch, working, failing):
    with watch.database.write() as uow:
        for one in uow.feeds.all():
            uow.feeds.remove(one.id)
        for number in range(working + failing):
            failures = 1 if number < failing else 0
            uow.feeds.add(Feed(f"https://{number}.example/", f"{number}.example", NOON, NOON, failures=failures))
        uow.commit()


def test_a_quiet_house_tells_nothing(watch):
    feeds(watch, 5, 2)
    assert watch.look(10) == []


def test_a_full_disk_is_told_once_also_after_a_restart_and_when_it_has_room_again(watch):
    watch.room = 312_000_000
    assert watch.look() == []
    (told,) = watch.look()
    assert told.startswith("My disk is nearly full: 312 MB are left.")
    assert watch.look(10) == []
    watch.restart()
    assert watch.look(10) == []
    watch.room = NEARLY_FULL + 1  # no more than a little better
    assert watch.look(10) == []
    watch.room = 2 * NEARLY_FULL
    assert watch.look(4) == []
    assert watch.look() == ["My disk has room again."]
    assert watch.look(10) == []
    watch.room = 1
    assert len(watch.look(2)) == 1


def test_many_failing_feeds_are_told_once(watch):
    feeds(watch, 3, 3)
    assert watch.look(2) == [
        "3 of 6 feeds do not work. When they are of different sites, please look at my connection first."
    ]
    feeds(watch, 6, 3)
    assert watch.look(10) == []
    feeds(watch, 12, 2)
    assert watch.look(5) == ["Most feeds work again."]


def test_two_workers_tell_of_feeds_once(watch, tmp_path):
    other = Watch(watch.database, tmp_path / "b", "b")
    feeds(watch, 0, 5)
    told = []
    for _ in range(6):
        told += watch.look() + other.look()
    assert len(told) == 1


def test_a_conflict_that_passes_at_a_restart_is_not_told(watch):
    assert watch.look(has_conflict=True) == []
    assert watch.look(10) == []


def test_a_conflict_that_lasts_is_told_once_though_it_comes_and_goes(watch):
    (told,) = watch.look(2, has_conflict=True)
    assert "Another program asks Telegram for my messages with my token" in told
    for _ in range(5):
        assert watch.look(2) == []
        assert watch.look(2, has_conflict=True) == []
    assert watch.look(5) == ["No other program uses my token any more."]


def test_a_refused_token_is_told_when_telegram_takes_it_again(watch):
    watch.over.token_refused(datetime(2026, 5, 4, 9, 30, tzinfo=UTC))
    watch.over.token_refused(datetime(2026, 5, 4, 9, 40, tzinfo=UTC))
    watch.restart()
    assert watch.look() == ["Telegram takes my token again, which it refused since 4 May 2026, 09:30 UTC."]
    assert watch.look(5) == []


def test_without_an_owner_nobody_is_told_until_there_is_one(database, tmp_path):
    watch = Watch(database, tmp_path)
    watch.room = 1
    assert watch.look(5) == []
    with database.write() as uow:
        uow.people.claim(OWNER, "ada", "Ada", NOON)
        uow.commit()
    assert len(watch.look(5)) == 1


def test_a_failing_database_is_told_once_also_after_a_restart_and_when_it_works_again(watch):
    watch.look()
    assert watch.over.database_failed() is None
    assert watch.over.database_failed() == OWNER
    watch.over.database_told()
    assert watch.over.database_failed() is None
    watch.restart()
    assert [watch.over.database_failed() for _ in range(5)] == [None] * 5
    (told,) = watch.look()
    assert told.startswith("My database works again; it did not since ")
    assert watch.look(5) == []


def test_who_the_owner_is_is_read_where_a_look_never_succeeded(watch):
    assert [watch.over.database_failed() for _ in range(2)] == [None, OWNER]


def test_one_failure_of_the_database_is_not_told(watch):
    for _ in range(5):
        assert watch.over.database_failed() is None
        watch.look()


def test_a_look_that_could_not_be_kept_tells_nothing(watch, monkeypatch):
    watch.room = 1
    watch.look()
    with monkeypatch.context() as broken:
        broken.setattr("storage.unit_of_work.UnitOfWork.commit", lambda _: (_ for _ in ()).throw(StorageFull("full")))
        with pytest.raises(StorageFull):
            watch.over(watch.now + MINUTE)
    assert watch.told() == []
    assert len(watch.look(2)) == 1
    assert watch.now - NOON < timedelta(minutes=5)
