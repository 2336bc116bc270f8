"""What a feature is: its commands, and the handlers of everything else it listens to."""

import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeAlias

from telegram import Message, MessageEntity, Update
from telegram.constants import ChatType
from telegram.ext import BaseHandler, CommandHandler, filters

from bot.context import BotContext
from bot.handlers.sending import acknowledge, answer
from bot.messages.html import plain
from bot.messages.message import Message as Text
from bot.messages.people import owner_only_message, private_only_message
from bot.usecases.admit_people import Entry
from bot.usecases.manage_feeds import Place

Callback: TypeAlias = Callable[[Update, BotContext], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True)
class Command:
    """A command, its line in the menu, and whom it serves: the owner alone, and in private alone, where it says so.

    `slow` ones run beside the chat's next message.
    """

    name: str
    description: str
    callback: Callback
    owner_only: bool = False
    in_private: bool = False
    in_menu: bool = True
    slow: bool = False

    def handler(self) -> CommandHandler[BotContext, None]:
        """The library's handler of this command, for new messages only."""
        callback = for_owner(self.callback, in_private=self.in_private) if self.owner_only else self.callback
        return CommandHandler(self.name, callback, filters.UpdateType.MESSAGE, block=not self.slow)


def for_owner(callback: Callback, *, in_private: bool = False) -> Callback:
    """The callback, refused to everybody but the owner; `in_private` also to the owner where others read along."""

    async def guarded(update: Update, context: BotContext) -> None:
        chat = update.effective_chat
        if context.entry is not Entry.OWNER:
            await _refuse(update, context, owner_only_message())
        elif in_private and (chat is None or chat.type != ChatType.PRIVATE):
            await _refuse(update, context, private_only_message())
        else:
            await callback(update, context)

    return guarded


async def _refuse(update: Update, context: BotContext, refusal: Text) -> None:
    if update.callback_query:
        await acknowledge(update, plain(refusal.html))
    else:
        await answer(update, context, refusal)


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature: handlers are tried in order, after its commands.

    `answers` hear replies to what the bot asked; they are tried before the handlers of any feature.
    """

    commands: tuple[Command, ...] = ()
    handlers: tuple[BaseHandler[Update, BotContext, Any], ...] = ()
    answers: tuple[BaseHandler[Update, BotContext, Any], ...] = ()


class _Addressed(filters.MessageFilter):
    """Messages meant for the bot: all in a private chat; in groups a mention of it or a reply to it."""

    def filter(self, message: Message) -> bool:
        if message.chat.type == ChatType.PRIVATE:
            return True
        bot = message.get_bot()
        replied = message.reply_to_message
        if replied and replied.from_user and replied.from_user.id == bot.id and not replied.forum_topic_created:
            return True
        names = (name.lower() for name in _entities(message, MessageEntity.MENTION).values())
        return f"@{bot.username}".lower() in names


ADDRESSED = _Addressed()


class Answering(filters.MessageFilter):
    """Replies in words to a message of the bot that begins with a pattern: what was asked stands in the message."""

    def __init__(self, pattern: str) -> None:
        super().__init__()
        self._pattern = re.compile(pattern)

    def filter(self, message: Message) -> bool:
        """Whether the message is such a reply."""
        replied = message.reply_to_message
        if not message.text or replied is None or replied.from_user is None:
            return False
        asked = self._pattern.match(replied.text or "")
        return replied.from_user.id == message.get_bot().id and asked is not None


def place_of(update: Update) -> Place:
    """The chat and the forum thread that an update came from. Raises ValueError for one without a chat."""
    chat, cause = update.effective_chat, update.effective_message
    if chat is None:
        raise ValueError("an update without a chat follows nothing")
    thread_id = cause.message_thread_id if cause and cause.is_topic_message else None
    return Place(chat.id, str(chat.type), chat.title or "", thread_id)


def words_of(message: Message) -> str:
    """The text or caption of a message, without a mention of the bot."""
    text = message.text or message.caption or ""
    name = f"@{message.get_bot().username}"
    start = text.lower().find(name.lower())
    return (text[:start] + text[start + len(name) :]).strip() if start >= 0 else text.strip()


def links_of(message: Message) -> tuple[str, ...]:
    """The web addresses a message holds, written out or behind words, in order."""
    found = _entities(message, MessageEntity.URL, MessageEntity.TEXT_LINK)
    ordered = sorted(found.items(), key=lambda pair: pair[0].offset)
    return tuple(entity.url or written for entity, written in ordered)


def argument_of(message: Message) -> str:
    """What stands behind a command."""
    parts = (message.text or message.caption or "").split(None, 1)
    return parts[1].strip() if len(parts) > 1 else ""


def _entities(message: Message, *kinds: str) -> dict[MessageEntity, str]:
    """The entities of these kinds in the text or caption, with what they cover."""
    return message.parse_entities([*kinds]) if message.text else message.parse_caption_entities([*kinds])
