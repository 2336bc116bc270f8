"""The Bot API's methods about the bot itself: who it is, its menu, its updates, files and chats."""

import re
from collections.abc import Mapping

from bot.local.conversations import Conversations
from bot.local.errors import ApiError, bad_request
from bot.local.messages import CommandsChanged
from bot.local.methods import Method
from bot.local.wire import Call, Json

MAX_COMMANDS = 100
MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
# What a person alone in a terminal cannot notice, but what a bot may well do.
_WITHOUT_EFFECT = (
    "setMyDescription", "setMyShortDescription", "setMyName", "setMyDefaultAdministratorRights", "setChatMenuButton",
    "setMessageReaction", "pinChatMessage", "unpinChatMessage", "unpinAllChatMessages", "leaveChat", "logOut", "close",
)  # fmt: skip


def get_me(state: Conversations, _call: Call) -> object:
    """The bot's own account."""
    abilities = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
    return state.bot.as_json() | abilities


def get_updates(state: Conversations, call: Call) -> object:
    """The updates that wait; whoever serves the request waits for them first. Raises ApiError 409 beside a webhook."""
    if state.webhook:
        raise ApiError(409, _WEBHOOK_ACTIVE)
    return state.updates.take(call.number("offset"), call.number("limit", 100))


def set_webhook(state: Conversations, call: Call) -> object:
    """True; updates now go to the address."""
    address = call.text("url")
    if address and not address.startswith("https://"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    state.webhook = address
    return _drop_pending(state, call)


def delete_webhook(state: Conversations, call: Call) -> object:
    """True; updates can be asked for again."""
    state.webhook = ""
    return _drop_pending(state, call)


def _drop_pending(state: Conversations, call: Call) -> bool:
    if call.flag("drop_pending_updates"):
        state.updates.waiting.clear()
    return True


def get_webhook_info(state: Conversations, _call: Call) -> object:
    """Where updates go and how many wait."""
    return {
        "url": state.webhook,
        "has_custom_certificate": False,
        "pending_update_count": len(state.updates.waiting),
    }


def set_my_commands(state: Conversations, call: Call) -> object:
    """True; the menu for the scope and language is as given."""
    commands: list[Json] = call.structure("commands") or []
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(str(command.get("command", ""))):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    state.commands[_menu(call)] = commands
    return _menu_changed(state)


def delete_my_commands(state: Conversations, call: Call) -> object:
    """True; the scope and language have no menu of their own."""
    state.commands.pop(_menu(call), None)
    return _menu_changed(state)


def get_my_commands(state: Conversations, call: Call) -> object:
    """The menu for the scope and language."""
    return state.commands.get(_menu(call), [])


def _menu(call: Call) -> tuple[str, str]:
    scope: Json = call.structure("scope") or {}
    return str(scope.get("type", "default")), call.text("language_code")


def _menu_changed(state: Conversations) -> bool:
    menus = [state.commands.get((scope, ""), []) for scope in ("all_private_chats", "default")]
    shown = menus[0] or menus[1]
    state.listener(CommandsChanged(tuple((command["command"], command["description"]) for command in shown)))
    return True


def get_file(state: Conversations, call: Call) -> object:
    """Where the file can be fetched."""
    stored = state.files.get(call.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.content) > MAX_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    described = stored.as_json()
    wanted = ("file_id", "file_unique_id", "file_size")
    return {name: described[name] for name in wanted} | {"file_path": stored.path}


def get_chat(state: Conversations, call: Call) -> object:
    """What is known of the chat."""
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    required = {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }
    return state.chat(call).as_json() | required


def get_chat_member(state: Conversations, call: Call) -> object:
    """What the person is in the chat; "member" unless said otherwise."""
    return _member(state, state.chat(call).id, call.number("user_id"))


def get_chat_administrators(state: Conversations, call: Call) -> object:
    """The people who run the chat."""
    chat_id = state.chat(call).id
    ranks = {"creator", "administrator"}
    users = [user for (chat, user), status in state.statuses.items() if chat == chat_id and status in ranks]
    return [_member(state, chat_id, user) for user in users]


def _member(state: Conversations, chat_id: int, user_id: int) -> Json:
    status = state.statuses.get((chat_id, user_id), "member")
    member: Json = {"status": status, "user": {"id": user_id, "is_bot": False, "first_name": "User"}}
    if status == "creator":
        member["is_anonymous"] = False
    if status == "administrator":
        member |= dict.fromkeys(_RIGHTS, False)
    return member


_RIGHTS = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
    "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
    "can_edit_stories", "can_delete_stories",
)  # fmt: skip


def _agree(_state: Conversations, _call: Call) -> object:
    return True


METHODS: Mapping[str, Method] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "setMyCommands": set_my_commands,
    "deleteMyCommands": delete_my_commands,
    "getMyCommands": get_my_commands,
    "getFile": get_file,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    **dict.fromkeys(_WITHOUT_EFFECT, _agree),
}
