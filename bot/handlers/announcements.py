"""/announce: the owner's word to everybody, shown first and sent when confirmed."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.context import BotContext, utc_now
from bot.handlers.feature import Command, Feature, argument_of, for_owner
from bot.handlers.sending import acknowledge, answer, show
from bot.messages.announcements import (
    announce_prompt_message,
    announced_message,
    draft_gone_message,
    draft_message,
    fits,
    too_long_message,
)
from bot.usecases.announce import Audience


async def announce(update: Update, context: BotContext) -> None:
    """/announce with words: shows them and asks; bare: how to, and how the last one is doing."""
    message = update.effective_message
    if message is None:
        return
    if not (text := argument_of(message)):
        last = await context.run(context.desk.announce.last)
        await answer(update, context, announce_prompt_message(last))
    elif not fits(text):
        await answer(update, context, too_long_message())
    else:
        await answer(update, context, draft_message(await context.run(context.desk.announce.draft, text, utc_now())))


async def confirmed(update: Update, context: BotContext) -> None:
    """Send was tapped below the preview."""
    query = update.callback_query
    if query is None or not query.data:
        return
    await acknowledge(update)
    _, whom, number = query.data.split(":")
    audience: Audience = "all" if whom == "all" else "private"
    sent = await context.run(context.desk.announce.send, int(number), audience, utc_now())
    await show(update, context, announced_message(sent[0], is_new=sent[1]) if sent else draft_gone_message())


FEATURE = Feature(
    commands=(Command("announce", "tell everybody something", announce, owner_only=True, in_private=True),),
    handlers=(CallbackQueryHandler(for_owner(confirmed), r"^announce:(private|all):\d{1,18}$"),),
)
