"""/library and /remove: what has been read, with search, paging, opening and removing."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.context import BotContext
from bot.handlers.feature import Command, Feature, argument_of
from bot.handlers.sending import acknowledge, answer, article_shown, note_article, show
from bot.messages.library import confirm_removal_message, library_message, removal_message
from bot.messages.summary import card_message
from bot.usecases.admit_people import Entry
from bot.usecases.browse_library import Removal
from bot.usecases.errors import UnknownArticle


async def library(update: Update, context: BotContext) -> None:
    """/library: what has been read lately; with words, what holds them in title or outlet."""
    await _list(update, context, verb="open")


async def remove(update: Update, context: BotContext) -> None:
    """/remove: as a reply to a card, that article; bare or with words, a list to choose from."""
    message = update.effective_message
    if message is None:
        return
    if replied := message.reply_to_message:
        await _confirm(update, context, await article_shown(context, replied) or 0)
        return
    await _list(update, context, verb="remove")


async def _list(update: Update, context: BotContext, *, verb: str) -> None:
    if update.effective_message is None or update.effective_chat is None:
        return
    words = argument_of(update.effective_message)
    page = await context.run(context.desk.browse_library, chat_id=update.effective_chat.id, words=words)
    await answer(update, context, library_message(page, verb=verb))


async def turn(update: Update, context: BotContext) -> None:
    """Newer or Older was tapped."""
    query, chat = update.callback_query, update.effective_chat
    if query is None or chat is None or not query.data:
        return
    await acknowledge(update)
    _, verb, number, words = query.data.split(":", 3)
    page = await context.run(context.desk.browse_library, chat_id=chat.id, number=int(number), words=words)
    await show(update, context, library_message(page, verb=verb))


async def open_(update: Update, context: BotContext) -> None:
    """A number was tapped in /library: the article's card."""
    query, chat = update.callback_query, update.effective_chat
    if query is None or chat is None or not query.data:
        return
    await acknowledge(update)
    article_id = int(query.data.partition(":")[2])
    try:
        card = await context.run(context.desk.show_card, article_id, chat_id=chat.id)
    except UnknownArticle:
        await answer(update, context, removal_message(Removal.UNKNOWN))
        return
    await note_article(update, context, article_id, await answer(update, context, card_message(card)))


async def ask_removal(update: Update, context: BotContext) -> None:
    """A number was tapped in /remove: ask first."""
    query = update.callback_query
    if query is None or not query.data:
        return
    await acknowledge(update)
    await _confirm(update, context, int(query.data.partition(":")[2]))


async def _confirm(update: Update, context: BotContext, article_id: int) -> None:
    if update.effective_chat is None:
        return
    article = await context.run(context.desk.browse_library.article, article_id, chat_id=update.effective_chat.id)
    await answer(update, context, confirm_removal_message(article) if article else removal_message(Removal.UNKNOWN))


async def removed(update: Update, context: BotContext) -> None:
    """The person is sure."""
    query, chat = update.callback_query, update.effective_chat
    if query is None or chat is None or not query.data:
        return
    await acknowledge(update)
    by_owner = context.entry is Entry.OWNER
    article_id = int(query.data.partition(":")[2])
    removal = await context.run(context.desk.remove_article, article_id, chat_id=chat.id, by_owner=by_owner)
    await show(update, context, removal_message(removal))


FEATURE = Feature(
    commands=(
        Command("library", "what I have read lately; with words, a search", library),
        Command("remove", "take an article out", remove),
    ),
    handlers=(
        CallbackQueryHandler(turn, r"^lib:(open|remove):\d{1,9}:"),
        CallbackQueryHandler(open_, r"^open:\d{1,18}$"),
        CallbackQueryHandler(ask_removal, r"^remove:\d{1,18}$"),
        CallbackQueryHandler(removed, r"^removed:\d{1,18}$"),
    ),
)
