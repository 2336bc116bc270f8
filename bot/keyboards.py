"""The buttons of a `Message` as Telegram's objects; for whoever sends messages: handlers and jobs."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.messages.message import Message


def keyboard(message: Message) -> InlineKeyboardMarkup | None:
    """The rows of buttons below a message, None where it has none."""
    if not message.buttons:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(b.text, url=b.url or None, callback_data=b.data or None) for b in row]
            for row in message.buttons
        ]
    )
