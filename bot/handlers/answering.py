"""A question of a chat -> the answer sent there. Used wherever a question may arise."""

import asyncio

from telegram import Update

from bot.context import BotContext, utc_now
from bot.handlers.limits import may
from bot.handlers.sending import answer
from bot.messages.answer import answer_message, no_answer_message
from bot.messages.briefing import briefing_message
from bot.news.answer import Answer
from bot.news.briefing import Briefing
from bot.usecases.limit_people import Deed

#: A question that follows a link waits for the article, but not longer than this, in seconds.
_READING_PATIENCE = 45


async def answer_in_turn(update: Update, context: BotContext, question: str, about: int | None = None) -> None:
    """Answer, after what the chat sent before to be read has been read."""
    chat = update.effective_chat
    if chat and (reading := context.newsdesk.tasks_of(chat.id)):

        async def when_read() -> None:
            await asyncio.wait(reading, timeout=_READING_PATIENCE)
            await answer_question(update, context, question, about)

        context.newsdesk.create_task(when_read(), update)
    else:
        await answer_question(update, context, question, about)


async def answer_question(update: Update, context: BotContext, question: str, about: int | None = None) -> None:
    """Answer from what has been read; `about` is an article to look into first."""
    if (chat := update.effective_chat) is None or not await may(update, context, Deed.QUESTION):
        return
    now = utc_now()
    with context.desk.metrics.question():
        found = await context.run(context.desk.converse, question, chat_id=chat.id, now=now, about=about)
    if isinstance(found, Briefing):
        await answer(update, context, briefing_message(found))
        return
    if not isinstance(found, Answer):
        await answer(update, context, no_answer_message(found))
        return
    message_id = await answer(update, context, answer_message(found))
    if message_id is not None:
        note = context.desk.converse.note_answer
        await context.run(note, found, message_id, chat_id=chat.id, about=about, now=now)
