"""The menu beside the owner's text field. It is display only: every command asks itself who sends it."""

import logging

from telegram import BotCommandScopeChat
from telegram.error import TelegramError

from bot.context import NewsdeskApplication

log = logging.getLogger(__name__)


async def show_owner_menu(application: NewsdeskApplication, owner_id: int) -> None:
    """Show the owner's commands in the owner's private chat, and nowhere else."""
    commands = (*application.menu, *application.owner_menu)
    try:
        await application.bot.set_my_commands(commands, scope=BotCommandScopeChat(owner_id))
    except TelegramError as error:
        log.warning("the owner's menu of commands could not be set: %s", error)
