"""The last resort: log once, apologise once."""

import logging
import secrets

from telegram import Update
from telegram.error import NetworkError, RetryAfter, TelegramError

from bot.context import BotContext
from bot.handlers.sending import answer
from bot.messages.start import apology_message, storage_message
from storage.errors import StorageError

log = logging.getLogger(__name__)


async def on_error(update: object, context: BotContext) -> None:
    """What no handler foresaw. A store that cannot be used just now postpones the update instead of losing it."""
    error = context.error
    if not isinstance(update, Update) or error is None:
        log.error("outside of an update", exc_info=error)
        return
    if _is_stale_query(error):
        return
    if isinstance(error, StorageError | RetryAfter):
        log.warning("update %d is postponed: %s", update.update_id, error)
        context.newsdesk.postpone(update)
        message = storage_message() if isinstance(error, StorageError) else None
    else:
        reference = secrets.token_hex(3)
        log.error("update %d failed (reference %s)", update.update_id, reference, exc_info=error)
        message = None if isinstance(error, NetworkError) else apology_message(reference)
    if message:
        try:
            await answer(update, context, message)
        except (TelegramError, StorageError) as failure:
            log.warning("update %d: no apology could be sent: %s", update.update_id, failure)


def _is_stale_query(error: Exception) -> bool:
    """A button pressed too long ago: answering it is refused, and nothing is wrong."""
    return isinstance(error, TelegramError) and "query is too old" in str(error).lower()
