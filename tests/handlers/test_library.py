"""/library and /remove."""

from bot.local.messages import Account, Chat
from tests.articles import BRIDGE, BRIDGE_TITLE, FERRY, FERRY_TITLE, page, pasted
from tests.builders import callback_update

BOB = Account(200, "Bob", "bob")
GROUP = Chat(-200, "supergroup", "The newsroom")


async def test_an_empty_library_says_how_to_fill_it(talk):
    (message,) = await talk.say("/library")
    assert "Send me a link" in message.content.text


async def test_what_was_read_is_listed_newest_first_and_opens_at_a_tap(talk):
    await talk.say(pasted(BRIDGE_TITLE, BRIDGE))
    await talk.say(pasted(FERRY_TITLE, FERRY))
    (listed,) = await talk.say("/library")
    assert listed.content.text.index(FERRY_TITLE) < listed.content.text.index(BRIDGE_TITLE)
    (card,) = await talk.press(listed, "2")
    assert card.content.text.startswith(BRIDGE_TITLE)


async def test_words_search_titles(talk):
    await talk.say(pasted(BRIDGE_TITLE, BRIDGE))
    await talk.say(pasted(FERRY_TITLE, FERRY))
    (listed,) = await talk.say("/library OLD bridge")
    assert BRIDGE_TITLE in listed.content.text
    assert FERRY_TITLE not in listed.content.text
    (none,) = await talk.say("/library zebra")
    assert "zebra" in none.content.text


async def test_pages_turn_in_place(talk):
    for number in range(10):
        await talk.say(pasted(f"Report number {number} on the bridge", (*BRIDGE, f"This is part {number}.")))
    (listed,) = await talk.say("/library")
    assert "Page 1 of 2, 10 articles" in listed.content.text
    assert await talk.press(listed, "Older") == []
    assert "Page 2 of 2" in talk.shown(listed).content.text
    await talk.press(listed, "Newer")
    assert "Page 1 of 2" in talk.shown(listed).content.text


async def test_removing_asks_first_and_can_be_declined(talk):
    await talk.say(pasted(BRIDGE_TITLE, BRIDGE))
    (listed,) = await talk.say("/remove")
    (question,) = await talk.press(listed, "1")
    await talk.press(question, "Keep it")
    assert "Nothing was changed" in talk.shown(question).content.text
    (listed,) = await talk.say("/library")
    assert BRIDGE_TITLE in listed.content.text


async def test_a_removed_article_is_gone_from_the_library_and_from_answers(talk):
    (card,) = await talk.say(pasted(BRIDGE_TITLE, BRIDGE))
    (question,) = await talk.say("/remove", reply_to=card.id)
    await talk.press(question, "Remove it")
    assert "Removed" in talk.shown(question).content.text
    (empty,) = await talk.say("/library")
    assert "not read anything" in empty.content.text
    (refusal,) = await talk.say("how much will the repairs of the bridge cost?")
    assert "Nothing I have read" in refusal.content.text


async def test_a_text_pasted_in_one_chat_is_not_shown_in_another(talk):
    await talk.say(pasted(BRIDGE_TITLE, BRIDGE))
    (empty,) = await talk.say("/library", sender=BOB)
    assert "not read anything" in empty.content.text
    (refusal,) = await talk.say("how much will the repairs of the bridge cost?", sender=BOB)
    assert "Nothing I have read" in refusal.content.text


async def test_a_card_of_another_chat_cannot_be_opened_by_a_made_up_button(talk):
    await talk.say(pasted(BRIDGE_TITLE, BRIDGE))
    (bobs,) = await talk.say("/start", sender=BOB)
    with talk.store.database.read() as uow:
        number = uow.articles.recent(None, 0, 1).articles[0].id
    (answer,) = await talk.push(callback_update(f"open:{number}", bobs.as_json(), presser=BOB))
    assert "not here any more" in answer.content.text


async def test_an_article_others_have_read_is_only_the_owners_to_remove(talk):
    url = "https://courier.example/bridge"
    talk.web.put(url, page(BRIDGE_TITLE, BRIDGE, url=url))
    (card,) = await talk.say(url)
    await talk.say(url, sender=BOB)
    (question,) = await talk.say("/remove", reply_to=card.id)
    await talk.press(question, "Remove it")
    assert "only the owner" in talk.shown(question).content.text


async def test_a_group_has_a_library_of_its_own(talk):
    await talk.say(pasted(BRIDGE_TITLE, BRIDGE))
    (empty,) = await talk.say("/library", chat=GROUP)
    assert "not read anything" in empty.content.text
