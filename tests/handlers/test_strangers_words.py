"""Whatever stands in an article, every message made of it is one that Telegram takes, and says what was written."""

import html

import pytest

from bot.local.messages import BotMessage
from tests.articles import BRIDGE, page
from tests.fakes.telegram import StandIn

HOSTILE = {
    "tags": "<b>bold <a href='https://evil.example'>link</a></i> </blockquote> <script>",
    "entities": "&amp; &lt;b&gt; &#0; &nbsp; &unknown; & &&",
    "directions": "\u202eright to left\u202c \u2066isolated \u200f\u200e\u200b",
    "surrogate_pairs": "🗞️👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿" * 30,
    "combining": "Z" + "\u0310\u034c\u0489" * 200,
    "controls": "tab\tbell\x07escape\x1b[31m null\ufffd",
    "long_word": "Donaudampfschifffahrt" * 60,
    "long_line": "and then it went on " * 260,
    "markdown": "*bold* _italic_ [text](https://evil.example) ||spoiler|| `code`",
    "commands": "/forget @newsdesk_test_bot #tag $USD tg://user?id=1",
    "quotes": "“‘\"'«»„“”’" * 20,
}
URL = "https://courier.example/report"


@pytest.fixture(params=HOSTILE.values(), ids=HOSTILE)
def words(request: pytest.FixtureRequest) -> str:
    return request.param


def labels(message: BotMessage) -> list[str]:
    return [button.text for button in message.keyboard.buttons] if message.keyboard else []


def refused(telegram: StandIn) -> list[str]:
    """What Telegram said no to."""
    return [f"{one.method}: {one.result}" for one in telegram.exchanges if one.status == 400]


async def test_a_page_with_strange_words_is_read_shown_asked_about_and_listed(talk, words):
    said = f"Mayor Ingrid Vasquez said {words} was closed because of the flood on Monday."
    written = page(html.escape(f"Harwick {words}"), tuple(map(html.escape, (*BRIDGE, said))), outlet=html.escape(words))
    talk.web.put(URL, written)
    (card,) = await talk.say(URL)
    for label in ("Longer", "Shorter", "Key facts"):
        if label in labels(talk.shown(card)):
            await talk.press(card, label)
    for question in ("why did the council close the bridge?", f"who said {words[:300]}?", "what did Vasquez say?"):
        assert await talk.say(question)
    for command in ("/library", "/news", "/brief Harwick", f"/follow {words[:200]}", f"/mute {words[:200]}", "/topics"):
        assert await talk.say(command)
    assert not talk.telegram.violations()
    assert not refused(talk.telegram)
    assert not [text for text in talk.telegram.texts() if "went wrong" in text]
