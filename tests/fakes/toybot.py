"""A small bot on the real library, to try the local chat with: `python -m tests.fakes.toybot` is a conversation."""

import asyncio
import sys
from html import escape
from pathlib import Path
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.constants import ChatAction
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.local.chat import run_chat
from bot.local.options import ChatOptions
from bot.local.server import LocalTelegram

Context = ContextTypes.DEFAULT_TYPE
CARD = (
    "<b>Harbour town opens its new library</b>\n"
    '<a href="https://example.org/harbour/library?from=feed">The Harbour Post</a> · 3 May 2026 · 4 min → 20 s\n\n'
    "The library opened on Sunday with a reading for children, and the queue reached the fish market before noon. "
    "“We had planned for four hundred,” the librarian said.\n"
    "<blockquote expandable>The building cost 12 million, a third less than the council had feared in 2024, because "
    "the old customs house could be kept.</blockquote>\n"
    "• one <i>point</i> that is long enough to be wrapped at the width of an ordinary terminal window\n"
    "• 港口城市的新图书馆在星期天开放，孩子们排队到了鱼市场，人们说他们原来只计划接待四百人。"
)
KEYS = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton("Longer", callback_data="longer"),
            InlineKeyboardButton("Key facts", callback_data="facts"),
        ],
        [InlineKeyboardButton("Original", url="https://example.org/harbour/library")],
    ]
)


async def card(update: Update, context: Context) -> None:
    message = update.effective_message
    assert message is not None
    await context.bot.send_chat_action(message.chat_id, ChatAction.TYPING)
    await asyncio.sleep(float(context.bot_data.get("pause", 0)))
    if message.document:
        file = await message.document.get_file()
        await message.reply_text(f"{message.document.file_name}: {len(await file.download_as_bytearray())} bytes")
    elif "card" in (message.text or ""):
        await message.reply_html(CARD, reply_markup=KEYS)
    else:
        asked = f" (about #{message.reply_to_message.message_id})" if message.reply_to_message else ""
        await message.reply_html(f"You said <b>{escape(message.text or '')}</b>{asked}")


async def export(update: Update, context: Context) -> None:
    assert update.effective_message is not None
    await update.effective_message.reply_document(b"<opml/>", filename="feeds.opml", caption="Your feeds")


async def pressed(update: Update, context: Context) -> None:
    query = update.callback_query
    assert query is not None
    if query.data == "longer":
        await query.answer()
        await query.edit_message_text("A longer <b>card</b>", parse_mode="HTML", reply_markup=KEYS)
    else:
        await query.answer("12 million; 400 people")


def build(telegram: LocalTelegram) -> Application[Any, Any, Any, Any, Any, Any]:
    """The toy bot behind the local chat."""
    builder = ApplicationBuilder().token(telegram.token)
    application = builder.request(telegram.request()).get_updates_request(telegram.get_updates_request()).build()
    application.add_handler(CommandHandler("export", export))
    application.add_handler(MessageHandler(filters.ALL, card))
    application.add_handler(CallbackQueryHandler(pressed))
    return application


async def serve(telegram: LocalTelegram, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Hand the bot each update and report it finished, until cancelled."""
    offset = 0
    async with application:
        await application.bot.set_my_commands([("help", "what I can do"), ("export", "your feeds as a file")])
        while True:
            for update in await application.bot.get_updates(offset=offset, timeout=30):
                offset = update.update_id + 1
                await application.process_update(update)
                telegram.finished(update.update_id)


async def converse(telegram: LocalTelegram, **chat: Any) -> None:
    """The chat with the toy bot beside it."""
    application = build(telegram)
    application.bot_data["pause"] = chat.pop("pause", 0)
    bot = asyncio.create_task(serve(telegram, application))
    try:
        await run_chat(telegram, **chat)
    finally:
        bot.cancel()
        await asyncio.gather(bot, return_exceptions=True)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    options = ChatOptions(history=folder / "history", folder=folder)
    asyncio.run(converse(LocalTelegram(), input=sys.stdin, output=sys.stdout, options=options, pause=0.2))
