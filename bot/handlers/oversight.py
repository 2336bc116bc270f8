"""/stats and /feeds_health, for the owner."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.context import BotContext, utc_now
from bot.handlers.feature import Command, Feature, for_owner
from bot.handlers.sending import acknowledge, answer, show
from bot.messages.oversight import failing_message, overview_message


async def stats(update: Update, context: BotContext) -> None:
    """/stats: how much there is of everything, and how it is doing."""
    overview = await context.run_slowly(context.desk.oversee.overview, utc_now())
    await answer(update, context, overview_message(overview))


async def feeds_health(update: Update, context: BotContext) -> None:
    """/feeds_health: the feeds that fail."""
    page = await context.run(context.desk.oversee.failing)
    await answer(update, context, failing_message(page, utc_now()))


async def turn(update: Update, context: BotContext) -> None:
    """Another page of /feeds_health."""
    query = update.callback_query
    if query is None or not query.data:
        return
    await acknowledge(update)
    page = await context.run(context.desk.oversee.failing, int(query.data.partition(":")[2]))
    await show(update, context, failing_message(page, utc_now()))


FEATURE = Feature(
    commands=(
        Command("stats", "how much there is, and how it is doing", stats, owner_only=True, in_private=True, slow=True),
        Command("feeds_health", "the feeds that fail, and why", feeds_health, owner_only=True, in_private=True),
    ),
    handlers=(CallbackQueryHandler(for_owner(turn), r"^failing:\d{1,6}$"),),
)
