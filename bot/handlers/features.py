"""All features, in the order they are tried. The menu and /help derive from this list."""

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from bot.context import BotContext, NewsdeskApplication
from bot.handlers import (
    admission,
    announcements,
    ask,
    brief,
    digests,
    feeds,
    forget,
    library,
    membership,
    mutes,
    news,
    oversight,
    preferences,
    read,
    start,
    topics,
)
from bot.handlers.errors import on_error
from bot.handlers.sending import acknowledge, answer
from bot.messages.start import not_here_message, unknown_command_message

FEATURES = (
    feeds.FEATURE,  # before reading: it takes lists of feeds out of the files
    read.FEATURE,
    ask.FEATURE,
    brief.FEATURE,
    news.FEATURE,
    topics.FEATURE,
    digests.FEATURE,
    mutes.FEATURE,
    library.FEATURE,
    preferences.FEATURE,
    start.FEATURE,
    forget.FEATURE,
    admission.FEATURE,
    oversight.FEATURE,
    announcements.FEATURE,
    membership.FEATURE,
)
COMMANDS = tuple(command for feature in FEATURES for command in feature.commands)
#: Shown by the client beside the text field, and by /help.
MENU = tuple((one.name, one.description) for one in COMMANDS if one.in_menu and not one.owner_only)
#: Shown to the owner besides.
OWNER_MENU = tuple((one.name, one.description) for one in COMMANDS if one.owner_only)


def register(application: NewsdeskApplication) -> None:
    """Give the application every handler: admission first, what nobody took last."""
    application.add_handler(admission.ADMISSION, group=-1)
    for feature in FEATURES:
        application.add_handlers(feature.answers)
    for feature in FEATURES:
        for command in feature.commands:
            application.add_handler(command.handler())
        application.add_handlers(feature.handlers)
    application.add_handlers(
        [
            CallbackQueryHandler(_stale_button),
            MessageHandler(filters.UpdateType.MESSAGE & filters.COMMAND, _unknown_command),
            MessageHandler(filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE, _not_here),
        ]
    )
    application.add_error_handler(on_error)


async def _stale_button(update: Update, _: BotContext) -> None:
    """A button of a former version."""
    if update.callback_query:
        await acknowledge(update, "This button is no longer in use.")


async def _unknown_command(update: Update, context: BotContext) -> None:
    """A command nobody knows. In groups it is probably meant for another bot."""
    if update.effective_chat and update.effective_chat.type == ChatType.PRIVATE:
        await answer(update, context, unknown_command_message())


async def _not_here(update: Update, context: BotContext) -> None:
    """A sticker, a voice message and the like. Service messages pass in silence."""
    message = update.effective_message
    if message and message.effective_attachment is not None:
        await answer(update, context, not_here_message())
