"""/digest: the hour, days and length of the digest, the zone, and quiet hours; as buttons."""

import re

from telegram import Update
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from bot.context import BotContext, utc_now
from bot.handlers.feature import Answering, Command, Feature, argument_of, place_of, words_of
from bot.handlers.sending import acknowledge, answer, show
from bot.messages.schedule import CITY_PROMPT, bad_hour_message, city_prompt_message, schedule_message, zones_message
from bot.usecases.set_schedule import Hours

_HOUR = re.compile(r"([01]?\d|2[0-3])(?:[:.]([0-5]\d))?")


async def digest(update: Update, context: BotContext) -> None:
    """/digest: this chat's hours; with an hour, sets it. Who has no zone yet is asked for one."""
    message = update.effective_message
    if message is None:
        return
    hours = context.desk.set_schedule
    current = await context.run(hours.current, message.chat.id)
    if wanted := argument_of(message):
        read = _HOUR.fullmatch(wanted)
        if read is None:
            await answer(update, context, bad_hour_message())
            return
        minute = int(read[1]) * 60 + int(read[2] or 0)
        current = await context.run(hours.at, message.chat.id, minute, utc_now())
    await answer(update, context, schedule_message(current))
    if not current.zone:
        await answer(update, context, city_prompt_message())


async def choose(update: Update, context: BotContext) -> None:
    """An hour, days, a length or quiet hours were tapped."""
    query = update.callback_query
    if query is None or not query.data:
        return
    hours = await _chosen(context, place_of(update).chat_id, query.data)
    await acknowledge(update, "Saved")
    await show(update, context, schedule_message(hours))


async def _chosen(context: BotContext, chat_id: int, data: str) -> Hours:
    hours, now = context.desk.set_schedule, utc_now()
    kind, _, value = data.partition(":")
    if kind == "at":
        return await context.run(hours.at, chat_id, int(value) * 60, now)
    if data == "days:weekly":
        return await context.run(hours.weekly, chat_id, now)
    if kind == "days":
        return await context.run(hours.on_days, chat_id, int(value), now)
    if kind == "budget":
        return await context.run(hours.budget, chat_id, int(value), now)
    if kind == "quiet":
        start, end = value.split(":")
        return await context.run(hours.quiet, chat_id, int(start), int(end), now)
    return await context.run(hours.off, chat_id)


async def ask_zone(update: Update, context: BotContext) -> None:
    """Change the zone was tapped."""
    await acknowledge(update)
    await answer(update, context, city_prompt_message())


async def city(update: Update, context: BotContext) -> None:
    """The answer to which city."""
    if message := update.effective_message:
        zones = await context.run(context.desk.set_schedule.zones, words_of(message))
        await answer(update, context, zones_message(zones))


async def zone(update: Update, context: BotContext) -> None:
    """A zone was tapped."""
    query = update.callback_query
    if query is None or not query.data:
        return
    name = query.data.partition(":")[2]
    hours = await context.run(context.desk.set_schedule.zone, place_of(update).chat_id, name, utc_now())
    await acknowledge(update, "Saved")
    await show(update, context, schedule_message(hours))


FEATURE = Feature(
    commands=(Command("digest", "when your digest comes, and when nothing rings", digest),),
    handlers=(
        CallbackQueryHandler(choose, r"^(at:\d{1,2}|days:(\d{1,3}|weekly)|budget:\d{1,2}|quiet:\d{1,2}:\d{1,2})$"),
        CallbackQueryHandler(choose, r"^digest:off$"),
        CallbackQueryHandler(ask_zone, r"^zone$"),
        CallbackQueryHandler(zone, r"^zone:"),
    ),
    answers=(MessageHandler(Answering(re.escape(CITY_PROMPT)) & ~filters.COMMAND, city),),
)
