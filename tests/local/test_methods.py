import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local import methods, profile
from bot.local.api import answer, perform
from bot.local.conversations import Conversations
from bot.local.errors import ApiError
from bot.local.messages import Chat, MessageDeleted, MessageEdited, MessageSent, QueryAnswered
from bot.local.wire import Call, Upload
from tests.builders import GROUP, callback_update, text_update
from tests.fakes.telegram import BOT, PERSON, private

KEYS = json.dumps({"inline_keyboard": [[{"text": "Longer", "callback_data": "l"}]]})


@pytest.fixture
def events():
    return []


@pytest.fixture
def state(events):
    state = Conversations(BOT, listener=events.append)
    state.chats[PERSON.id] = private(PERSON)
    return state


def send(state, text="Hello", method="sendMessage", **fields):
    return perform(state, Call(method, {"chat_id": str(PERSON.id), "text": text, **fields}))


def refusal(state, method, files=None, **fields):
    with pytest.raises(ApiError) as refused:
        perform(state, Call(method, {"chat_id": str(PERSON.id), **fields}, files or {}))
    return str(refused.value)


def test_a_message_is_sent_and_heard_of(state, events):
    message = send(state, "<b>Hello</b> a.org", parse_mode="HTML", reply_markup=KEYS)
    assert message["text"] == "Hello a.org"
    assert [entity["type"] for entity in message["entities"]] == ["bold", "url"]
    assert message["reply_markup"] == json.loads(KEYS)
    assert [type(event) for event in events] == [MessageSent]


def test_message_ids_rise_in_a_chat_over_both_sides(state):
    state.receive(text_update("hi"))
    first = max(message_id for _, message_id in state.received)
    assert send(state)["message_id"] == first + 1
    assert send(state)["message_id"] == first + 2


@pytest.mark.parametrize(
    ("units", "fits"), [("a" * 4096, True), ("a" * 4097, False), ("😀" * 2048, True), ("😀" * 2049, False)]
)
def test_a_text_has_at_most_4096_units_after_parsing(state, units, fits):
    text = f"<b>{units}</b>"
    if fits:
        assert send(state, text, parse_mode="HTML")["text"] == units
    else:
        assert refusal(state, "sendMessage", text=text, parse_mode="HTML") == "Bad Request: message is too long"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"text": " \n"}, "message text is empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "a" * 70_000}, "text is too long"),
        ({"text": "a", "parse_mode": "Markdown"}, "unsupported parse_mode"),
        ({"text": "a < b", "parse_mode": "html"}, 'can\'t parse entities: Unsupported start tag "" at byte offset 2'),
        ({"text": "a", "chat_id": "999"}, "chat not found"),
        ({"text": "a", "chat_id": "@nobody"}, "chat not found"),
        ({"text": "a", "chat_id": "x"}, "chat not found"),
        ({"text": "a", "chat_id": ""}, "chat_id is empty"),
        ({"text": "a", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        ({"text": "a", "entities": "[1]"}, "can't parse entities: expected an Array of MessageEntity"),
        ({"text": "a", "reply_parameters": '{"message_id": 77}'}, "message to be replied not found"),
    ],
)
def test_a_message_telegram_does_not_take_is_refused_in_its_words(state, fields, reason):
    assert refusal(state, "sendMessage", **fields) == f"Bad Request: {reason}"


def test_a_reply_to_a_message_that_is_gone_goes_without_it_when_allowed(state, events):
    send(state, reply_parameters='{"message_id": 77, "allow_sending_without_reply": true}')
    assert events[-1].message.reply_to is None


def test_entities_may_be_given_instead_of_markup(state):
    message = send(state, "ab", entities='[{"type": "text_link", "offset": 0, "length": 1, "url": "https://a.org"}]')
    assert message["entities"] == [{"type": "text_link", "offset": 0, "length": 1, "url": "https://a.org"}]


def test_mentions_and_times_are_entities_with_what_they_stand_for(state):
    marked = '<a href="tg://user?id=42">Ada</a>, <tg-time unix="1700000000" format="r">then</tg-time>'
    mention, time = send(state, marked, parse_mode="HTML")["entities"]
    assert mention["user"]["id"] == 42
    assert (time["unix_time"], time["date_time_format"]) == (1_700_000_000, "r")


