"""/ask and /new, replies to cards and answers, and the button below an answer."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.context import BotContext, utc_now
from bot.handlers.answering import answer_in_turn
from bot.handlers.feature import Command, Feature, argument_of, words_of
from bot.handlers.limits import may
from bot.handlers.sending import acknowledge, answer, article_shown
from bot.messages.answer import forgotten_answer_message, more_message
from bot.messages.ask import ask_message, new_subject_message
from bot.news.answer import Answer
from bot.usecases.limit_people import Deed


async def ask(update: Update, context: BotContext) -> None:
    """/ask: the question behind it, the words of the message it replies to, or bare: asks back."""
    message = update.effective_message
    if message is None:
        return
    replied = message.reply_to_message
    about = await article_shown(context, replied) if replied else None
    question = argument_of(message) or (words_of(replied) if replied and about is None else "")
    if question:
        await answer_in_turn(update, context, question, about)
    else:
        await answer(update, context, ask_message())


async def more(update: Update, context: BotContext) -> None:
    """More evidence was tapped."""
    query, message = update.callback_query, update.effective_message
    if query is None or message is None:
        return
    await acknowledge(update)
    if not await may(update, context, Deed.QUESTION):
        return
    found = await context.run(context.desk.converse.again, message.message_id, chat_id=message.chat.id, now=utc_now())
    await answer(update, context, more_message(found) if isinstance(found, Answer) else forgotten_answer_message())


async def new(update: Update, context: BotContext) -> None:
    """/new: leave the subject."""
    if update.effective_chat:
        await context.run(context.desk.converse.new_subject, update.effective_chat.id)
        await answer(update, context, new_subject_message())


FEATURE = Feature(
    commands=(
        Command("ask", "ask about what I have read", ask),
        Command("new", "leave the subject we were talking about", new),
    ),
    handlers=(CallbackQueryHandler(more, r"^more$"),),
)
