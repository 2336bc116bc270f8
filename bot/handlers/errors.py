"""The last resort: what passes postpones the update, the rest is logged once and apologised for once."""

import logging
import secrets
from datetime import timedelta

from telegram import Update
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.context import BotContext
from bot.handlers.delivery import OutOfReach
from bot.handlers.sending import acknowledge, answer
from bot.messages.message import Message
from bot.messages.start import apology_message, storage_message
from bot.refusals import seconds_of
from storage.errors import SchemaTooNew, StorageDamaged, StorageError

log = logging.getLogger(__name__)

#: A request that only this update makes, such as the download of a file, may fail on the way so often.
_MOST_NETWORK_ERRORS = 6


async def on_error(update: object, context: BotContext) -> None:
    """What no handler foresaw. Stops the update: after a failed admission no other handler may see it."""
    await _settle(update, context)
    raise ApplicationHandlerStop


async def _settle(update: object, context: BotContext) -> None:
    error = context.error
    if not isinstance(update, Update) or error is None:
        log.error("outside of an update", exc_info=error)
        return
    pause = _passing(error, context.newsdesk.postponements(update))
    if pause is not None:
        await _postpone(update, context, error, pause)
        return
    reference = secrets.token_hex(3)
    log.error("update %d failed (reference %s)", update.update_id, reference, exc_info=error)
    await _tell(update, context, apology_message(reference))
    await acknowledge(update)


def _passing(error: Exception, times: int) -> timedelta | None:
    """How long to wait at least until the reason is gone, None when it will not go by itself."""
    if isinstance(error, OutOfReach):
        return error.pause
    if isinstance(error, RetryAfter):
        return timedelta(seconds=seconds_of(error))
    if isinstance(error, StorageError):
        return None if isinstance(error, StorageDamaged | SchemaTooNew) else timedelta()
    # No answer that got lost comes here: what is left may be asked for again.
    is_passing = isinstance(error, NetworkError) and not isinstance(error, BadRequest)
    return timedelta() if is_passing and times < _MOST_NETWORK_ERRORS else None


async def _postpone(update: Update, context: BotContext, error: Exception, pause: timedelta) -> None:
    times = context.newsdesk.postpone(update, pause)
    log.warning("update %d is postponed: %s: %s", update.update_id, type(error).__name__, error)
    if isinstance(error, StorageError) and times == 1:
        await _tell(update, context, storage_message())


async def _tell(update: Update, context: BotContext, message: Message) -> None:
    try:
        await answer(update, context, message)
    except OutOfReach as error:
        context.newsdesk.postpone(update, error.pause)
    except (TelegramError, StorageError) as error:
        log.warning("update %d: the person could not be told: %s", update.update_id, error)
