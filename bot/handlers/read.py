"""Links, pasted texts, forwarded posts and files -> summary cards; and the buttons below a card."""

import asyncio
import logging

from telegram import Document, Message, MessageOriginChannel, MessageOriginChat, Update
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from bot.context import BotContext, utc_now
from bot.handlers.answering import answer_in_turn, answer_question
from bot.handlers.feature import ADDRESSED, Command, Feature, argument_of, links_of, words_of
from bot.handlers.files import download
from bot.handlers.limits import may
from bot.handlers.sending import acknowledge, answer, article_shown, note_article, show, typing
from bot.messages.ask import ask_about_message
from bot.messages.facts import facts_message
from bot.messages.library import removal_message, summary_prompt_message
from bot.messages.start import cancelled_message
from bot.messages.summary import card_message
from bot.messages.trouble import left_out_message, trouble_message
from bot.news.intake import MOST_LINKS, LinksToRead, TextToRead, sort_message
from bot.usecases.browse_library import Removal
from bot.usecases.errors import ReadingError, UnknownArticle
from bot.usecases.limit_people import Deed
from bot.usecases.show_card import Card

log = logging.getLogger(__name__)


async def receive(update: Update, context: BotContext) -> None:
    """A message in plain words, with links, or long: sort it, then answer, or read in the background."""
    message = update.effective_message
    if message is None:
        return
    text, links = words_of(message), links_of(message)
    key = (message.chat.id, message.from_user.id if message.from_user else 0)
    if context.newsdesk.pastes.expects(key, text):
        context.newsdesk.create_task(_read_paste(update, context, key, text), update)
        return
    await _take(update, context, message, text, links)


async def _take(update: Update, context: BotContext, message: Message, text: str, links: tuple[str, ...]) -> None:
    if not text and message.reply_to_message:
        await _summarise_message(update, context, message.reply_to_message)
        return
    match sort_message(text, links, is_forwarded=message.forward_origin is not None):
        case LinksToRead() as found:
            context.newsdesk.create_task(_read_links(update, context, found), update)
        case TextToRead(text=article):
            context.newsdesk.create_task(_read_text(update, context, article, _origin(message)), update)
        case question:
            await _answer(update, context, message, question.text)


async def _answer(update: Update, context: BotContext, message: Message, question: str) -> None:
    """A question; as a reply, about the article or the link in the message it replies to."""
    about = None
    if replied := message.reply_to_message:
        about = await article_shown(context, replied)
        if about is None and (links := links_of(replied)):
            found = LinksToRead(links[:MOST_LINKS], question)
            context.newsdesk.create_task(_read_links(update, context, found), update)
            return
    await answer_in_turn(update, context, question, about)


async def _read_paste(update: Update, context: BotContext, key: tuple[int, int], part: str) -> None:
    async with context.newsdesk.pastes.whole(key, part) as text:
        if text is not None and update.effective_message:
            await _read_text(update, context, text, _origin(update.effective_message))


async def _read_links(update: Update, context: BotContext, found: LinksToRead) -> None:
    async with typing(update, context):
        # Each link is read to its end, also when another's reading fails: nothing goes on behind the update's back.
        reading = (_read_link(update, context, url) for url in found.urls)
        cards = await asyncio.gather(*reading, return_exceptions=True)
    for failed in cards:
        if isinstance(failed, BaseException):
            raise failed
    if found.left_out:
        await answer(update, context, left_out_message(len(found.urls), found.left_out))
    if found.question and isinstance(first := cards[0], Card):
        await answer_question(update, context, found.question, first.article.id)


async def _read_link(update: Update, context: BotContext, url: str) -> Card | None:
    if not await may(update, context, Deed.READING):
        return None
    chat_id = update.effective_chat.id if update.effective_chat else 0
    try:
        card = await context.run_slowly(context.desk.read_article.link, url, chat_id=chat_id, now=utc_now())
    except ReadingError as error:
        log.info("chat %d: a link was not read: %s %s", chat_id, error.trouble.name, error.detail)
        await answer(update, context, trouble_message(error), quoting=True)
        return None
    await _show_card(update, context, card)
    return card


async def _read_text(update: Update, context: BotContext, text: str, source: str) -> None:
    if not await may(update, context, Deed.READING):
        return
    chat_id = update.effective_chat.id if update.effective_chat else 0
    read = context.desk.read_article.text
    async with typing(update, context):
        try:
            card = await context.run(read, text, source=source, chat_id=chat_id, now=utc_now())
        except ReadingError as error:
            await answer(update, context, trouble_message(error), quoting=True)
            return
    await _show_card(update, context, card)


async def receive_file(update: Update, context: BotContext) -> None:
    """An uploaded file: download it and read it, in the background."""
    if update.effective_message and (document := update.effective_message.document):
        context.newsdesk.create_task(_read_file(update, context, document), update)


