"""The person's side of the local chat: what they mean goes to `server`, what the bot does comes through `drawing`."""

import mimetypes
from collections.abc import Callable
from pathlib import Path

from bot.local.downloads import save, size
from bot.local.drawing import Drawing
from bot.local.lines import Action, Press, Quit, Say, Send
from bot.local.messages import (
    BotMessage,
    CommandsChanged,
    Event,
    MessageDeleted,
    MessageEdited,
    MessageSent,
    QueryAnswered,
)
from bot.local.server import LocalTelegram


class Front:
    """Writes what the bot does, does what the person means. `draw` is asked each time, as a window may change."""

    def __init__(
        self, telegram: LocalTelegram, write: Callable[[str], None], draw: Callable[[], Drawing], folder: Path
    ) -> None:
        self._telegram = telegram
        self._write = write
        self._draw = draw
        self._folder = folder
        self.commands: tuple[tuple[str, str], ...] = ()

    def note(self, text: str) -> None:
        """A line from the chat itself."""
        self._write(self._draw().note(text))

    def echo(self, action: Action) -> None:
        """What the person sent, where they did not type it into this very window."""
        self._write(self._draw().said(action.written))

    def hear(self, event: Event) -> None:
        """The bot did something: the person reads it."""
        match event:
            case MessageSent(message):
                self._write(self._draw().message(message, answered=self._telegram.message(message.reply_to or 0)))
                self._save(message)
            case MessageEdited(message, text_changed):
                draw = self._draw()
                self._write(draw.message(message, "edited") if text_changed else draw.buttons(message))
            case MessageDeleted(_, message_id):
                self.note(f"Message #{message_id} was deleted.")
            case QueryAnswered(text) if text:
                self.note(text)
            case CommandsChanged(commands):
                self.commands = commands

    def _save(self, message: BotMessage) -> None:
        if message.document is None:
            return
        try:
            path = save(message.document, self._folder)
        except OSError as error:
            self.note(f"{message.document.name} could not be saved: {error.strerror or error}.")
        else:
            self.note(f"Saved {path.name} ({size(len(message.document.content))}) in {path.parent.resolve()}")

    def act(self, action: Action) -> bool:
        """Do what the person means; False when it is to end."""
        match action:
            case Quit():
                return False
            case Send():
                self._upload(action.path)
            case Press():
                self._press(action)
            case Say():
                self._say(action)
        return True

    def _say(self, say: Say) -> None:
        """Send the text; what looks like a reply to a message that is not there is a text that begins so."""
        last = self._telegram.last_message()
        reply_to = say.reply_to if say.reply_to >= 0 or last is None else last.id
        if reply_to and not self._telegram.has_message(reply_to):
            self._telegram.say(say.written)
        else:
            self._telegram.say(say.text, reply_to)

    def _upload(self, path: Path) -> None:
        mime_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        try:
            self._telegram.upload(path, mime_type)
        except OSError as error:
            self.note(f"{path} cannot be read: {error.strerror or error}.")

    def _press(self, press: Press) -> None:
        """Press the button; a number that is none is a text, as an answer to a question may be."""
        message = self._pressable(press.message_id)
        buttons = message.keyboard.buttons if message and message.keyboard else ()
        if message and 1 <= press.number <= len(buttons):
            self._telegram.press(message, buttons[press.number - 1])
        elif press.message_id:
            self.note(f"Message #{press.message_id} has no button {press.number}.")
        else:
            self._telegram.say(press.written)

    def _pressable(self, message_id: int) -> BotMessage | None:
        """The message a number is about: that of the id, else the last with buttons unless the bot asks for words."""
        if message_id:
            return self._telegram.message(message_id)
        last = self._telegram.last_message()
        asked = last is not None and last.keyboard is not None and last.keyboard.asks_reply
        return None if asked else self._telegram.last_with_buttons()
