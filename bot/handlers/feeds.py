"""/add, /feeds and /opml, the buttons of feeds, and uploaded lists of feeds."""

import asyncio
import logging
import time

from telegram import Document, Message, Update
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from bot.context import BotContext, utc_now
from bot.handlers.feature import Command, Feature, argument_of, links_of, place_of, words_of
from bot.handlers.files import download, send_file
from bot.handlers.limits import may
from bot.handlers.sending import acknowledge, answer, rewrite, show, typing
from bot.messages.feeds import (
    ADD_PROMPT,
    add_prompt_message,
    export_caption,
    feed_message,
    feeds_message,
    followed_message,
    gone_message,
    import_message,
    import_result_message,
    no_feed_message,
    not_opml_message,
    offered_message,
    pack_message,
    packs_message,
    removed_message,
    retried_message,
    too_many_message,
)
from bot.messages.trouble import trouble_message
from bot.usecases.errors import ReadingError, Trouble
from bot.usecases.exchange_feeds import Import
from bot.usecases.limit_people import Deed
from bot.usecases.manage_feeds import TooManyFeeds

log = logging.getLogger(__name__)

#: The progress of an import is shown so often and for so long, in seconds; polling goes on beyond that.
_PROGRESS_EVERY, _PROGRESS_FOR = 2.0, 600.0


class _ToPrompt(filters.MessageFilter):
    """Replies to the message that asked for an address."""

    def filter(self, message: Message) -> bool:
        replied = message.reply_to_message
        if replied is None or replied.from_user is None or replied.from_user.id != message.get_bot().id:
            return False
        return (replied.text or "").startswith(ADD_PROMPT)


async def add(update: Update, context: BotContext) -> None:
    """/add: the site, page or feed behind it or in the message it replies to; bare: asks, and offers packs."""
    if (message := update.effective_message) is None:
        return
    if typed := argument_of(message) or _address_in(message.reply_to_message):
        context.newsdesk.create_task(_discover(update, context, typed.split()[0]), update)
    else:
        await answer(update, context, add_prompt_message(context.desk.starter_packs.packs))


async def add_replied(update: Update, context: BotContext) -> None:
    """An address, as a reply to the message that asked for it."""
    if (message := update.effective_message) and (words := words_of(message).split()):
        typed = (*links_of(message), words[0])[0]
        context.newsdesk.create_task(_discover(update, context, typed), update)


def _address_in(message: Message | None) -> str:
    return next(iter(links_of(message)), "") if message else ""


async def _discover(update: Update, context: BotContext, typed: str) -> None:
    if not await may(update, context, Deed.READING):
        return
    async with typing(update, context):
        try:
            offered = await context.run_slowly(context.desk.discover_feeds, typed, utc_now())
        except ReadingError as error:
            await answer(update, context, trouble_message(error), quoting=True)
            return
    await answer(update, context, offered_message(offered) if offered else no_feed_message(typed))


async def follow(update: Update, context: BotContext) -> None:
    """Follow was tapped below a feed that was found or removed."""
    await acknowledge(update)
    try:
        feed_id = _number(update)
        followed = await context.run(context.desk.manage_feeds.follow, feed_id, place_of(update), utc_now())
    except TooManyFeeds as error:
        await answer(update, context, too_many_message(error.limit))
        return
    await answer(update, context, followed_message(followed[0], is_new=followed[1]) if followed else gone_message())


async def packs(update: Update, context: BotContext) -> None:
    """Feeds to begin with were asked for."""
    await acknowledge(update)
    await answer(update, context, packs_message(context.desk.starter_packs.packs))


async def take_pack(update: Update, context: BotContext) -> None:
    """A pack was tapped: try its feeds, in the background."""
    await acknowledge(update)
    context.newsdesk.create_task(_take_pack(update, context, _number(update)), update)


async def _take_pack(update: Update, context: BotContext, number: int) -> None:
    if not await may(update, context, Deed.READING):
        return
    async with typing(update, context):
        try:
            taken = await context.run_slowly(context.desk.starter_packs.take, number, place_of(update), utc_now())
        except TooManyFeeds as error:
            await answer(update, context, too_many_message(error.limit))
            return
    await answer(update, context, pack_message(taken) if taken else gone_message())


async def feeds(update: Update, context: BotContext) -> None:
    """/feeds: what this chat follows, and how it is doing."""
    if chat := update.effective_chat:
        page = await context.run(context.desk.manage_feeds.listed, chat.id)
        await answer(update, context, feeds_message(page, utc_now()))


async def turn(update: Update, context: BotContext) -> None:
    """Another page of /feeds."""
    await acknowledge(update)
    if chat := update.effective_chat:
        page = await context.run(context.desk.manage_feeds.listed, chat.id, _number(update))
        await show(update, context, feeds_message(page, utc_now()))


