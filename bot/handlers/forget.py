"""/forget, after a confirmation; and the "Keep it" of every confirmation."""

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import CallbackQueryHandler

from bot.context import BotContext
from bot.handlers.feature import Command, Feature
from bot.handlers.sending import acknowledge, answer, show
from bot.messages.start import confirm_forgetting_message, forgotten_message, kept_message


async def forget(update: Update, context: BotContext) -> None:
    """/forget: ask first."""
    await answer(update, context, confirm_forgetting_message())


async def forgotten(update: Update, context: BotContext) -> None:
    """The person is sure. In a private chat the person's own record goes too."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None or update.callback_query is None:
        return
    await acknowledge(update)
    user_id = user.id if chat.type == ChatType.PRIVATE else None
    await context.run(context.desk.forget_chat, chat.id, user_id)
    await show(update, context, forgotten_message())


async def kept(update: Update, context: BotContext) -> None:
    """The person would rather not."""
    if update.callback_query:
        await acknowledge(update)
        await show(update, context, kept_message())


FEATURE = Feature(
    commands=(Command("forget", "delete what I keep of this chat", forget),),
    handlers=(CallbackQueryHandler(forgotten, r"^forgotten$"), CallbackQueryHandler(kept, r"^kept$")),
)
