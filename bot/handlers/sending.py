"""A `Message` out to a chat, with Telegram's ordinary refusals taken as what they are."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

from telegram import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
    Update,
)
from telegram import Message as TelegramMessage
from telegram.constants import ChatAction, ChatType
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.context import BotContext, utc_now
from bot.messages.html import plain
from bot.messages.message import Message

log = logging.getLogger(__name__)

#: The server shows "typing" for five seconds at most.
_TYPING_SECONDS = 4.5
#: A reply waits out a flood limit up to this long, in seconds; beyond it the update is tried again later.
_LONGEST_WAIT = 90


async def answer(update: Update, context: BotContext, message: Message, *, quoting: bool = False) -> int | None:
    """Send `message` to where `update` came from; its id, or None when the chat no longer takes messages.

    In groups, and where `quoting`, it is a reply to the person's message.
    """
    chat, cause = update.effective_chat, update.effective_message
    if chat is None:
        return None
    as_reply = cause is not None and not update.callback_query and (quoting or chat.type != ChatType.PRIVATE)
    options: dict[str, Any] = {
        "reply_markup": _markup(message, selective=as_reply),
        "link_preview_options": LinkPreviewOptions(is_disabled=not message.preview),
        "reply_parameters": ReplyParameters(cause.message_id, allow_sending_without_reply=True)
        if as_reply and cause
        else None,
        "message_thread_id": cause.message_thread_id if cause and cause.is_topic_message else None,
    }
    sent = await _persist(context, chat.id, message, options)
    return sent.message_id if sent else None


async def show(update: Update, context: BotContext, message: Message) -> None:
    """Put `message` in place of the one whose button was pressed; answer afresh where that is too old to edit."""
    query = update.callback_query
    if query is None or query.message is None:
        await answer(update, context, message)
        return
    try:
        await query.edit_message_text(
            message.html,
            parse_mode="HTML",
            reply_markup=_keyboard(message),
            link_preview_options=LinkPreviewOptions(is_disabled=not message.preview),
        )
    except BadRequest as error:
        if "not modified" in str(error).lower():
            return
        log.info("chat %d: a message cannot be edited: %s", query.message.chat.id, error)
        await answer(update, context, message)


@contextlib.asynccontextmanager
async def typing(update: Update, context: BotContext) -> AsyncIterator[None]:
    """Show "typing" while the block runs."""

    async def keep_on() -> None:
        while update.effective_chat:
            try:
                await context.bot.send_chat_action(update.effective_chat.id, ChatAction.TYPING)
            except TelegramError as error:
                log.debug("no chat action: %s", error)
            await asyncio.sleep(_TYPING_SECONDS)

    task = asyncio.create_task(keep_on())
    try:
        yield
    finally:
        task.cancel()


async def _persist(
    context: BotContext, chat_id: int, message: Message, options: dict[str, Any]
) -> TelegramMessage | None:
    """Send once for sure: again only after refusals, never after an answer that got lost."""
    html: str | None = message.html
    for _ in range(4):
        text, mode = (html, "HTML") if html else (plain(message.html), None)
        try:
            return await context.bot.send_message(chat_id, text, parse_mode=mode, **options)
        except RetryAfter as error:
            await _wait(error)
        except ChatMigrated as error:
            await context.run(context.desk.follow_chats.moved, chat_id, error.new_chat_id)
            chat_id = error.new_chat_id
        except Forbidden as error:
            log.info("chat %d takes no messages: %s", chat_id, error)
            await context.run(context.desk.follow_chats.left, chat_id)
            return None
        except BadRequest as error:
            if "can't parse entities" not in str(error).lower() or html is None:
                raise
            log.exception("chat %d: a message was refused as HTML and goes out plain", chat_id)
            html = None
    raise TelegramError(f"chat {chat_id}: gave up sending")


async def _wait(error: RetryAfter) -> None:
    after = error.retry_after
    seconds = after.total_seconds() if isinstance(after, timedelta) else after
    if seconds > _LONGEST_WAIT:
        raise error
    await asyncio.sleep(seconds)


def _markup(message: Message, *, selective: bool) -> InlineKeyboardMarkup | ForceReply | None:
    if message.asks:
        return ForceReply(selective=selective)
    return _keyboard(message)


def _keyboard(message: Message) -> InlineKeyboardMarkup | None:
    if not message.buttons:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(b.text, url=b.url or None, callback_data=b.data or None) for b in row]
            for row in message.buttons
        ]
    )


async def note_article(update: Update, context: BotContext, article_id: int, message_id: int | None) -> None:
    """Remember that a message shows an article, so that a reply to it asks about that article."""
    if message_id is not None and update.effective_chat:
        await context.run(context.desk.follow_chats.showed, update.effective_chat.id, article_id, message_id, utc_now())
