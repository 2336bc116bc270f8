"""/settings: summary length and method of this chat, as buttons."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.context import BotContext
from bot.handlers.feature import Command, Feature
from bot.handlers.sending import acknowledge, answer, show
from bot.messages.preferences import preferences_message


async def settings(update: Update, context: BotContext) -> None:
    """/settings: what this chat has chosen."""
    if not update.effective_chat:
        return
    chat = await context.run(context.desk.set_preferences.current, update.effective_chat.id)
    await answer(update, context, preferences_message(chat, context.desk.show_card.default_method))


async def choose(update: Update, context: BotContext) -> None:
    """A length or a method was tapped."""
    query, chat = update.callback_query, update.effective_chat
    if query is None or chat is None or not query.data:
        return
    kind, _, value = query.data.partition(":")
    preferences = context.desk.set_preferences
    if kind == "length":
        chosen = await context.run(preferences.length, chat.id, int(value))
    else:
        chosen = await context.run(preferences.method, chat.id, value)
    await acknowledge(update, "Saved")
    await show(update, context, preferences_message(chosen, context.desk.show_card.default_method))


FEATURE = Feature(
    commands=(Command("settings", "length and method of summaries", settings),),
    handlers=(CallbackQueryHandler(choose, r"^(length:\d{1,2}|method:[a-z]{1,20})$"),),
)
