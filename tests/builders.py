"""Updates as Telegram would send them, for tests: each returns the JSON of an Update, entities marked.

Give them to `StandIn.push`, to the loopback Bot API, or through `as_update` to an application.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count

from bot.keyboards import sealed
from bot.local.messages import Account, Chat, StoredFile
from bot.local.updates import Envelope, document_message, text_message
from bot.local.wire import Json
from tests.fakes.telegram import BOT, PERSON, TOKEN, private

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
GROUP = Chat(-200, "supergroup", "The newsroom")
_ids: Iterator[int] = count(1000)


def envelope(
    *, sender: Account = PERSON, chat: Chat | None = None, date: datetime = NOON, message_id: int = 0
) -> Envelope:
    """Who wrote where and when; a new message id unless one is given."""
    return Envelope(message_id or next(_ids), chat or private(sender), sender, date)


def text_update(text: str, about: Envelope | None = None, *, reply_to: Json | None = None) -> Json:
    """A message with links, commands and mentions marked; `reply_to` is the Message object it answers."""
    return {"message": text_message(about or envelope(), text, reply_to)}


def command_update(command: str, arguments: str = "", about: Envelope | None = None) -> Json:
    """`/command arguments`."""
    return text_update(f"/{command} {arguments}".rstrip(), about)


def reply_update(text: str, message: Json, about: Envelope | None = None) -> Json:
    """A reply to the message, a Message object such as `StandIn.sent[0].as_json()`."""
    return text_update(text, about, reply_to=message)


def forward_update(text: str, origin: str = "The Harbour Post", about: Envelope | None = None) -> Json:
    """A post of a channel, forwarded."""
    update = text_update(text, about)
    update["message"]["forward_origin"] = {
        "type": "channel",
        "date": int(NOON.timestamp()),
        "chat": {"id": -1001, "type": "channel", "title": origin},
        "message_id": 5,
    }
    return update


def document_update(document: StoredFile, caption: str = "", about: Envelope | None = None) -> Json:
    """An uploaded file; store it first: `StandIn.state.store_file(Upload(name, content))`."""
    return {"message": document_message(about or envelope(), document, caption)}


def callback_update(data: str, message: Json, *, presser: Account = PERSON, query_id: str = "") -> Json:
    """The press of a button of the bot's with this data under the message."""
    return forged_update(sealed(data, message["chat"]["id"], TOKEN), message, presser=presser, query_id=query_id)


def forged_update(data: str, message: Json, *, presser: Account = PERSON, query_id: str = "") -> Json:
    """A press with data as a client may make it up."""
    query = {"id": query_id or f"q{next(_ids)}", "from": presser.as_json(), "message": message, "data": data}
    return {"callback_query": {**query, "chat_instance": "1"}}


def mention_update(text: str, *, sender: Account = PERSON, group: Chat = GROUP) -> Json:
    """A message in a group that begins with the bot's name."""
    return text_update(f"@{BOT.username} {text}", envelope(sender=sender, chat=group))


def edited_update(text: str, message_id: int, *, sender: Account = PERSON) -> Json:
    """The person changed an earlier message."""
    edited = text_message(envelope(sender=sender, message_id=message_id), text)
    return {"edited_message": {**edited, "edit_date": int(NOON.timestamp()) + 60}}


def membership_update(old: str, new: str, *, chat: Chat | None = None, actor: Account = PERSON) -> Json:
    """What the bot is in a chat changed: "member" to "kicked" when a person blocks it, and back."""
    changed = {"chat": (chat or private(actor)).as_json(), "from": actor.as_json(), "date": int(NOON.timestamp())}
    states = {"old_chat_member": _membership(old), "new_chat_member": _membership(new)}
    return {"my_chat_member": changed | states}


def _membership(status: str) -> Json:
    member: Json = {"status": status, "user": BOT.as_json()}
    return member | ({"until_date": 0} if status == "kicked" else {})


def migration_update(new_id: int, *, group: Chat = GROUP) -> Json:
    """The service message of a group that becomes a supergroup."""
    return {"message": {**envelope(chat=group).as_json(), "migrate_to_chat_id": new_id}}
