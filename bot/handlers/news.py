"""/news: the stories of the day or of a topic; and More sources below a story."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.context import BotContext, utc_now
from bot.handlers.feature import Command, Feature, argument_of
from bot.handlers.limits import may
from bot.handlers.sending import acknowledge, answer
from bot.messages.digest import digest_message
from bot.messages.story import sources_message, story_gone_message
from bot.messages.topics import topic_fault_message
from bot.news.topic_parser import TopicError
from bot.usecases.limit_people import Deed


async def news(update: Update, context: BotContext) -> None:
    """/news: the best of what this chat follows, or of all; with words, of the last week about them."""
    message = update.effective_message
    if message is None or not await may(update, context, Deed.QUESTION):
        return
    try:
        digest = await context.run(context.desk.ask_news, message.chat.id, argument_of(message), utc_now())
    except TopicError as error:
        await answer(update, context, topic_fault_message(error))
        return
    if await answer(update, context, digest_message(digest)) is not None:
        await context.run(context.desk.ask_news.told, message.chat.id, digest, utc_now())


async def sources(update: Update, context: BotContext) -> None:
    """More sources was tapped below a story."""
    query = update.callback_query
    if query is None or not query.data:
        return
    await acknowledge(update)
    story = await context.run(context.desk.ask_news.story, int(query.data.partition(":")[2]))
    await answer(update, context, sources_message(story) if story else story_gone_message())


FEATURE = Feature(
    commands=(Command("news", "the stories of the day, or of a topic: /news huawei", news, slow=True),),
    handlers=(CallbackQueryHandler(sources, r"^sources:\d{1,18}$"),),
)
