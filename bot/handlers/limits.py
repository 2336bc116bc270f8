"""Asked before anything that costs something: whether this person may do that now."""

from telegram import Update

from bot.context import BotContext, utc_now
from bot.handlers.sending import answer
from bot.messages.limits import too_often_message
from bot.usecases.admit_people import Entry
from bot.usecases.limit_people import Deed


async def may(update: Update, context: BotContext, deed: Deed) -> bool:
    """Whether the person may, and then it is counted; told why not once, until it was possible again.

    The owner always may.
    """
    user = update.effective_user
    if context.entry is Entry.OWNER or user is None:
        return True
    now = utc_now()
    excess = await context.run(context.desk.limit_people, user.id, deed, now)
    if excess is None:
        return True
    if not excess.is_told:
        await answer(update, context, too_often_message(excess, now), quoting=True)
    return False
