import json
from pathlib import Path

import pytest

from bot.local.drawing import Drawing
from bot.local.front import Front
from bot.local.lines import Press, Quit, Say, Send
from bot.local.server import LocalTelegram
from bot.local.wire import Call, Upload

KEYS = json.dumps({"inline_keyboard": [[{"text": "A", "callback_data": "a"}, {"text": "B", "callback_data": "b"}]]})


class Table:
    """A bot's chat, seen from both sides."""

    def __init__(self, folder):
        self.telegram = LocalTelegram()
        self.written = []
        self.front = Front(self.telegram, self.written.append, Drawing, folder)
        self.telegram.listen(self.front.hear)

    async def bot(self, method, files=None, **fields):
        _, body = await self.telegram.answer(
            Call(method, {"chat_id": str(self.telegram.chat.id), **fields}, files or {})
        )
        return json.loads(body)["result"]

    async def read(self):
        updates = await self.bot("getUpdates")
        await self.bot("getUpdates", offset="-1")
        return updates[-1]

    @property
    def seen(self):
        return "".join(self.written)


@pytest.fixture
def table(tmp_path):
    return Table(tmp_path)


async def test_words_reach_the_bot(table):
    assert table.front.act(Say("hello", "hello"))
    assert (await table.read())["message"]["text"] == "hello"


def test_quitting_ends(table):
    assert not table.front.act(Quit())


async def test_a_number_presses_the_last_messages_button(table):
    await table.bot("sendMessage", text="old", reply_markup=KEYS)
    await table.bot("sendMessage", text="new", reply_markup=KEYS)
    await table.bot("sendMessage", text="no buttons")
    table.front.act(Press("2", 2))
    query = (await table.read())["callback_query"]
    assert (query["data"], query["message"]["text"]) == ("b", "new")


async def test_an_older_message_can_be_named(table):
    old = await table.bot("sendMessage", text="old", reply_markup=KEYS)
    await table.bot("sendMessage", text="new", reply_markup=KEYS)
    table.front.act(Press(f"#{old['message_id']} 1", 1, old["message_id"]))
    assert (await table.read())["callback_query"]["message"]["text"] == "old"


async def test_a_button_that_is_not_there_is_said_to_be(table):
    table.front.act(Press("#7 1", 1, 7))
    assert table.seen == "Message #7 has no button 1.\n\n"


@pytest.mark.parametrize("number", [0, 3])
async def test_a_number_without_a_button_is_a_text(table, number):
    await table.bot("sendMessage", text="card", reply_markup=KEYS)
    table.front.act(Press(str(number), number))
    assert (await table.read())["message"]["text"] == str(number)


async def test_a_number_answers_a_question_that_asks_for_words(table):
    await table.bot("sendMessage", text="card", reply_markup=KEYS)
    await table.bot("sendMessage", text="How many?", reply_markup='{"force_reply": true}')
    table.front.act(Press("1", 1))
    assert (await table.read())["message"]["text"] == "1"


async def test_buttons_that_were_taken_away_cannot_be_pressed(table):
    sent = await table.bot("sendMessage", text="card", reply_markup=KEYS)
    await table.bot("editMessageText", text="done", message_id=str(sent["message_id"]))
    table.front.act(Press("1", 1))
    assert (await table.read())["message"]["text"] == "1"


async def test_a_reply_names_its_message_or_the_last(table):
    first = await table.bot("sendMessage", text="first")
    await table.bot("sendMessage", text="last")
    table.front.act(Say(">1 why", "why", first["message_id"]))
    assert (await table.read())["message"]["reply_to_message"]["text"] == "first"
    table.front.act(Say("> why", "why", -1))
    assert (await table.read())["message"]["reply_to_message"]["text"] == "last"


@pytest.mark.parametrize("reply_to", [99, -1])
async def test_what_only_looks_like_a_reply_is_sent_as_written(table, reply_to):
    table.front.act(Say("> quoted", "quoted", reply_to))
    assert (await table.read())["message"]["text"] == "> quoted"


async def test_a_file_is_uploaded(table, tmp_path):
    (tmp_path / "page.html").write_text("<p>x</p>")
    table.front.act(Send("", tmp_path / "page.html"))
    document = (await table.read())["message"]["document"]
    assert (document["file_name"], document["mime_type"]) == ("page.html", "text/html")


def test_a_file_that_is_not_there_is_said_to_be(table):
    table.front.act(Send("", Path("/nowhere/a.txt")))
    assert table.seen == "/nowhere/a.txt cannot be read: No such file or directory.\n\n"


async def test_edits_come_again_and_unchanged_words_do_not(table):
    sent = str((await table.bot("sendMessage", text="card"))["message_id"])
    await table.bot("editMessageText", text="longer card", message_id=sent)
    await table.bot("editMessageReplyMarkup", reply_markup=KEYS, message_id=sent)
    await table.bot("editMessageReplyMarkup", message_id=sent)
    assert table.seen == "card\n\n(edited)\nlonger card\n\n(new buttons)\n[1] A  [2] B\n\n"


async def test_the_bots_reply_to_its_own_message_is_seen_as_one(table):
    first = await table.bot("sendMessage", text="The story")
    about = json.dumps({"message_id": first["message_id"]})
    await table.bot("sendMessage", text="A turn", reply_parameters=about)
    assert table.seen == "The story\n\n(in reply to: The story)\nA turn\n\n"


async def test_a_deleted_message_is_said_to_be(table):
    sent = str((await table.bot("sendMessage", text="card"))["message_id"])
    await table.bot("deleteMessage", message_id=sent)
    assert table.seen.endswith("Message #1 was deleted.\n\n")


async def test_a_short_answer_to_a_button_is_read_and_an_empty_one_is_not(table):
    await table.bot("sendMessage", text="card", reply_markup=KEYS)
    table.front.act(Press("1", 1))
    query = (await table.read())["callback_query"]["id"]
    await table.bot("answerCallbackQuery", callback_query_id=query)
    await table.bot("answerCallbackQuery", callback_query_id=query, text="Saved")
    assert table.seen.endswith("[2] B\n\nSaved\n\n")


async def test_a_document_is_saved_beside_the_person(table, tmp_path):
    await table.bot("sendDocument", {"document": Upload("feeds.opml", b"<opml/>")}, caption="Your feeds")
    assert (tmp_path / "feeds.opml").read_bytes() == b"<opml/>"
    assert table.seen == f"Your feeds\n\nSaved feeds.opml (7 bytes) in {tmp_path}\n\n"


async def test_a_document_that_cannot_be_saved_is_said_to_be(tmp_path):
    table = Table(tmp_path / "missing")
    await table.bot("sendDocument", {"document": Upload("feeds.opml", b"x")})
    assert "feeds.opml could not be saved: No such file or directory." in table.seen


async def test_the_menu_is_known(table):
    await table.bot("setMyCommands", commands='[{"command": "help", "description": "Help"}]')
    assert table.front.commands == (("help", "Help"),)
