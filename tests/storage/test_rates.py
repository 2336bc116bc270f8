from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import text

from tests.storage.builders import MINUTE, NOW

SECOND = timedelta(seconds=1)


def spend(database, at, user_id=1, deed="question", most=3, span=MINUTE):
    with database.write() as uow:
        excess = uow.rates.spend(user_id, deed, most, span, at)
        uow.commit()
    return excess


def rows(database):
    with database.engine.connect() as connection:
        return connection.execute(text("SELECT count(*) FROM rates")).scalar_one()


def test_all_may_be_spent_at_once_and_comes_back_share_by_share(database):
    assert [spend(database, NOW) for _ in range(3)] == [None] * 3
    assert spend(database, NOW).again == NOW + 20 * SECOND
    assert spend(database, NOW + 19 * SECOND).again == NOW + 20 * SECOND
    assert spend(database, NOW + 20 * SECOND) is None
    assert spend(database, NOW + 20 * SECOND).again == NOW + 40 * SECOND


def test_a_refusal_is_the_first_until_the_deed_was_possible_again(database):
    for _ in range(3):
        spend(database, NOW)
    assert [spend(database, NOW).is_first for _ in range(3)] == [True, False, False]
    assert spend(database, NOW + 20 * SECOND) is None
    assert spend(database, NOW + 20 * SECOND).is_first


def test_people_and_deeds_are_counted_apart(database):
    for _ in range(4):
        spend(database, NOW)
    assert spend(database, NOW, user_id=2) is None
    assert spend(database, NOW, deed="topic") is None


def test_of_many_at_once_no_more_pass_than_may(database):
    with ThreadPoolExecutor(8) as pool:
        passed = list(pool.map(lambda _: spend(database, NOW, most=5), range(24)))
    assert passed.count(None) == 5


def test_a_clock_put_back_shuts_nobody_out_for_long(database):
    for _ in range(3):
        spend(database, NOW + timedelta(days=365))
    assert spend(database, NOW).again <= NOW + MINUTE


def test_who_is_even_again_is_forgotten_and_nobody_else(database):
    spend(database, NOW)
    spend(database, NOW + MINUTE, user_id=2)
    with database.write() as uow:
        uow.rates.forget(NOW + 20 * SECOND)
        uow.commit()
    assert rows(database) == 1
