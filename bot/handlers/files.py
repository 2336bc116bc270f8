"""Files in both directions: what a person uploaded, and what the bot gives out."""

from telegram import Document, InputFile, ReplyParameters, Update
from telegram import Message as TelegramMessage
from telegram.error import BadRequest

from bot.context import BotContext
from bot.handlers.delivery import Delivery
from bot.usecases.errors import ReadingError, Trouble


async def download(document: Document, limit: int) -> bytes:
    """The content of an uploaded file of at most `limit` bytes. Raises ReadingError for one that is larger."""
    too_large = ReadingError(Trouble.TOO_LARGE, f"{limit / 1_000_000:g} MB for files")
    if (document.file_size or 0) > limit:
        raise too_large
    try:
        file = await document.get_file()
    except BadRequest as error:
        if "too big" in str(error).lower():
            raise too_large from error
        raise
    if (file.file_size or 0) > limit:
        raise too_large
    return bytes(await file.download_as_bytearray())


async def send_file(update: Update, context: BotContext, name: str, content: bytes, caption: str) -> None:
    """Send a file to where `update` came from; `caption` is HTML. Raises Uncertain when it may not have arrived."""
    chat, cause = update.effective_chat, update.effective_message
    if chat is None or cause is None:
        return

    async def send(delivery: Delivery) -> TelegramMessage:
        return await context.bot.send_document(
            delivery.chat_id,
            InputFile(content, name),
            caption=delivery.text,
            parse_mode=delivery.parse_mode,
            reply_parameters=ReplyParameters(cause.message_id, allow_sending_without_reply=True),
            message_thread_id=delivery.thread_id,
        )

    context.newsdesk.note_answer(update)
    thread_id = cause.message_thread_id if cause.is_topic_message else None
    await Delivery(context, chat.id, caption, thread_id).make(send)
