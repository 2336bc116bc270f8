"""The buttons of a `Message` as Telegram's objects, sealed; for whoever sends messages, and for who reads presses.

A client may send any data as a button's. So what a button carries ends in a seal that only the holder of the token can
make, and only for that chat: nobody reaches another chat's feed or topic by guessing its number.
"""

import base64
import hashlib
import hmac

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.messages.message import SEAL_BYTES, Message


def keyboard(message: Message, chat_id: int, token: str) -> InlineKeyboardMarkup | None:
    """The rows of buttons below a message to this chat, None where it has none."""
    if not message.buttons:
        return None
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(
                    b.text, url=b.url or None, callback_data=sealed(b.data, chat_id, token) if b.data else None
                )
                for b in row
            ]
            for row in message.buttons
        ]
    )


def sealed(data: str, chat_id: int, token: str) -> str:
    """The data as a button in this chat carries it."""
    # The token is the secret: a hash of it, as the key of blake2b may have 64 bytes at most.
    key = hashlib.sha256(token.encode()).digest()
    seal = hashlib.blake2b(f"{chat_id} {data}".encode(), key=key, digest_size=6)
    return data + base64.urlsafe_b64encode(seal.digest()).decode()


def unsealed(carried: str, chat_id: int, token: str) -> str:
    """The data of a pressed button; "" when no button of ours in this chat carries that."""
    data = carried[:-SEAL_BYTES]
    return data if hmac.compare_digest(sealed(data, chat_id, token).encode(), carried.encode()) else ""
