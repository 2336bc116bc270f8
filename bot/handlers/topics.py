"""/follow and /topics, the buttons that follow and unfollow, and the answers to what these ask."""

import re

from telegram import MaybeInaccessibleMessage, MessageEntity, Update
from telegram import Message as TelegramMessage
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from bot.context import BotContext, utc_now
from bot.handlers.feature import Answering, Command, Feature, argument_of, links_of, place_of, words_of
from bot.handlers.limits import may
from bot.handlers.sending import acknowledge, answer, show
from bot.messages.limits import too_many_topics_message
from bot.messages.message import Message
from bot.messages.topics import (
    FOLLOW_PROMPT,
    edit_prompt_message,
    follow_prompt_message,
    followed_message,
    gone_message,
    preview_message,
    removed_message,
    site_followed_message,
    subscription_message,
    topic_fault_message,
    topics_message,
    unfollow_message,
)
from bot.news.topic_parser import TopicError
from bot.news.urls import host_of
from bot.usecases.follow_topics import TooManyTopics
from bot.usecases.limit_people import Deed
from storage.following_records import Mode, Subscription

_SITE = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}/?", re.IGNORECASE)
_EDITED = re.compile(r"^Topic (\d{1,18}):")


async def follow(update: Update, context: BotContext) -> None:
    """/follow: what stands behind it, the words of the message it replies to, or bare: asks."""
    message = update.effective_message
    if message is None:
        return
    replied = message.reply_to_message
    wanted = argument_of(message) or (words_of(replied) if replied and not links_of(replied) else "")
    if wanted:
        await _offer(update, context, wanted)
    else:
        await answer(update, context, follow_prompt_message())


async def follow_answered(update: Update, context: BotContext) -> None:
    """The answer to what to follow."""
    if message := update.effective_message:
        await _offer(update, context, words_of(message))


async def _offer(update: Update, context: BotContext, wanted: str) -> None:
    """Show what following would bring; a site is followed at once."""
    if not await may(update, context, Deed.TOPIC):
        return
    place, topics = place_of(update), context.desk.follow_topics
    if _SITE.fullmatch(wanted):
        host = host_of(wanted if "://" in wanted else f"https://{wanted}")
        try:
            mine = await context.run(topics.follow_site, host, place, utc_now())
        except TooManyTopics as error:
            await answer(update, context, too_many_topics_message(error.limit))
        else:
            await answer(update, context, site_followed_message(mine))
        return
    try:
        preview = await context.run(topics.preview, wanted, place.chat_id, utc_now())
    except TopicError as error:
        await answer(update, context, topic_fault_message(error))
        return
    await answer(update, context, preview_message(preview))


async def follow_name(update: Update, context: BotContext) -> None:
    """Follow <name> was tapped below a card, an answer or a story."""
    await acknowledge(update)
    if update.callback_query and update.callback_query.data:
        name = update.callback_query.data.partition(":")[2].replace('"', " ")
        await _offer(update, context, f'"{name}"' if " " in name else name)


async def follow_tapped(update: Update, context: BotContext) -> None:
    """At once or In the digest was tapped below a preview."""
    query = update.callback_query
    if query is None or not query.data:
        return
    _, how, number = query.data.split(":")
    mode: Mode = "digest" if how == "digest" else "once"
    follow, place, words = context.desk.follow_topics.follow, place_of(update), _bold_words(query.message)
    try:
        mine = await context.run(follow, int(number), place, mode, utc_now(), words)
    except TooManyTopics as error:
        await acknowledge(update)
        await answer(update, context, too_many_topics_message(error.limit))
        return
    await acknowledge(update, "Following" if mine else None)
    await show(update, context, followed_message(mine) if mine else gone_message())


def _bold_words(message: MaybeInaccessibleMessage | None) -> str:
    """The topic as the message with the button shows it; a button has no room for it."""
    bold = message.parse_entities([MessageEntity.BOLD]) if isinstance(message, TelegramMessage) else {}
    return next(iter(bold.values()), "")


