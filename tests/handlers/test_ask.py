"""Questions, follow-ups, and the buttons below an answer."""

import pytest

from bot.local.messages import Chat
from tests.articles import BRIDGE, BRIDGE_TITLE, FERRY, FERRY_TITLE, page, pasted

GROUP = Chat(-200, "supergroup", "The newsroom")


@pytest.fixture
async def read(talk):
    """A bot that has read two articles; the card of the second stands last."""
    await talk.say(pasted(FERRY_TITLE, FERRY))
    await talk.say(pasted(BRIDGE_TITLE, BRIDGE))
    return talk


async def test_plain_words_are_answered_with_the_sentence_that_says_it(read):
    (answer,) = await read.say("how much will the repairs of the bridge cost?")
    assert BRIDGE[6] in answer.content.text
    assert any(entity.type == "bold" for entity in answer.content.entities)


async def test_the_ask_command_is_the_same(read):
    (answer,) = await read.say("/ask who is the chief engineer?")
    assert BRIDGE[2] in answer.content.text


async def test_what_nothing_says_is_refused(read):
    (refusal,) = await read.say("who won the chess championship in Oslo?")
    assert "Nothing I have read answers that" in refusal.content.text


async def test_a_reply_to_a_card_asks_about_its_article(talk):
    (ferries,) = await talk.say(pasted(FERRY_TITLE, FERRY))
    await talk.say(pasted(BRIDGE_TITLE, BRIDGE))
    (answer,) = await talk.say("what did the council say?", reply_to=ferries.id)
    quoted = [sentence for sentence in (*FERRY, *BRIDGE) if sentence in answer.content.text]
    assert min(quoted, key=answer.content.text.index) == FERRY[5]


async def test_more_evidence_and_the_summary_are_a_tap_away(read):
    (answer,) = await read.say("why did the council close the bridge?")
    (more,) = await read.press(answer, "More evidence")
    assert "evidence" in more.content.text.lower()
    (card,) = await read.press(answer, "Read the summary")
    assert BRIDGE_TITLE in card.content.text


async def test_the_button_of_an_answer_long_past_says_so(read):
    (answer,) = await read.say("why did the council close the bridge?")
    await read.say("/new")
    (too_old,) = await read.press(answer, "More evidence")
    assert "too old" in too_old.content.text


async def test_the_ask_button_of_a_card_invites_a_reply_about_it(talk):
    (card,) = await talk.say(pasted(FERRY_TITLE, FERRY))
    await talk.say(pasted(BRIDGE_TITLE, BRIDGE))
    (invitation,) = await talk.press(card, "Ask")
    assert FERRY_TITLE in invitation.content.text
    (answer,) = await talk.say("how many pilots were hired?", reply_to=invitation.id)
    assert FERRY[1] in answer.content.text


async def test_a_question_right_behind_a_link_waits_for_the_article(talk):
    url = "https://courier.example/bridge"
    talk.web.put(url, page(BRIDGE_TITLE, BRIDGE, url=url))
    link = talk.telegram.say(url)
    question = talk.telegram.say("how much will the repairs of the bridge cost?")
    await talk.finished(link, question)
    assert "£3.4 million" in talk.telegram.texts()[-1]


async def test_a_question_in_one_message_with_a_link_is_answered_after_the_card(talk):
    url = "https://courier.example/bridge"
    talk.web.put(url, page(BRIDGE_TITLE, BRIDGE, url=url))
    card, answer = await talk.say(f"how much will the repairs cost? {url}")
    assert BRIDGE_TITLE in card.content.text
    assert "£3.4 million" in answer.content.text


async def test_an_answer_names_outlet_and_date_and_links_to_the_sentence(talk):
    url = "https://courier.example/bridge"
    talk.web.put(url, page(BRIDGE_TITLE, BRIDGE, url=url))
    await talk.say(url)
    (answer,) = await talk.say("how much will the repairs cost?")
    assert "The Harwick Courier" in answer.content.text
    assert "4 May 2026" in answer.content.text
    links = [entity.value for entity in answer.content.entities if entity.type == "text_link"]
    assert any(link.startswith(f"{url}#:~:text=") for link in links)


async def test_in_a_group_only_words_for_the_bot_are_answered(talk):
    await talk.say(f"/summary {pasted(BRIDGE_TITLE, BRIDGE)}", chat=GROUP)
    assert await talk.say("how much will the repairs cost?", chat=GROUP) == []
    (answer,) = await talk.say("@newsdesk_test_bot how much will the repairs cost?", chat=GROUP)
    assert "£3.4 million" in answer.content.text
    (again,) = await talk.say("who is the chief engineer?", chat=GROUP, reply_to=answer.id)
    assert "Lindqvist" in again.content.text
    assert again.reply_to is not None


async def test_what_is_new_with_a_topic_is_a_briefing_from_several_articles(read):
    (briefing,) = await read.say("what's new with the bridge in Harwick?")
    assert briefing.content.text.startswith("the bridge in Harwick")
    assert any(sentence in briefing.content.text for sentence in BRIDGE)
    (same,) = await read.say("/brief the bridge in Harwick")
    assert same.content.text == briefing.content.text


async def test_a_briefing_on_what_nobody_wrote_about_says_so(read):
    (none,) = await read.say("/brief chess in Oslo")
    assert "read nothing about" in none.content.text


async def test_a_quote_that_opens_on_a_pronoun_stands_behind_the_sentence_before(talk):
    storm = (
        "Olav Brun, 58, came out of hospital on Friday.",
        "He said a wave had broken the stern of the boat.",
        "The stern of the boat broke off Tarn Head in a storm a week ago.",
        "Divers found the broken stern near the boat.",
    )
    await talk.say(pasted("Storm off Tarn Head", (*storm, *FERRY)))
    (answer,) = await talk.say("what broke the stern of the boat?")
    assert "came out of hospital on Friday. He said a wave had broken the stern of the boat." in answer.content.text