async def open_feed(update: Update, context: BotContext) -> None:
    """A number below /feeds: that feed."""
    await acknowledge(update)
    if chat := update.effective_chat:
        one = await context.run(context.desk.manage_feeds.one, _number(update), chat.id)
        await show(update, context, feed_message(one, utc_now()) if one else gone_message())


async def retry(update: Update, context: BotContext) -> None:
    """Retry below a notice, or Check now below a feed."""
    await acknowledge(update)
    if (chat := update.effective_chat) and await may(update, context, Deed.READING):
        feed = await context.run(context.desk.manage_feeds.retry, _number(update), chat.id, utc_now())
        await answer(update, context, retried_message(feed) if feed else gone_message())


async def remove(update: Update, context: BotContext) -> None:
    """Remove below a feed."""
    await acknowledge(update)
    if chat := update.effective_chat:
        feed = await context.run(context.desk.manage_feeds.remove, _number(update), chat.id)
        await show(update, context, removed_message(feed) if feed else gone_message())


async def export(update: Update, context: BotContext) -> None:
    """/opml: what this chat follows, as a file."""
    if (chat := update.effective_chat) is None:
        return
    content, count = await context.run(context.desk.export_opml, chat.id)
    if count:
        await send_file(update, context, "newsdesk.opml", content, export_caption(count))
    else:
        page = await context.run(context.desk.manage_feeds.listed, chat.id)
        await answer(update, context, feeds_message(page, utc_now()))


async def receive_list(update: Update, context: BotContext) -> None:
    """An uploaded list of feeds: take it over, in the background."""
    if update.effective_message and (document := update.effective_message.document):
        context.newsdesk.create_task(_import(update, context, document), update)


async def _import(update: Update, context: BotContext, document: Document) -> None:
    if not await may(update, context, Deed.READING):
        return
    try:
        body = await download(document, context.desk.limit_people.upload_bytes)
        taken = await context.run_slowly(context.desk.import_opml, body, place_of(update), utc_now())
    except ReadingError as error:
        log.info("a list of feeds was not read: %s", error.trouble.name)
        is_ours = error.trouble is Trouble.UNREADABLE
        await answer(update, context, not_opml_message() if is_ours else trouble_message(error), quoting=True)
        return
    await _watch(update, context, taken)


async def _watch(update: Update, context: BotContext, taken: Import) -> None:
    """Show how far the first polls are, in one message, until all were made."""
    chat_id = update.effective_chat.id if update.effective_chat else 0
    until = time.monotonic() + _PROGRESS_FOR
    progress = await context.run(context.desk.import_opml.progress, taken.feed_ids, chat_id)
    shown = import_message(taken, progress)
    message_id = await answer(update, context, shown, quoting=True)
    while not progress.is_over and time.monotonic() < until and message_id is not None:
        await asyncio.sleep(_PROGRESS_EVERY)
        progress = await context.run(context.desk.import_opml.progress, taken.feed_ids, chat_id)
        if not progress.is_over and (message := import_message(taken, progress)) != shown:
            shown = message
            await rewrite(update, context, message_id, message)
    if message_id is not None:
        await rewrite(update, context, message_id, import_result_message(taken, progress))


def _number(update: Update) -> int:
    """The number in a pressed button's data."""
    data = update.callback_query.data if update.callback_query else ""
    return int((data or "").rpartition(":")[2] or 0)


_LISTS = (
    filters.Document.FileExtension("opml")
    | filters.Document.FileExtension("xml")
    | filters.Document.MimeType("text/x-opml")
    | filters.Document.MimeType("application/x-opml+xml")
)
FEATURE = Feature(
    commands=(
        Command("add", "follow a site or a feed", add),
        Command("feeds", "the feeds you follow, and how they are doing", feeds),
        Command("opml", "the feeds you follow, as a file for other readers", export),
    ),
    handlers=(
        CallbackQueryHandler(follow, r"^feedon:\d{1,18}$"),
        CallbackQueryHandler(packs, r"^packs$"),
        CallbackQueryHandler(take_pack, r"^pack:\d{1,3}$"),
        CallbackQueryHandler(turn, r"^feeds:\d{1,6}$"),
        CallbackQueryHandler(open_feed, r"^feed:\d{1,18}$"),
        CallbackQueryHandler(retry, r"^feedtry:\d{1,18}$"),
        CallbackQueryHandler(remove, r"^feedoff:\d{1,18}$"),
        MessageHandler(filters.UpdateType.MESSAGE & _LISTS, receive_list),
    ),
    answers=(MessageHandler(filters.UpdateType.MESSAGE & filters.TEXT & ~filters.COMMAND & _ToPrompt(), add_replied),),
)
