"""/brief: what several articles tell of a topic."""

from telegram import Update

from bot.context import BotContext, utc_now
from bot.handlers.feature import Command, Feature, argument_of
from bot.handlers.limits import may
from bot.handlers.sending import answer
from bot.messages.briefing import brief_prompt_message, briefing_message
from bot.usecases.limit_people import Deed


async def brief(update: Update, context: BotContext) -> None:
    """/brief with a topic; bare, it asks for one."""
    message = update.effective_message
    if message is None:
        return
    if not (topic := argument_of(message)):
        await answer(update, context, brief_prompt_message())
        return
    if not await may(update, context, Deed.QUESTION):
        return
    briefing = await context.run(context.desk.converse.brief, topic, chat_id=message.chat.id, now=utc_now())
    await answer(update, context, briefing_message(briefing))


FEATURE = Feature(commands=(Command("brief", "what I have read about a topic, from several outlets", brief),))
