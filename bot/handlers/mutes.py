"""/mute, and Mute story below a story."""

import re

from telegram import Update
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from bot.context import BotContext, utc_now
from bot.handlers.feature import Answering, Command, Feature, argument_of, place_of, words_of
from bot.handlers.limits import may
from bot.handlers.sending import acknowledge, answer, show
from bot.messages.limits import too_many_mutes_message
from bot.messages.story import story_gone_message, story_muted_message
from bot.messages.topics import MUTE_PROMPT, mute_prompt_message, muted_message, mutes_message, topic_fault_message
from bot.news.topic_parser import TopicError
from bot.usecases.follow_topics import TooManyTopics
from bot.usecases.limit_people import Deed


async def mute(update: Update, context: BotContext) -> None:
    """/mute: what stands behind it; bare: what is muted, or asks."""
    message = update.effective_message
    if message is None:
        return
    if argument_of(message):
        await _mute(update, context, argument_of(message))
        return
    mutes = await context.run(context.desk.mute_stories.listed, message.chat.id)
    await answer(update, context, mutes_message(mutes) if mutes else mute_prompt_message())


async def mute_answered(update: Update, context: BotContext) -> None:
    """The answer to which words to mute."""
    if message := update.effective_message:
        await _mute(update, context, words_of(message))


async def _mute(update: Update, context: BotContext, words: str) -> None:
    if not await may(update, context, Deed.TOPIC):
        return
    try:
        query = await context.run(context.desk.mute_stories.words, words, place_of(update).chat_id, utc_now())
    except TopicError as error:
        await answer(update, context, topic_fault_message(error))
        return
    except TooManyTopics as error:
        await answer(update, context, too_many_mutes_message(error.limit))
        return
    await answer(update, context, muted_message(query))


async def hush(update: Update, context: BotContext) -> None:
    """Mute story was tapped."""
    query = update.callback_query
    if query is None or not query.data:
        return
    story_id = int(query.data.partition(":")[2])
    title = await context.run(context.desk.mute_stories.story, story_id, place_of(update).chat_id, utc_now())
    await acknowledge(update, "Muted" if title else None)
    await answer(update, context, story_muted_message(title) if title else story_gone_message())


async def unmute(update: Update, context: BotContext) -> None:
    """Hear of it again was tapped."""
    query = update.callback_query
    if query is None or not query.data:
        return
    await acknowledge(update)
    _, kind, target = query.data.split(":")
    end = context.desk.mute_stories.end
    left = await context.run(end, place_of(update).chat_id, "story" if kind == "story" else "topic", int(target))
    await show(update, context, mutes_message(left))


FEATURE = Feature(
    commands=(Command("mute", "not hear of some words; bare, what is muted", mute),),
    handlers=(
        CallbackQueryHandler(hush, r"^hush:\d{1,18}$"),
        CallbackQueryHandler(unmute, r"^unmute:(story|topic):\d{1,18}$"),
    ),
    answers=(MessageHandler(Answering(rf"^{re.escape(MUTE_PROMPT)}") & ~filters.COMMAND, mute_answered),),
)