async def _read_file(update: Update, context: BotContext, document: Document) -> None:
    if not await may(update, context, Deed.READING):
        return
    chat_id = update.effective_chat.id if update.effective_chat else 0
    async with typing(update, context):
        try:
            body = await download(document, context.desk.limit_people.upload_bytes)
            name, kind = document.file_name or "", document.mime_type or ""
            read = context.desk.read_article.file
            card = await context.run_slowly(read, body, name=name, kind=kind, chat_id=chat_id, now=utc_now())
        except ReadingError as error:
            log.info("chat %d: a file was not read: %s", chat_id, error.trouble.name)
            await answer(update, context, trouble_message(error), quoting=True)
            return
    await _show_card(update, context, card)


async def _show_card(update: Update, context: BotContext, card: Card) -> None:
    message_id = await answer(update, context, card_message(card), quoting=True)
    await note_article(update, context, card.article.id, message_id)
    if update.effective_chat:
        turn_to = context.desk.converse.turn_to
        await context.run(turn_to, card.article, chat_id=update.effective_chat.id, now=utc_now())


async def summary(update: Update, context: BotContext) -> None:
    """/summary: of a link or text behind it, of the message it replies to, or bare: asks, with what was read lately."""
    message, chat = update.effective_message, update.effective_chat
    if message is None or chat is None:
        return
    if argument_of(message):
        await _summarise(update, context, argument_of(message), links_of(message), "")
    elif message.reply_to_message:
        await _summarise_message(update, context, message.reply_to_message)
    else:
        page = await context.run(context.desk.browse_library, chat_id=chat.id)
        await answer(update, context, summary_prompt_message(page))


async def _summarise_message(update: Update, context: BotContext, message: Message) -> None:
    """What an earlier message shows, links to, or holds."""
    shown = await article_shown(context, message)
    if shown is not None:
        await _show_again(update, context, shown)
    elif message.document:
        context.newsdesk.create_task(_read_file(update, context, message.document), update)
    else:
        await _summarise(update, context, words_of(message), links_of(message), _origin(message))


async def _summarise(update: Update, context: BotContext, text: str, links: tuple[str, ...], source: str) -> None:
    """As for a plain message, but words are a text to read here, never a question."""
    match sort_message(text, links, is_forwarded=True):
        case LinksToRead() as found:
            context.newsdesk.create_task(_read_links(update, context, found), update)
        case _:
            context.newsdesk.create_task(_read_text(update, context, text, source), update)


async def _show_again(update: Update, context: BotContext, article_id: int) -> None:
    chat_id = update.effective_chat.id if update.effective_chat else 0
    try:
        card = await context.run(context.desk.show_card, article_id, chat_id=chat_id)
    except UnknownArticle:
        await answer(update, context, removal_message(Removal.UNKNOWN))
        return
    await _show_card(update, context, card)


async def press(update: Update, context: BotContext) -> None:
    """Longer, Shorter, Key facts or Ask below a card."""
    query, chat = update.callback_query, update.effective_chat
    if query is None or chat is None or not query.data:
        return
    await acknowledge(update)
    kind, number, *count = query.data.split(":")
    cards, article_id = context.desk.show_card, int(number)
    try:
        if kind == "card":
            card = await context.run(cards, article_id, chat_id=chat.id, count=int(count[0]))
            await show(update, context, card_message(card))
        else:
            article, facts = await context.run(cards.facts, article_id, chat_id=chat.id)
            message = facts_message(article, facts) if kind == "facts" else ask_about_message(article)
            await note_article(update, context, article_id, await answer(update, context, message))
    except UnknownArticle:
        await answer(update, context, removal_message(Removal.UNKNOWN))


async def cancel(update: Update, context: BotContext) -> None:
    """/cancel: stop what is being read for this chat, and leave the last subject."""
    if chat := update.effective_chat:
        await context.run(context.desk.converse.new_subject, chat.id)
        await answer(update, context, cancelled_message(context.newsdesk.cancel_tasks(chat.id)))


def _origin(message: Message) -> str:
    """The channel or group a post was forwarded from."""
    origin = message.forward_origin
    if isinstance(origin, MessageOriginChannel):
        return origin.chat.title or ""
    if isinstance(origin, MessageOriginChat):
        return origin.sender_chat.title or ""
    return ""


_WORDS = (filters.TEXT | filters.CAPTION) & ~filters.COMMAND & ~filters.Document.ALL
_NEW = filters.UpdateType.MESSAGE & ADDRESSED
FEATURE = Feature(
    commands=(
        Command("summary", "summarise a link, a text, or the message you reply to", summary),
        Command("cancel", "stop what I am doing", cancel),
    ),
    handlers=(
        CallbackQueryHandler(press, r"^(card:\d{1,18}:\d{1,2}|facts:\d{1,18}|ask:\d{1,18})$"),
        MessageHandler(_NEW & filters.Document.ALL, receive_file),
        MessageHandler(_NEW & _WORDS, receive),
    ),
)
