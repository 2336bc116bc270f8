"""The conversation a person holds, over the Bot API's protocol and through a pipe."""

from pathlib import Path

import pytest

from bot.local.wire import Upload
from tests.articles import BRIDGE, BRIDGE_TITLE, FERRY, FERRY_TITLE, page, pasted
from tests.builders import document_update
from tests.endtoend.harness import piped

HUAWEI = Path(__file__).parents[3] / "shared" / "huawei.txt"


async def test_the_conversation_over_the_bot_api(room):
    bot = await room.started(OPEN_TO_EVERYONE="false")
    telegram = room.telegram
    code = await bot.code()
    (welcome,) = await room.replies(lambda: telegram.say(f"/start {code}"))
    assert "You are now the owner" in welcome.content.text
    (card,) = await room.replies(lambda: telegram.say(f"look at {room.site.url('/bridge')}"))
    assert card.content.text.startswith(f"{BRIDGE_TITLE}\nThe Harwick Courier · 4 May 2026")
    (ferries,) = await room.replies(lambda: telegram.say(pasted(FERRY_TITLE, FERRY)))
    assert ferries.content.text.startswith(FERRY_TITLE)
    stored = telegram.state.store_file(Upload("again.html", page(BRIDGE_TITLE, BRIDGE).encode()))
    (again,) = await room.replies(lambda: telegram.push(document_update(stored)))
    assert again.content.text.startswith(BRIDGE_TITLE)
    (answer,) = await room.replies(lambda: telegram.say("how much will the repairs of the bridge cost?"))
    assert BRIDGE[6] in answer.content.text
    (refusal,) = await room.replies(lambda: telegram.say("who won the chess championship in Oslo?"))
    assert "Nothing I have read answers that" in refusal.content.text
    (facts,) = await room.replies(lambda: telegram.press(card, "Key facts"))
    assert "Maria Lindqvist" in facts.content.text
    telegram.press(card, "Longer")
    (library,) = await room.replies(lambda: telegram.say("/library"))
    assert library.content.text.count(BRIDGE_TITLE) == 1
    longer = telegram.state.messages[card.chat.id, card.id].content.text
    assert sum(sentence in longer for sentence in BRIDGE) > sum(sentence in card.content.text for sentence in BRIDGE)
    assert len(telegram.calls("answerCallbackQuery")) == 2
    assert telegram.violations() == []
    bot.terminate()
    assert await bot.ended() == 0
    assert telegram.token not in bot.log
    assert "Traceback" not in bot.log


async def test_the_same_conversation_through_a_pipe(tmp_path):
    script = f"/paste\n{pasted(BRIDGE_TITLE, BRIDGE)}\n/end\nhow much will the repairs of the bridge cost?\nwho won the cup?\n"
    code, said, log = await piped(tmp_path, script)
    assert (code, log) == (0, "")
    places = [said.find(words) for words in (BRIDGE_TITLE, BRIDGE[6], "Nothing I have read answers that")]
    assert -1 not in places
    assert places == sorted(places)


async def test_a_second_chat_on_the_same_folder_is_a_new_one_and_remembers_what_was_read(tmp_path):
    await piped(tmp_path, f"/paste\n{pasted(BRIDGE_TITLE, BRIDGE)}\n/end\n")
    code, said, log = await piped(tmp_path, "how much will the repairs of the bridge cost?\n")
    assert (code, log) == (0, "")
    assert BRIDGE[6] in said


@pytest.mark.skipif(not HUAWEI.exists(), reason="the article is not beside the project")
async def test_the_article_the_project_was_asked_for(tmp_path):
    expected = {
        "why did Best Buy drop Huawei?": "variety of reasons",
        "what did Best Buy's spokeswoman say?": "variety of reasons",
        "who else ended plans to sell Huawei phones?": "Verizon also ended its plans",
        "which agencies warned about Huawei?": "such as FBI and CIA warned",
        "how big is Huawei?": "third largest",
        "when did Verizon drop Huawei?": "last year",
        "who won the World Cup?": "Nothing I have read answers that",
    }
    code, said, log = await piped(tmp_path, "\n".join([f"/file {HUAWEI}", *expected, ""]))
    assert (code, log) == (0, "")
    card, _, rest = said.partition("Key facts")
    assert "Best Buy has “ceased ordering” new smartphones from Huawei" in card
    for unwanted in ("Sajeel", "Mobile\n", "1 min read", "TechJuice", "twitter.com"):
        assert unwanted not in card
    for question, words in expected.items():
        assert words in rest, question
        rest = rest.partition(words)[2]
