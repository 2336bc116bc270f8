"""A `Message` out to a chat: what it says and carries. How it gets there, whatever Telegram answers, is `delivery`."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from functools import partial

from telegram import ForceReply, LinkPreviewOptions, ReplyParameters, Update
from telegram import Message as TelegramMessage
from telegram.constants import ChatAction, ChatType
from telegram.error import BadRequest, TelegramError

from bot.context import BotContext, utc_now
from bot.handlers.delivery import Delivery, Uncertain
from bot.keyboards import keyboard
from bot.messages.message import Message
from bot.messages.start import uncertain_message

log = logging.getLogger(__name__)

#: The server shows "typing" for five seconds at most.
_TYPING_SECONDS = 4.5


async def answer(update: Update, context: BotContext, message: Message, *, quoting: bool = False) -> int | None:
    """Send `message` to where `update` came from; its id, or None when it is not known to have arrived.

    In groups, and where `quoting`, it is a reply to the person's message. An answer whose fate is unknown is not sent
    again: the person is told so instead, and may ask again. Raises OutOfReach when Telegram takes nothing for now.
    """
    try:
        return await _answer(update, context, message, quoting=quoting)
    except Uncertain as error:
        log.warning("update %d: an answer may not have arrived: %s", update.update_id, error)
    try:
        await _answer(update, context, uncertain_message(), quoting=True)
    except TelegramError as error:
        log.warning("update %d: the person could not be told: %s", update.update_id, error)
    return None


async def _answer(update: Update, context: BotContext, message: Message, *, quoting: bool) -> int | None:
    chat, cause = update.effective_chat, update.effective_message
    if chat is None:
        return None
    as_reply = cause is not None and not update.callback_query and (quoting or chat.type != ChatType.PRIVATE)
    send = partial(
        _send,
        context,
        message=message,
        is_reply=as_reply,
        reply_to=cause.message_id if cause and as_reply else None,
    )
    context.newsdesk.note_answer(update)
    sent = await Delivery(context, chat.id, message.html, _thread_of(update)).make(send)
    return sent.message_id if sent else None


async def _send(
    context: BotContext,
    delivery: Delivery,
    *,
    message: Message,
    is_reply: bool,
    reply_to: int | None,
) -> TelegramMessage:
    return await context.bot.send_message(
        delivery.chat_id,
        delivery.text,
        parse_mode=delivery.parse_mode,
        reply_markup=ForceReply(selective=is_reply)
        if message.asks
        else keyboard(message, delivery.chat_id, context.bot.token),
        link_preview_options=LinkPreviewOptions(is_disabled=not message.preview),
        reply_parameters=ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None,
        message_thread_id=delivery.thread_id,
    )


async def show(update: Update, context: BotContext, message: Message) -> None:
    """Put `message` in place of the one whose button was pressed; answer afresh where that is too old to edit."""
    query = update.callback_query
    if query is None or query.message is None:
        await answer(update, context, message)
        return
    chat_id = query.message.chat.id
    edit = partial(_edit, context, message=message, chat_id=chat_id, message_id=query.message.message_id)
    try:
        # An edit made twice is as good as one made once, so a lost answer is no trouble.
        await Delivery(context, chat_id, message.html, is_repeatable=True).make(edit)
    except BadRequest as error:
        if "not modified" in str(error).lower():
            return
        log.info("chat %d: a message cannot be edited: %s", chat_id, error)
        await answer(update, context, message)


async def _edit(
    context: BotContext, delivery: Delivery, *, message: Message, chat_id: int, message_id: int
) -> TelegramMessage | bool:
    return await context.bot.edit_message_text(
        delivery.text,
        chat_id=chat_id,
        message_id=message_id,
        parse_mode=delivery.parse_mode,
        reply_markup=keyboard(message, chat_id, context.bot.token),
        link_preview_options=LinkPreviewOptions(is_disabled=not message.preview),
    )


async def rewrite(update: Update, context: BotContext, message_id: int, message: Message) -> None:
    """Put `message` in place of an earlier one of ours in the chat of `update`, where that still can be edited."""
    if (chat := update.effective_chat) is None:
        return
    edit = partial(_edit, context, message=message, chat_id=chat.id, message_id=message_id)
    try:
        await Delivery(context, chat.id, message.html, is_repeatable=True).make(edit)
    except BadRequest as error:
        log.info("chat %d: message %d cannot be edited: %s", chat.id, message_id, error)


async def acknowledge(update: Update, words: str | None = None) -> None:
    """End the waiting of a pressed button, perhaps with a few words. That it was pressed long ago harms nothing."""
    if query := update.callback_query:
        try:
            await query.answer(words)
        except TelegramError as error:
            log.info("update %d: a pressed button was not acknowledged: %s", update.update_id, error)


@contextlib.asynccontextmanager
async def typing(update: Update, context: BotContext) -> AsyncIterator[None]:
    """Show "typing" while the block runs."""

    async def keep_on() -> None:
        while chat := update.effective_chat:
            try:
                await context.bot.send_chat_action(chat.id, ChatAction.TYPING, message_thread_id=_thread_of(update))
            except TelegramError as error:
                log.debug("no chat action: %s", error)
            await asyncio.sleep(_TYPING_SECONDS)

    task = asyncio.create_task(keep_on())
    try:
        yield
    finally:
        task.cancel()


async def note_article(update: Update, context: BotContext, article_id: int, message_id: int | None) -> None:
    """Remember that a message shows an article, so that a reply to it asks about that article."""
    if message_id is not None and update.effective_chat:
        await context.run(context.desk.follow_chats.showed, update.effective_chat.id, article_id, message_id, utc_now())


async def article_shown(context: BotContext, message: TelegramMessage) -> int | None:
    """The article that a message of the chat shows, None when it shows none."""
    return await context.run(context.desk.browse_library.shown_in, message.chat.id, message.message_id)


def _thread_of(update: Update) -> int | None:
    """The topic of a forum that the update came from."""
    cause = update.effective_message
    return cause.message_thread_id if cause and cause.is_topic_message else None
