"""Who may use the bot."""

from datetime import UTC, datetime

import pytest

from bot.local.messages import Account, Chat
from bot.usecases.admit_people import AdmitPeople, Entry
from tests.conversation import conversation
from tests.fakes.telegram import PERSON

EVE = Account(666, "Eve", "eve")
BOB = Account(200, "Bob", "bob")
GROUP = Chat(-200, "supergroup", "The newsroom")


@pytest.fixture
async def closed(sqlite_database, tmp_path):
    async with conversation(sqlite_database, tmp_path, open_to_everyone=False) as talk:
        yield talk


async def claimed(talk, person: Account = PERSON) -> str:
    code = talk.newsdesk.desk.admit_people.new_code()
    (welcome,) = await talk.say(f"/start {code}", sender=person)
    assert "You are now the owner" in welcome.content.text
    return code


async def test_a_stranger_is_told_how_to_get_in_and_gets_nothing_else(closed):
    (refusal,) = await closed.say("why did they close the bridge?", sender=EVE)
    assert "/allow 666" in refusal.content.text
    (refusal,) = await closed.say("/library", sender=EVE)
    assert "private" in refusal.content.text


async def test_the_first_to_send_the_code_owns_the_bot(closed):
    await claimed(closed)
    (list_of_people,) = await closed.say("/allow")
    assert "Ada, @ada, 100 (owner)" in list_of_people.content.text


async def test_a_code_works_once(closed):
    code = await claimed(closed)
    (refusal,) = await closed.say(code, sender=EVE)
    assert "not valid" in refusal.content.text


async def test_a_code_may_be_typed_in_small_letters_and_without_its_dash(closed):
    code = closed.newsdesk.desk.admit_people.new_code()
    (welcome,) = await closed.say(code.lower().replace("-", ""))
    assert "owner" in welcome.content.text


async def test_who_is_admitted_anyway_becomes_the_owner_with_the_code_too(sqlite_database, tmp_path):
    async with conversation(sqlite_database, tmp_path, open_to_everyone=True) as talk:
        await claimed(talk)
        (list_of_people,) = await talk.say("/allow")
        assert "Ada, @ada, 100 (owner)" in list_of_people.content.text


async def test_a_wrong_code_opens_nothing(closed):
    closed.newsdesk.desk.admit_people.new_code()
    (refusal,) = await closed.say("/start AAAA-AAAA", sender=EVE)
    assert "not valid" in refusal.content.text


async def test_no_code_is_printed_for_a_bot_that_has_an_owner(closed):
    await claimed(closed)
    assert closed.newsdesk.desk.admit_people.new_code() is None


async def test_the_owner_lets_people_in_by_number_and_by_name_and_keeps_them_out_again(closed):
    await claimed(closed)
    await closed.say("/allow 666")
    await closed.say("/allow @Bob")
    assert "reads the news" in (await closed.say("/start", sender=EVE))[0].content.text
    assert "reads the news" in (await closed.say("/start", sender=BOB))[0].content.text
    await closed.say("/deny 666")
    assert "private" in (await closed.say("/start", sender=EVE))[0].content.text


async def test_a_name_let_in_does_not_open_the_bot_to_whoever_takes_the_name_later(closed):
    await claimed(closed)
    await closed.say("/allow @bob")
    await closed.say("/start", sender=BOB)
    (refusal,) = await closed.say("/start", sender=Account(201, "Not Bob", "bob"))
    assert "private" in refusal.content.text


async def test_the_owner_cannot_be_kept_out(closed):
    await claimed(closed)
    (refusal,) = await closed.say("/deny 100")
    assert "cannot keep you out" in refusal.content.text


async def test_somebody_let_in_is_not_the_owner(closed):
    await claimed(closed)
    await closed.say("/allow 666")
    (refusal,) = await closed.say("/allow 777", sender=EVE)
    assert "Only the owner" in refusal.content.text


async def test_strangers_in_a_group_are_met_with_silence(closed):
    assert await closed.say("/library", chat=GROUP, sender=EVE) == []


async def test_a_strangers_button_does_nothing(closed):
    await claimed(closed)
    (settings,) = await closed.say("/settings")
    assert await closed.press(settings, "5", presser=EVE) == []
    assert closed.shown(settings) == settings


def test_the_settings_admit_by_number_and_by_name_in_any_case(sqlite_database):
    admit = AdmitPeople(sqlite_database, allowed_users=frozenset({"5", "@ann"}))
    assert admit(5, "") is Entry.ALLOWED
    assert admit(6, "Ann") is Entry.ALLOWED
    assert admit(7, "") is Entry.STRANGER


def test_an_open_bot_still_keeps_out_whom_its_owner_denied(sqlite_database, tmp_path):
    admit = AdmitPeople(sqlite_database, open_to_everyone=True)
    admit.deny("666", datetime.now(UTC))
    assert admit(666, "eve") is Entry.STRANGER
    assert admit(667, "") is Entry.ALLOWED
