from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.rates import RateLimit, peak


def test_a_chat_takes_one_message_a_second():
    limit = RateLimit()
    assert [limit.wait(5, now) for now in (0.0, 0.5, 1.0)] == [0, 1, 0]


def test_all_chats_together_take_thirty_a_second():
    limit = RateLimit()
    assert [limit.wait(chat, 0.0) for chat in range(1, 32)] == [0] * 30 + [1]


def test_a_group_takes_twenty_a_minute():
    limit = RateLimit()
    assert [limit.wait(-5, float(second)) for second in range(21)] == [0] * 20 + [40]
    assert limit.wait(-5, 60.0) == 0


def test_a_limit_of_zero_is_none():
    limit = RateLimit(overall=0, per_chat=0, per_group_minute=0)
    assert {limit.wait(-5, 0.0) for _ in range(100)} == {0}


@given(st.lists(st.floats(0, 100)))
def test_what_is_let_through_keeps_the_limit(times):
    limit = RateLimit(overall=3, per_chat=0)
    passed = [now for number, now in enumerate(sorted(times)) if not limit.wait(number + 1, now)]
    assert peak(passed) <= 3


def test_the_peak_is_the_fullest_window():
    assert peak([0.0, 0.2, 0.9, 1.0, 5.0]) == 3
    assert peak([]) == 0
