from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.database import Database
from storage.records import AcceptedUpdate
from tests.conftest import empty
from tests.storage.builders import MINUTE, NOW

DAY = timedelta(days=1)
BOT = 42


def accept(database: Database, *updates: tuple[int, int | None], now: datetime = NOW) -> int:
    with database.write() as uow:
        count = uow.inbox(BOT).accept(
            [(update_id, chat_id, f'{{"n": {update_id}}}') for update_id, chat_id in updates], now
        )
        uow.commit()
    return count


def claim(database: Database, limit: int = 9, now: datetime = NOW, owner: str = "one") -> list[int]:
    with database.write() as uow:
        claimed = uow.inbox(BOT).claim(limit, now, MINUTE, owner)
        uow.commit()
    return [update.update_id for update in claimed]


def finish(database: Database, *update_ids: int) -> None:
    with database.write() as uow:
        for update_id in update_ids:
            uow.inbox(BOT).finish(update_id)
        uow.commit()


def test_an_update_comes_out_as_it_was_accepted(database):
    accept(database, (7, 5))
    with database.write() as uow:
        assert uow.inbox(BOT).claim(9, NOW + MINUTE, MINUTE, "one") == (AcceptedUpdate(7, 5, '{"n": 7}', NOW, 1),)


def test_a_repeated_update_is_known_before_and_after_it_is_finished(database):
    assert accept(database, (7, 5), (8, 5), (8, 5)) == 2
    assert accept(database, (8, 5), (9, 5)) == 1
    finish(database, 7, 8, 9)
    assert accept(database, (7, 5), (8, 5), now=NOW + DAY) == 0
    assert claim(database) == []


def test_an_update_that_comes_late_and_out_of_order_is_not_taken_for_a_repetition(database):
    accept(database, (9, 5))
    finish(database, 9)
    assert accept(database, (8, 5)) == 1


def test_finished_updates_keep_nothing_and_go_after_two_days(database):
    accept(database, (7, 5), (8, 5))
    finish(database, 7)
    with database.engine.connect() as connection:
        row = connection.exec_driver_sql("SELECT chat_id, payload FROM accepted_updates WHERE update_id = 7").one()
    assert tuple(row) == (None, "")

    accept(database, now=NOW + 2 * DAY + MINUTE)

    with database.engine.connect() as connection:
        left = connection.exec_driver_sql("SELECT update_id FROM accepted_updates").scalars().all()
    assert left == [8]


def test_numbers_that_start_again_after_a_week_are_new(database):
    accept(database, (900_000, 5))
    finish(database, 900_000)
    assert accept(database, (12, 5), now=NOW + 8 * DAY) == 1
    with database.read() as uow:
        assert uow.inbox(BOT).next_offset(NOW + 8 * DAY) == 13


def test_the_next_offset_follows_the_last_receipt(database):
    with database.read() as uow:
        assert uow.inbox(BOT).next_offset(NOW) == 0
    accept(database, (7, 5), (9, 6))
    finish(database, 9)
    with database.read() as uow:
        assert uow.inbox(BOT).next_offset(NOW + DAY) == 10
        assert uow.inbox(BOT).next_offset(NOW + 2 * DAY) == 0


def test_a_chat_is_served_in_order_and_chats_side_by_side(database):
    accept(database, (4, None), (3, 5), (2, 6), (1, 5), (5, None), (6, 6))
    assert claim(database, 2) == [1, 2]
    assert claim(database) == [4, 5]
    assert claim(database) == []
    finish(database, 1)
    assert claim(database) == [3]
    finish(database, 2, 3)
    assert claim(database) == [6]


def test_an_update_whose_lease_ran_out_is_given_out_again(database):
    accept(database, (1, 5), (2, 5))
    assert claim(database) == [1]
    assert claim(database, now=NOW + MINUTE / 2, owner="two") == []
    with database.write() as uow:
        again = uow.inbox(BOT).claim(9, NOW + MINUTE, MINUTE, "two")
        assert [(update.update_id, update.attempts) for update in again] == [(1, 2)]


def test_a_lease_can_be_made_longer(database):
    accept(database, (1, 5))
    assert claim(database) == [1]
    with database.write() as uow:
        uow.inbox(BOT).extend([1], NOW + 5 * MINUTE)
        uow.commit()
    assert claim(database, now=NOW + 4 * MINUTE) == []
    assert claim(database, now=NOW + 5 * MINUTE) == [1]