async def topics(update: Update, context: BotContext) -> None:
    """/topics: what this chat follows."""
    listed = await context.run(context.desk.follow_topics.listed, place_of(update).chat_id)
    await answer(update, context, topics_message(listed))


async def turn(update: Update, context: BotContext) -> None:
    """Another page of /topics."""
    await acknowledge(update)
    if update.callback_query and update.callback_query.data:
        number = int(update.callback_query.data.partition(":")[2])
        listed = await context.run(context.desk.follow_topics.listed, place_of(update).chat_id)
        await show(update, context, topics_message(listed, number))


async def change(update: Update, context: BotContext) -> None:
    """A button of one subscription: open it, pause it, how it is told, other words, remove it."""
    query = update.callback_query
    if query is None or not query.data:
        return
    await acknowledge(update)
    deed, number, *value = query.data.split(":")
    if deed == "subedit":
        mine = await context.run(context.desk.follow_topics.get, int(number), place_of(update).chat_id)
        await answer(update, context, edit_prompt_message(mine) if mine else gone_message())
    else:
        await show(update, context, await _changed(update, context, deed, int(number), "".join(value)))


async def _changed(update: Update, context: BotContext, deed: str, number: int, value: str) -> Message:
    topics, chat_id = context.desk.follow_topics, place_of(update).chat_id
    mine: Subscription | None
    if deed == "subremove":
        return removed_message(await context.run(topics.remove, number, chat_id))
    if deed == "subpause":
        mine = await context.run(topics.pause, number, chat_id, paused=value == "1")
    elif deed == "submode":
        mine = await context.run(topics.set_mode, number, chat_id, "digest" if value == "digest" else "once")
    else:
        mine = await context.run(topics.get, number, chat_id)
    return subscription_message(mine) if mine else gone_message()


async def edited(update: Update, context: BotContext) -> None:
    """The answer to which words instead."""
    message = update.effective_message
    if message is None or message.reply_to_message is None:
        return
    if not await may(update, context, Deed.TOPIC):
        return
    asked = _EDITED.match(message.reply_to_message.text or "")
    number = int(asked[1]) if asked else 0
    edit = context.desk.follow_topics.edit
    try:
        mine = await context.run(edit, number, message.chat.id, words_of(message), utc_now())
    except TopicError as error:
        await answer(update, context, topic_fault_message(error))
        return
    await answer(update, context, subscription_message(mine) if mine else gone_message())


async def unfollow(update: Update, context: BotContext) -> None:
    """Unfollow was tapped below a story: end what brought it, or ask which."""
    query = update.callback_query
    if query is None or not query.data:
        return
    await acknowledge(update)
    topics, chat_id = context.desk.follow_topics, place_of(update).chat_id
    behind = await context.run(topics.behind, int(query.data.partition(":")[2]), chat_id)
    if len(behind) == 1:
        await answer(update, context, removed_message(await context.run(topics.remove, behind[0].id, chat_id)))
    else:
        await answer(update, context, unfollow_message(behind))


FEATURE = Feature(
    commands=(
        Command("follow", "be told of a topic or a site: /follow huawei OR zte -rumour", follow),
        Command("topics", "what you follow, and how", topics),
    ),
    handlers=(
        CallbackQueryHandler(follow_tapped, r"^follow:(once|digest):\d{1,18}$"),
        CallbackQueryHandler(follow_name, r"^name:"),
        CallbackQueryHandler(turn, r"^topics:\d{1,6}$"),
        CallbackQueryHandler(change, r"^(sub|subedit|subremove):\d{1,18}$|^subpause:\d{1,18}:[01]$"),
        CallbackQueryHandler(change, r"^submode:\d{1,18}:(once|digest)$"),
        CallbackQueryHandler(unfollow, r"^drop:\d{1,18}$"),
    ),
    answers=(
        MessageHandler(Answering(rf"^{re.escape(FOLLOW_PROMPT)}") & ~filters.COMMAND, follow_answered),
        MessageHandler(Answering(_EDITED.pattern) & ~filters.COMMAND, edited),
    ),
)
