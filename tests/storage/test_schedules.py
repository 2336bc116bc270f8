import dataclasses
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

from storage.database import Database
from storage.outbox_records import Schedule
from tests.storage.builders import MINUTE, NOW

MORNING = Schedule(5, minute=450, days=0b11111, budget_minutes=10, quiet_start=1320, quiet_end=420, next_due=NOW)


def claim(database: Database, now: datetime = NOW, limit: int = 9) -> list[int]:
    with database.write() as uow:
        claimed = uow.schedules.claim_due(limit, now, MINUTE, "one")
        uow.commit()
    return [schedule.chat_id for schedule in claimed]


def test_a_schedule_is_kept_as_saved_last(database):
    with database.write() as uow:
        assert uow.schedules.get(5) is None
        uow.schedules.save(MORNING)
        assert uow.schedules.get(5) == MORNING
        later = dataclasses.replace(MORNING, next_due=None, last_digest=NOW)
        uow.schedules.save(later)
        assert uow.schedules.get(5) == later


def test_changes_made_side_by_side_lose_nothing(database):
    with database.write() as uow:
        uow.schedules.save(dataclasses.replace(MORNING, minute=0))
        uow.commit()
    barrier = Barrier(4)

    def change(_worker: int) -> None:
        barrier.wait()
        for _ in range(10):
            with database.write() as uow:
                schedule = uow.schedules.get(5, held=True)
                assert schedule is not None
                uow.schedules.save(dataclasses.replace(schedule, minute=schedule.minute + 1))
                uow.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(change, range(4)))
    with database.read() as uow:
        assert uow.schedules.get(5) == dataclasses.replace(MORNING, minute=40)


def test_due_digests_are_claimed_once_longest_due_first(database):
    with database.write() as uow:
        for chat_id, due in ((5, NOW), (6, NOW - MINUTE), (7, NOW + MINUTE), (8, None)):
            uow.schedules.save(dataclasses.replace(MORNING, chat_id=chat_id, next_due=due))
        uow.commit()
    assert claim(database, limit=1) == [6]
    assert claim(database) == [5]
    assert claim(database) == []
    with database.write() as uow:
        uow.schedules.save(dataclasses.replace(MORNING, next_due=NOW + 9 * MINUTE))
        uow.schedules.release("two")
        uow.commit()
    assert claim(database, NOW + MINUTE) == [6, 7]
    with database.write() as uow:
        uow.schedules.release("one")
        uow.commit()
    assert claim(database, NOW + MINUTE) == [6, 7]


def test_one_worker_has_a_task_until_its_lease_ends(database):
    with database.write() as uow:
        assert uow.leases.take("telegram", "one", NOW, MINUTE)
        assert not uow.leases.take("telegram", "two", NOW + MINUTE / 2, MINUTE)
        assert uow.leases.take("telegram", "one", NOW + MINUTE / 2, MINUTE)
        assert uow.leases.take("tidy", "two", NOW, MINUTE)
        assert not uow.leases.take("telegram", "two", NOW + MINUTE, MINUTE)
        assert uow.leases.take("telegram", "two", NOW + 2 * MINUTE, MINUTE)


def test_of_workers_that_want_a_task_at_once_one_gets_it(database):
    barrier = Barrier(4)

    def take(owner: int) -> bool:
        barrier.wait()
        with database.write() as uow:
            taken = uow.leases.take("telegram", str(owner), NOW, MINUTE)
            uow.commit()
        return taken

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(take, range(4))) == 1