def test_a_postponed_update_waits_and_its_attempt_does_not_count(database):
    accept(database, (1, 5), (2, 5))
    assert claim(database) == [1]
    with database.write() as uow:
        uow.inbox(BOT).postpone([1], NOW + 5 * MINUTE)
        uow.commit()
    assert claim(database, now=NOW + 4 * MINUTE) == []
    with database.write() as uow:
        (again,) = uow.inbox(BOT).claim(9, NOW + 5 * MINUTE, MINUTE, "one")
    assert (again.update_id, again.attempts) == (1, 1)


def test_a_new_life_takes_up_what_the_last_one_held(database):
    accept(database, (1, 5), (2, 6), (3, 7))
    assert claim(database, 2, owner="one") == [1, 2]
    assert claim(database, owner="two") == [3]
    finish(database, 2)
    with database.write() as uow:
        assert uow.inbox(BOT).release("one") == (1,)
        uow.commit()
    assert claim(database, owner="one") == [1]


def test_what_waits_is_counted(database):
    with database.read() as uow:
        assert uow.inbox(BOT).depth() == 0
    accept(database, (1, 5))
    accept(database, (2, 5), now=NOW + MINUTE)
    finish(database, 1)
    with database.read() as uow:
        assert uow.inbox(BOT).depth() == 1


def test_two_programs_never_get_the_same_update(database):
    accept(database, *[(number, number % 7 or None) for number in range(1, 60)])
    barrier = Barrier(4)

    def work(number: int) -> list[int]:
        done: list[int] = []
        barrier.wait()
        while len(done) < 100:
            mine = claim(database, 3, owner=str(number))
            if not mine:
                with database.read() as uow:
                    if uow.inbox(BOT).depth() == 0:
                        break
            finish(database, *mine)
            done += mine
        return done

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(work, range(4)))

    assert sorted(number for some in done for number in some) == list(range(1, 60))


def test_an_update_another_is_just_claiming_is_passed_over_without_waiting(postgres_database):
    accept(postgres_database, (1, 5), (2, 6))
    with postgres_database.write() as one, postgres_database.write() as two:
        assert [update.update_id for update in one.inbox(BOT).claim(1, NOW, MINUTE, "one")] == [1]
        assert [update.update_id for update in two.inbox(BOT).claim(9, NOW, MINUTE, "two")] == [2]


steps = st.lists(
    st.one_of(
        st.tuples(st.just("accept"), st.integers(1, 12)),
        st.tuples(st.just("claim"), st.integers(1, 3)),
        st.tuples(st.just("finish"), st.integers(1, 12)),
        st.tuples(st.just("later"), st.integers(10, 70)),
    ),
    max_size=25,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_whatever_happens_an_update_is_held_once_and_in_its_chats_order(database, steps):
    empty(database)
    now, waiting, held, known = NOW, set[int](), dict[int, datetime](), set[int]()
    for what, number in steps:
        if what == "accept":
            assert accept(database, (number, number % 3), now=now) == (number not in known)
            waiting |= {number} - known
            known.add(number)
        elif what == "later":
            now += timedelta(seconds=number)
        elif what == "finish":
            finish(database, number)
            waiting.discard(number)
        else:
            expected = [
                update
                for update in sorted(waiting)
                if not any(other % 3 == update % 3 and other < update for other in waiting)
                and held.get(update, now) <= now
            ][:number]
            assert claim(database, number, now) == expected
            held |= dict.fromkeys(expected, now + MINUTE)


def test_a_detached_update_lets_the_next_of_its_chat_go_first_but_is_not_given_out_twice(database):
    accept(database, (7, 5), (8, 5))
    assert claim(database) == [7]
    with database.write() as uow:
        uow.inbox(BOT).detach(7)
        uow.commit()
    assert claim(database) == [8]
    assert claim(database) == []


def test_a_detached_update_is_in_its_chats_order_again_after_a_restart(database):
    accept(database, (7, 5), (8, 5))
    claim(database, owner="gone")
    with database.write() as uow:
        uow.inbox(BOT).detach(7)
        uow.inbox(BOT).release("gone")
        uow.commit()
    assert claim(database) == [7]


def test_two_bots_do_not_see_each_others_updates(database):
    accept(database, (7, 5))
    with database.write() as uow:
        assert uow.inbox(BOT + 1).accept([(7, 5, "{}")], NOW) == 1
        assert uow.inbox(BOT + 1).claim(9, NOW, MINUTE, "two")[0].payload == "{}"
        uow.inbox(BOT + 1).finish(7)
        uow.commit()
    assert claim(database) == [7]
