"""Links, texts and files become cards."""

import asyncio
import threading

import pytest

from bot.local.messages import Chat
from bot.web import errors as web
from tests.articles import BRIDGE, BRIDGE_TITLE, FERRY, FERRY_TITLE, page, pasted
from tests.builders import forward_update

URL = "https://courier.example/news/bridge"


@pytest.fixture
def online(talk):
    talk.web.put(URL, page(BRIDGE_TITLE, BRIDGE, url=URL))
    return talk


async def test_a_link_becomes_a_card(online):
    (card,) = await online.say(f"look at this {URL}")
    text = card.content.text
    assert text.startswith(f"{BRIDGE_TITLE}\nThe Harwick Courier · 4 May 2026 · ")
    assert BRIDGE[0] in text
    assert "Home" not in text
    labels = [button.text for row in card.keyboard.rows for button in row]
    assert labels[:5] == ["Shorter", "Longer", "Key facts", "Ask", "Original"]
    assert all(label.startswith("Follow ") for label in labels[5:])


async def test_the_same_article_is_fetched_once_whatever_its_address(online):
    (first,) = await online.say(URL)
    (second,) = await online.say(f"{URL}?utm_source=mail#top")
    assert second.content == first.content
    assert online.web.fetched == [URL]


async def test_another_address_of_the_same_text_is_the_same_article(online):
    other = "https://m.courier.example/amp/4711"
    online.web.put(other, page(BRIDGE_TITLE, BRIDGE, url=URL))
    await online.say(URL)
    await online.say(other)
    (listed,) = await online.say("/library")
    assert listed.content.text.count(BRIDGE_TITLE) == 1


async def test_longer_and_shorter_change_the_card_in_place(online):
    (card,) = await online.say(URL)

    def shown() -> int:
        return sum(sentence in online.shown(card).content.text for sentence in BRIDGE)

    assert shown() == 3
    assert await online.press(card, "Longer") == []
    assert shown() == 5
    await online.press(card, "Shorter")
    await online.press(card, "Shorter")
    assert shown() == 1
    assert "Shorter" not in [button.text for button in online.shown(card).keyboard.buttons]


async def test_key_facts_are_as_the_article_gives_them(online):
    (card,) = await online.say(URL)
    (facts,) = await online.press(card, "Key facts")
    for fact in ("Maria Lindqvist", "£3.4 million", "We cannot wait until somebody is hurt"):
        assert fact in facts.content.text


async def test_several_links_become_several_cards(online):
    ferry = "https://courier.example/news/ferry"
    online.web.put(ferry, page(FERRY_TITLE, FERRY, url=ferry))
    cards = await online.say(f"{URL} and {ferry}")
    assert {card.content.text.split("\n")[0] for card in cards} == {BRIDGE_TITLE, FERRY_TITLE}


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (web.NotFound(404), "no page at that address on courier.example"),
        (web.Gone(410), "taken down"),
        (web.Refused(403), "does not let me in"),
        (web.Busy(429), "too busy"),
        (web.ServerError(500), "fault of its own"),
        (web.TooLarge(10_000_000), "limit is 10 MB"),
        (web.TooSlow(), "took too long"),
        (web.UnknownHost(), "cannot reach courier.example"),
        (web.PrivateAddress(), "private network"),
        (web.TooManyRedirects(), "from one address to the next"),
        (web.NotText("image/png"), "leads to image/png"),
        (web.BrokenAnswer(), "could not make sense"),
        (web.BadAddress("syntax"), "does not look like a web address"),
        (web.BadAddress("port"), "usual ports"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
async def test_a_link_that_cannot_be_read_gets_a_sentence_and_stores_nothing(talk, error, said):
    talk.web.fail(URL, error)
    (sorry,) = await talk.say(URL)
    assert said in sorry.content.text
    (empty,) = await talk.say("/library")
    assert "not read anything" in empty.content.text


async def test_a_page_without_an_article_says_so(talk):
    talk.web.put(URL, "<html><body><nav><a href='/a'>A</a> <a href='/b'>B</a></nav></body></html>")
    (sorry,) = await talk.say(URL)
    assert "no article" in sorry.content.text or "no text" in sorry.content.text


async def test_a_page_that_breaks_its_reader_costs_that_page_alone(online):
    online.isolation.broken = True
    (sorry,) = await online.say(URL)
    assert "could not make sense" in sorry.content.text
    online.isolation.broken = False
    (card,) = await online.say(URL)
    assert BRIDGE_TITLE in card.content.text


async def test_a_forwarded_post_names_its_channel(talk):
    (card,) = await talk.push(forward_update(" ".join(BRIDGE), origin="Harwick Today"))
    assert "Harwick Today" in card.content.text


@pytest.mark.parametrize("name", ["bridge.txt", "bridge.html"])
async def test_an_uploaded_file_becomes_a_card(talk, name):
    content = pasted(BRIDGE_TITLE, BRIDGE) if name.endswith("txt") else page(BRIDGE_TITLE, BRIDGE)
    (card,) = await talk.upload(name, content.encode())
    assert card.content.text.startswith(BRIDGE_TITLE)
    assert BRIDGE[0] in card.content.text


async def test_a_file_of_another_kind_is_refused_kindly(talk):
    (sorry,) = await talk.upload("song.mp3", b"ID3\x04\x00\x00\x00\x00\x00\x23" + bytes(range(256)) * 20)
    assert "cannot read that kind of file" in sorry.content.text


async def test_a_text_that_telegram_cut_in_two_is_one_article(talk):
    text = pasted(BRIDGE_TITLE, BRIDGE * 5)
    cut = text.rindex(" ", 0, 4000)
    first = talk.telegram.say(text[:cut])
    second = talk.telegram.say(text[cut + 1 :])
    await talk.finished(first, second)
    assert len(talk.telegram.sent) == 1
    (listed,) = await talk.say("/library")
    assert listed.content.text.count(BRIDGE_TITLE) == 1


async def test_summary_takes_a_reply_to_a_message_with_a_link(online):
    await online.say("/cancel")
    group = Chat(-200, "supergroup", "The newsroom")
    online.telegram.say(f"have you seen {URL}", chat=group)
    link_message = max(number for chat, number in online.telegram.state.received if chat == group.id)
    (card,) = await online.say("/summary", chat=group, reply_to=link_message)
    assert BRIDGE_TITLE in card.content.text


async def test_cancel_stops_what_is_being_read(talk):
    talk.web.put(URL, page(BRIDGE_TITLE, BRIDGE))
    talk.web.gate = threading.Event()
    reading = talk.telegram.say(URL)
    await asyncio.to_thread(talk.web.asked.wait, 10)
    (stopped,) = await talk.say("/cancel")
    assert "Stopped" in stopped.content.text
    await talk.finished(reading)
    talk.web.gate.set()
    assert talk.telegram.texts() == [stopped.content.text]