def test_a_reply_to_a_message_that_is_there_names_it(state, events):
    first = send(state)["message_id"]
    send(state, reply_parameters=json.dumps({"message_id": first}))
    assert events[-1].message.reply_to == first


def test_the_topic_of_a_group_is_carried(state):
    assert send(state, message_thread_id="5")["message_thread_id"] == 5


def test_an_edit_changes_the_text_and_drops_buttons_it_does_not_repeat(state, events):
    message = send(state, reply_markup=KEYS)
    edited = send(state, "New", "editMessageText", message_id=str(message["message_id"]))
    assert edited["text"] == "New"
    assert "reply_markup" not in edited
    assert isinstance(events[-1], MessageEdited)
    assert events[-1].text_changed


def test_an_edit_of_the_buttons_alone_is_told_as_such(state, events):
    message = send(state)
    send(state, method="editMessageReplyMarkup", message_id=str(message["message_id"]), reply_markup=KEYS)
    assert not events[-1].text_changed


def test_an_edit_that_changes_nothing_is_refused(state):
    message_id = str(send(state, reply_markup=KEYS)["message_id"])
    same = {"message_id": message_id, "text": "<i></i>Hello", "parse_mode": "HTML", "reply_markup": KEYS}
    assert refusal(state, "editMessageText", **same).startswith("Bad Request: message is not modified: specified new")
    assert refusal(state, "editMessageReplyMarkup", message_id=message_id, reply_markup=KEYS).startswith(
        "Bad Request: message is not modified"
    )


def test_edits_of_what_is_not_the_bots_are_refused(state):
    state.receive(text_update("mine"))
    ((_, theirs),) = state.received
    assert refusal(state, "editMessageText", message_id=str(theirs), text="x") == "Bad Request: message can't be edited"
    assert refusal(state, "editMessageText", message_id="9", text="x") == "Bad Request: message to edit not found"


def test_an_edit_may_not_be_too_long_or_empty(state):
    message_id = str(send(state)["message_id"])
    assert refusal(state, "editMessageText", message_id=message_id, text="a" * 4097) == "Bad Request: MESSAGE_TOO_LONG"
    assert refusal(state, "editMessageText", message_id=message_id, text="") == "Bad Request: message text is empty"


def test_a_deleted_message_is_gone(state, events):
    message_id = str(send(state)["message_id"])
    assert send(state, method="deleteMessage", message_id=message_id) is True
    assert events[-1] == MessageDeleted(PERSON.id, int(message_id))
    assert refusal(state, "deleteMessage", message_id=message_id) == "Bad Request: message to delete not found"
    assert (
        refusal(state, "editMessageText", message_id=message_id, text="x") == "Bad Request: message to edit not found"
    )


def test_several_messages_are_deleted_at_once(state):
    ids = [send(state)["message_id"] for _ in range(3)]
    assert perform(state, Call("deleteMessages", {"chat_id": str(PERSON.id), "message_ids": json.dumps([*ids, 99])}))
    assert state.messages == {}


def test_a_query_is_answered_once_known(state, events):
    state.receive(callback_update("l", send(state, reply_markup=KEYS), query_id="q"))
    assert perform(state, Call("answerCallbackQuery", {"callback_query_id": "q", "text": "Done"})) is True
    assert events[-1] == QueryAnswered("Done")
    assert (
        refusal(state, "answerCallbackQuery", callback_query_id="q", text="a" * 201) == "Bad Request: MESSAGE_TOO_LONG"
    )
    assert refusal(state, "answerCallbackQuery", callback_query_id="x").startswith("Bad Request: query is too old")


def test_a_document_is_stored_and_can_be_fetched(state):
    files = {"document": Upload("feeds.opml", b"<opml/>")}
    message = perform(state, Call("sendDocument", {"chat_id": str(PERSON.id), "caption": "Feeds"}, files))
    assert message["caption"] == "Feeds"
    file = perform(state, Call("getFile", {"file_id": message["document"]["file_id"]}))
    assert file["file_size"] == 7
    again = send(state, method="sendDocument", document=message["document"]["file_id"])
    assert again["document"] == message["document"]


