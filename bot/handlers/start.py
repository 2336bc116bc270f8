"""/start, /help and /privacy."""

from telegram import Update

from bot.context import BotContext
from bot.handlers.feature import Command, Feature
from bot.handlers.sending import answer
from bot.messages.start import help_message, privacy_message, start_message
from bot.usecases.admit_people import Entry


async def start(update: Update, context: BotContext) -> None:
    """/start: what this bot does. A chat that had blocked it is written to again from here on."""
    if update.effective_chat:
        await context.run(context.desk.follow_chats.returned, update.effective_chat.id)
    await answer(update, context, start_message())


async def help_(update: Update, context: BotContext) -> None:
    """/help: all it can do."""
    for_owner = context.newsdesk.owner_menu if context.entry is Entry.OWNER else ()
    await answer(update, context, help_message(context.newsdesk.menu, for_owner))


async def privacy(update: Update, context: BotContext) -> None:
    """/privacy: what is kept and why."""
    await answer(update, context, privacy_message())


FEATURE = Feature(
    commands=(
        Command("start", "what this bot does", start, in_menu=False),
        Command("help", "all I can do", help_),
        Command("privacy", "what I keep, and why", privacy),
    )
)
