import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.keyboards import keyboard, sealed, unsealed
from bot.messages.message import MOST_DATA_BYTES, Button, Message

TOKEN = "7000:test"


@given(st.text(max_size=40), st.integers(-(2**52), 2**52))
def test_what_a_button_carries_comes_back_in_its_own_chat_alone(data, chat_id):
    carried = sealed(data, chat_id, TOKEN)
    assert unsealed(carried, chat_id, TOKEN) == data
    if data:
        assert unsealed(carried, chat_id + 1, TOKEN) == ""
        assert unsealed(carried, chat_id, "7000:other") == ""


@given(st.text(max_size=64))
def test_what_a_client_makes_up_is_nothing(data):
    assert unsealed(data, 100, TOKEN) == ""


@pytest.mark.parametrize("change", ["feedon:2", "feedon:11", "feedon:", "Feedon:1"])
def test_a_seal_fits_no_other_data(change):
    seal = sealed("feedon:1", 100, TOKEN).removeprefix("feedon:1")
    assert unsealed(change + seal, 100, TOKEN) == ""


def test_the_longest_data_still_fits_into_a_button():
    keys = keyboard(Message("x", ((Button("A", "é" * (MOST_DATA_BYTES // 2)),),)), -(10**12), TOKEN)
    assert len(keys.inline_keyboard[0][0].callback_data.encode()) == 64