def test_a_caption_has_at_most_1024_units(state):
    files = {"document": Upload("a", b"a")}
    assert refusal(state, "sendDocument", files, caption="a" * 1025) == "Bad Request: message caption is too long"


def test_an_edit_may_change_a_caption_but_no_text_where_there_is_none(state):
    files = {"file1": Upload("a", b"a")}
    sent = perform(state, Call("sendDocument", {"chat_id": str(PERSON.id), "document": "attach://file1"}, files))
    about = {"message_id": str(sent["message_id"])}
    assert send(state, method="editMessageCaption", caption="New", **about)["caption"] == "New"
    assert (
        refusal(state, "editMessageText", text="x", **about) == "Bad Request: there is no text in the message to edit"
    )


@pytest.mark.parametrize(
    ("fields", "files", "reason"),
    [({}, {}, "there is no document in the request"), ({}, {"document": Upload("a", b"")}, "file must be non-empty")],
)
def test_a_document_that_is_none_is_refused(state, fields, files, reason):
    assert refusal(state, "sendDocument", files, **fields) == f"Bad Request: {reason}"


def test_a_file_can_be_too_big_to_fetch(state):
    stored = state.store_file(Upload("big", b"x" * (20 * 1024 * 1024 + 1)))
    assert refusal(state, "getFile", file_id=stored.id) == "Bad Request: file is too big"
    assert refusal(state, "getFile", file_id="none") == "Bad Request: invalid file_id"


def test_an_inline_query_has_at_most_50_results(state):
    assert perform(state, Call("answerInlineQuery", {"results": json.dumps([{}] * 50)})) is True
    assert refusal(state, "answerInlineQuery", results=json.dumps([{}] * 51)) == "Bad Request: RESULTS_TOO_MUCH"


def test_a_chat_that_blocks_the_bot_is_forbidden_until_it_lets_it_in(state):
    state.refuse(PERSON.id, "bot was blocked by the user")
    with pytest.raises(ApiError) as refused:
        send(state)
    assert (refused.value.code, str(refused.value)) == (403, "Forbidden: bot was blocked by the user")
    state.refuse(PERSON.id, "")
    assert send(state)


def test_a_migrated_group_names_its_new_id(state):
    state.chats[GROUP.id] = GROUP
    state.migrate(GROUP.id, -100200)
    with pytest.raises(ApiError) as refused:
        send(state, chat_id=str(GROUP.id))
    assert refused.value.as_json() == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": -100200},
    }
    assert send(state, chat_id="-100200")["chat"]["title"] == GROUP.title


def test_a_chat_can_be_named(state):
    state.chats[-5] = Chat(-5, "channel", "News", "newsroom")
    assert send(state, chat_id="@newsroom")["chat"]["id"] == -5


def test_an_unknown_method_is_not_found(state):
    with pytest.raises(ApiError) as refused:
        send(state, method="sendPigeon")
    assert refused.value.code == 404


FIELDS = [
    "text",
    "chat_id",
    "message_id",
    "reply_markup",
    "reply_parameters",
    "entities",
    "commands",
    "scope",
    "document",
]
VALUES = st.sampled_from(
    ["100", "-1", "HTML", "{}", "[]", "[[]]", '{"a": 1}', '{"inline_keyboard": [[{}]]}', "null", "7", "", "x", "<b>"]
)


@given(
    st.sampled_from(sorted({*methods.METHODS, *profile.METHODS})),
    st.dictionaries(st.sampled_from([*FIELDS, "parse_mode"]), VALUES),
)
def test_any_request_is_answered_or_refused(method, fields):
    state = Conversations(BOT, open_chats=True)
    status, body = answer(state, Call(method, fields))
    assert json.loads(body)["ok"] is (status == 200)
    assert status in {200, 400, 409}


def test_parameters_of_the_wrong_shape_are_refused_not_fatal(state):
    assert refusal(state, "setMyCommands", commands="7").startswith("Bad Request: can't parse parameters")
    assert refusal(state, "sendMessage", text="a", reply_parameters="[1]").startswith("Bad Request: can't parse")
