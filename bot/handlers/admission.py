"""Runs before every other handler: who is this, and may they use the bot? Also the owner's /allow and /deny."""

import logging

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop, CallbackQueryHandler, TypeHandler

from bot.context import BotContext, utc_now
from bot.handlers.feature import Command, Feature, argument_of, for_owner
from bot.handlers.menus import show_owner_menu
from bot.handlers.sending import acknowledge, answer, show
from bot.messages.people import (
    allowed_message,
    claimed_message,
    denied_message,
    people_message,
    stranger_message,
    users_message,
    wrong_code_message,
)
from bot.usecases.admit_people import Entry
from storage.errors import StorageError
from storage.records import Visitor

log = logging.getLogger(__name__)


async def admit(update: Update, context: BotContext) -> None:
    """Let the admitted pass; tell a stranger in private how to get in, and stop there."""
    if update.my_chat_member:
        return
    user = update.effective_user
    if user is None:
        raise ApplicationHandlerStop
    context.entry = await context.run(context.desk.admit_people, user.id, user.username or "", user.full_name)
    if context.entry is not Entry.STRANGER:
        if context.entry is Entry.ALLOWED and await _claims(update, context):
            raise ApplicationHandlerStop
        await _meet(update, context)
        return
    if update.callback_query:
        await acknowledge(update)
    elif update.effective_chat and update.effective_chat.type == ChatType.PRIVATE:
        await _turn_away(update, context)
    raise ApplicationHandlerStop


async def _meet(update: Update, context: BotContext) -> None:
    """Note that an admitted person is here; a store that takes nothing now must not keep them from reading."""
    user, chat = update.effective_user, update.effective_chat
    if user is None or chat is None:
        return
    visitor = Visitor(user.id, user.username or "", user.full_name, utc_now())
    try:
        await context.run(context.desk.meet_people, visitor, is_private=chat.type == ChatType.PRIVATE)
    except StorageError as error:
        log.warning("a visit was not noted: %s", error)


async def _turn_away(update: Update, context: BotContext) -> None:
    user, message = update.effective_user, update.effective_message
    if user is None or message is None:
        return
    if not _code_in(message):
        await answer(update, context, stranger_message(user.id))
    elif not await _claims(update, context):
        await answer(update, context, wrong_code_message())


async def _claims(update: Update, context: BotContext) -> bool:
    """Whether the person sent the owner's code and is the owner now; told so."""
    user, message = update.effective_user, update.message
    if user is None or message is None or message.chat.type != ChatType.PRIVATE or not (code := _code_in(message)):
        return False
    claim = context.desk.admit_people.claim
    if not await context.run(claim, code, user.id, user.username or "", user.full_name, utc_now()):
        return False
    await show_owner_menu(context.newsdesk, user.id)
    await answer(update, context, claimed_message())
    return True


def _code_in(message: Message) -> str:
    """The owner's code, sent bare or behind /start."""
    text = (message.text or "").removeprefix("/start").strip()
    return text if len(text.replace("-", "")) == 8 and text.replace("-", "").isalnum() else ""


async def allow(update: Update, context: BotContext) -> None:
    """/allow: with a number or @name, as a reply, or bare for the list."""
    if reference := await _person_meant(update, context):
        await context.run(context.desk.admit_people.allow, reference, utc_now())
        await answer(update, context, allowed_message(reference))


async def deny(update: Update, context: BotContext) -> None:
    """/deny: with a number or @name, as a reply, or bare for the list."""
    if reference := await _person_meant(update, context):
        is_denied = await context.run(context.desk.admit_people.deny, reference, utc_now())
        await answer(update, context, denied_message(reference, is_denied=is_denied))


async def _person_meant(update: Update, context: BotContext) -> str:
    """The id or @name meant; "" when none is, and then the list was sent."""
    reference = _reference(update.effective_message) if update.effective_message else ""
    if not reference:
        await answer(update, context, people_message(await context.run(context.desk.admit_people.decided)))
    return reference


def _reference(message: Message) -> str:
    """The id or @name meant, "" when none is."""
    word = argument_of(message).split(None, 1)[0] if argument_of(message) else ""
    if word.isdecimal():
        return word
    if word:
        return word if word.startswith("@") else f"@{word}"
    replied = message.reply_to_message
    return str(replied.from_user.id) if replied and replied.from_user and not replied.from_user.is_bot else ""


async def users(update: Update, context: BotContext) -> None:
    """/users: who may use the bot, and when they last did."""
    page = await context.run(context.desk.admit_people.users)
    await answer(update, context, users_message(page, utc_now()))


async def press(update: Update, context: BotContext) -> None:
    """Below /users: another page, or somebody kept out or let in."""
    query = update.callback_query
    if query is None or not query.data:
        return
    await acknowledge(update)
    deed, number, *person = query.data.split(":")
    people = context.desk.admit_people
    if deed == "userout":
        await context.run(people.deny, person[0], utc_now())
    elif deed == "userin":
        await context.run(people.allow, person[0], utc_now())
    await show(update, context, users_message(await context.run(people.users, int(number)), utc_now()))


ADMISSION = TypeHandler(Update, admit)
FEATURE = Feature(
    commands=(
        Command("allow", "let somebody use this bot", allow, owner_only=True),
        Command("deny", "no longer let somebody use this bot", deny, owner_only=True),
        Command("users", "who may use this bot, and when they last did", users, owner_only=True, in_private=True),
    ),
    handlers=(CallbackQueryHandler(for_owner(press), r"^(users:\d{1,6}|user(in|out):\d{1,6}:\d{1,18})$"),),
)
