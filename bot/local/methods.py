"""The Bot API's methods about messages: send, edit, delete, answer, with Telegram's own limits and refusals."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.local.conversations import Conversations
from bot.local.detection import cleaned, with_detected
from bot.local.entities import Entity, FormattedText, nested, trimmed, utf16_length
from bot.local.errors import bad_request
from bot.local.keyboard import Keyboard, read_keyboard
from bot.local.markup import parse_html
from bot.local.messages import (
    ActionShown,
    BotMessage,
    Chat,
    MessageDeleted,
    MessageEdited,
    MessageSent,
    QueryAnswered,
    StoredFile,
)
from bot.local.wire import Call, Json

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_SOURCE = 65_536
MAX_ANSWER = 200
MAX_INLINE_RESULTS = 50
_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"

Method: TypeAlias = Callable[[Conversations, Call], object]


@dataclass(frozen=True, slots=True)
class _Part:
    """Where a request carries its words, how long they may be, and the refusal when they are longer."""

    name: str
    entities: str
    limit: int
    too_long: str


_TEXT = _Part("text", "entities", MAX_TEXT, "message is too long")
_NEW_TEXT = _Part("text", "entities", MAX_TEXT, "MESSAGE_TOO_LONG")
_CAPTION = _Part("caption", "caption_entities", MAX_CAPTION, "message caption is too long")


def _content(call: Call, part: _Part) -> FormattedText:
    source = cleaned(call.text(part.name))
    if len(source) > MAX_SOURCE:
        raise bad_request("text is too long")
    mode = call.text("parse_mode").lower()
    if mode == "html":
        parsed = parse_html(source)
    elif mode:
        raise bad_request("unsupported parse_mode")
    else:
        kept, dropped = nested(_given_entities(call, part.entities))
        parsed = trimmed(FormattedText(source, kept, dropped))
    if utf16_length(parsed.text) > part.limit:
        raise bad_request(part.too_long)
    return with_detected(parsed)


def _given_entities(call: Call, name: str) -> list[Entity]:
    """The entities the bot names itself instead of a parse mode."""
    try:
        written: list[Json] = call.structure(name) or []
        return [_entity(entity) for entity in written]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise bad_request("can't parse entities: expected an Array of MessageEntity") from None


def _entity(written: Json) -> Entity:
    values = (written.get(name) for name in ("url", "language", "custom_emoji_id", "unix_time"))
    value = next((str(value) for value in values if value), "") or str(written.get("user", {}).get("id", ""))
    form = written.get("date_time_format", "")
    return Entity(str(written["type"]), int(written["offset"]), int(written["length"]), value, form)


def _keyboard(call: Call) -> Keyboard | None:
    source = call.text("reply_markup")
    try:
        return read_keyboard(call.structure("reply_markup"), source)
    except json.JSONDecodeError:
        raise bad_request("can't parse reply keyboard markup JSON object") from None


def _replied(state: Conversations, call: Call, chat: Chat) -> int | None:
    """The message a request replies to, None when it names none, or one that is gone and may be."""
    wanted: Json = call.structure("reply_parameters") or {}
    message_id = int(wanted.get("message_id", 0)) or call.number("reply_to_message_id")
    if not message_id:
        return None
    if state.exists(chat.id, message_id):
        return message_id
    if wanted.get("allow_sending_without_reply") or call.flag("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def _send(state: Conversations, call: Call, content: FormattedText, document: StoredFile | None = None) -> Json:
    keyboard = _keyboard(call)
    chat = state.chat(call)
    reply_to = _replied(state, call, chat)
    message = BotMessage(
        id=state.next_id(chat.id),
        chat=chat,
        sender=state.bot,
        date=state.clock(),
        content=content,
        keyboard=keyboard,
        reply_to=reply_to,
        thread_id=call.number("message_thread_id") or None,
        document=document,
    )
    state.listener(MessageSent(state.keep(message)))
    return message.as_json()


def send_message(state: Conversations, call: Call) -> object:
    """The Message that was sent."""
    content = _content(call, _TEXT)
    if not content.text:
        raise bad_request("message text is empty")
    return _send(state, call, content)


def send_document(state: Conversations, call: Call) -> object:
    """The Message with the file; the file comes with the request or is one that Telegram has already."""
    content = _content(call, _CAPTION)
    named = call.text("document")
    upload = call.files.get(named.removeprefix("attach://") if named else "document")
    if upload is None and named not in state.files:
        raise bad_request("there is no document in the request")
    if upload is not None and not upload.content:
        raise bad_request("file must be non-empty")
    return _send(state, call, content, state.store_file(upload) if upload else state.files[named])


def _edited(state: Conversations, call: Call, content: FormattedText | None) -> Json:
    """The message with new words (None: the same) and a new keyboard (absent: none)."""
    keyboard = _keyboard(call)
    chat = state.chat(call)
    message_id = call.number("message_id")
    standing = state.messages.get((chat.id, message_id))
    if standing is None:
        mine = not state.exists(chat.id, message_id)
        raise bad_request("message to edit not found" if mine else "message can't be edited")
    words = standing.content if content is None else content
    changed = (words.text, words.entities) != (standing.content.text, standing.content.entities)
    if not changed and _rows(keyboard) == _rows(standing.keyboard):
        raise bad_request(_SAME)
    message = replace(standing, content=words, keyboard=keyboard, edited=state.clock())
    state.listener(MessageEdited(state.keep(message), changed))
    return message.as_json()


def _rows(keyboard: Keyboard | None) -> object:
    return keyboard.rows if keyboard else ()


def edit_message_text(state: Conversations, call: Call) -> object:
    """The Message as it reads now."""
    content = _content(call, _NEW_TEXT)
    if not content.text:
        raise bad_request("message text is empty")
    standing = state.messages.get((call.number("chat_id"), call.number("message_id")))
    if standing is not None and standing.document is not None:
        raise bad_request("there is no text in the message to edit")
    return _edited(state, call, content)


def edit_message_caption(state: Conversations, call: Call) -> object:
    """The Message with its new caption."""
    return _edited(state, call, _content(call, _CAPTION))


def edit_message_reply_markup(state: Conversations, call: Call) -> object:
    """The Message with its new buttons, or without any."""
    return _edited(state, call, None)


def delete_message(state: Conversations, call: Call) -> object:
    """True; the message is gone."""
    chat = state.chat(call)
    message_id = call.number("message_id")
    if not state.exists(chat.id, message_id):
        raise bad_request("message to delete not found")
    state.forget(chat.id, message_id)
    state.listener(MessageDeleted(chat.id, message_id))
    return True


def delete_messages(state: Conversations, call: Call) -> object:
    """True; those of the messages that were there are gone."""
    chat = state.chat(call)
    for message_id in call.structure("message_ids") or []:
        if state.exists(chat.id, message_id):
            state.forget(chat.id, message_id)
            state.listener(MessageDeleted(chat.id, message_id))
    return True


def answer_callback_query(state: Conversations, call: Call) -> object:
    """True; the person sees the text, if there is one."""
    query_id, text = call.text("callback_query_id"), call.text("text")
    if query_id not in state.queries:
        raise bad_request(_TOO_OLD)
    if utf16_length(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    state.listener(QueryAnswered(text))
    return True


def answer_inline_query(_state: Conversations, call: Call) -> object:
    """True, when there are not too many results."""
    if len(call.structure("results") or []) > MAX_INLINE_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    return True


def send_chat_action(state: Conversations, call: Call) -> object:
    """True; the person sees what the bot is doing."""
    chat = state.chat(call)
    state.listener(ActionShown(chat.id, call.text("action")))
    return True


METHODS: Mapping[str, Method] = {
    "sendMessage": send_message,
    "sendDocument": send_document,
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    "sendChatAction": send_chat_action,
}
