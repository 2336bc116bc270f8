from hypothesis import given
from hypothesis import strategies as st

from bot.local.updates import UpdateQueue


def queue(size):
    updates = UpdateQueue()
    for number in range(size):
        updates.add({"number": number, "update_id": 99})
    return updates


def ids(updates):
    return [update["update_id"] for update in updates]


def test_updates_come_in_order_with_rising_ids():
    assert ids(queue(3).take()) == [1, 2, 3]


def test_updates_come_again_until_a_later_one_is_asked_for():
    updates = queue(3)
    assert ids(updates.take(1)) == [1, 2, 3]
    assert ids(updates.take(1)) == [1, 2, 3]
    assert ids(updates.take(3)) == [3]
    assert ids(updates.take(0)) == [3]


def test_at_most_a_hundred_come_at_once():
    assert len(queue(150).take()) == 100
    assert ids(queue(5).take(0, 2)) == [1, 2]
    assert len(queue(150).take(0, 500)) == 100


def test_a_negative_offset_keeps_only_the_last():
    updates = queue(5)
    assert ids(updates.take(-2)) == [4, 5]
    assert ids(updates.take(0)) == [4, 5]


@given(st.lists(st.integers(1, 10)))
def test_a_loop_that_confirms_sees_each_update_once(limits):
    updates, seen, offset = queue(30), [], 0
    for limit in [*limits, 100]:
        for update in updates.take(offset, limit):
            seen.append(update["update_id"])
            offset = update["update_id"] + 1
    assert seen == list(range(1, 31))
