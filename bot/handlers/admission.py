"""Runs before every other handler: who is this, and may they use the bot? Also the owner's /allow and /deny."""

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop, TypeHandler

from bot.context import BotContext, utc_now
from bot.handlers.feature import Command, Feature, argument_of
from bot.handlers.sending import acknowledge, answer
from bot.messages.people import (
    allowed_message,
    claimed_message,
    denied_message,
    people_message,
    stranger_message,
    wrong_code_message,
)
from bot.usecases.admit_people import Entry


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
        return
    if update.callback_query:
        await acknowledge(update)
    elif update.effective_chat and update.effective_chat.type == ChatType.PRIVATE:
        await _meet(update, context)
    raise ApplicationHandlerStop


async def _meet(update: Update, context: BotContext) -> None:
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


ADMISSION = TypeHandler(Update, admit)
FEATURE = Feature(
    commands=(
        Command("allow", "let somebody use this bot", allow, owner_only=True, in_menu=False),
        Command("deny", "no longer let somebody use this bot", deny, owner_only=True, in_menu=False),
    )
)
