"""What the bot does to what the person reads: a message with its buttons, an edit, a short answer, a saved file."""

from dataclasses import dataclass
from textwrap import shorten

from bot.local.keyboard import Button, Keyboard
from bot.local.messages import BotMessage
from bot.local.render import PLAIN, Line, Palette, message_lines, visible, wrapped

PROMPT = "› "


@dataclass(frozen=True, slots=True)
class Drawing:
    """How to set messages: `width` in columns (0: do not wrap), with headings and an indent, or bare for a pipe."""

    width: int = 0
    palette: Palette = PLAIN
    headings: bool = False

    @property
    def _indent(self) -> str:
        return "  " if self.headings else ""

    def message(self, message: BotMessage, remark: str = "", answered: BotMessage | None = None) -> str:
        """The whole message as lines, a blank one after it.

        `remark` says what is special ("edited"), `answered` is the bot's own earlier message that it is a reply to.
        """
        lines = self._heading(message, remark or self._reply(answered))
        for line in message_lines(message.content, self.palette):
            lines += wrapped(line, self.width, self._indent, self.palette)
        rows = self._keyboard(message.keyboard)
        return "\n".join([*lines, *([""] if rows else []), *rows, "", ""])

    def buttons(self, message: BotMessage) -> str:
        """The buttons alone, "" when there are none; for an edit that changed nothing else."""
        rows = self._keyboard(message.keyboard)
        return "\n".join([*self._heading(message, "new buttons"), *rows, "", ""]) if rows else ""

    def note(self, text: str) -> str:
        """A line from the chat itself, or a short answer to a pressed button; a blank one after it."""
        lines: list[str] = []
        for written in visible(text).split("\n"):
            lines += wrapped(Line(self.palette.paint(written, "note")), self.width, self._indent, self.palette)
        return "\n".join([*lines, "", ""])

    def said(self, text: str) -> str:
        """What the person sent, as the prompt would show it, "" for a pipe."""
        return f"{self.palette.paint(PROMPT + visible(text), 'said')}\n\n" if self.headings else ""

    def _heading(self, message: BotMessage, remark: str) -> list[str]:
        if not self.headings:
            return [f"({remark})"] if remark else []
        about = [f"{visible(message.sender.first_name)} #{message.id}"]
        about += [remark] if remark else []
        return [self.palette.paint(", ".join(about), "note")]

    def _reply(self, answered: BotMessage | None) -> str:
        """Which message it answers: by number where numbers are shown, else by its first words."""
        if answered is None:
            return ""
        first = visible(answered.content.text).partition("\n")[0]
        return f"in reply to #{answered.id}" if self.headings else f"in reply to: {shorten(first, 60, placeholder='…')}"

    def _keyboard(self, keyboard: Keyboard | None) -> list[str]:
        if keyboard is None or not keyboard.inline:
            return []
        numbers = {id(button): number for number, button in enumerate(keyboard.buttons, 1)}
        lines: list[str] = []
        for row in keyboard.rows:
            pressed = [self._numbered(button, numbers[id(button)]) for button in row if button.callback_data]
            lines += ["  ".join(pressed)] if pressed else []
            lines += [_described(button) for button in row if not button.callback_data]
        return [self._indent + line for line in lines]

    def _numbered(self, button: Button, number: int) -> str:
        return f"{self.palette.paint(f'[{number}]', 'key')} {visible(button.text)}"


def _described(button: Button) -> str:
    """A button that does nothing here but can say what it would do."""
    text = visible(button.text)
    if button.url:
        return f"{text}: {visible(button.url)}"
    if button.copy_text:
        return f"{text}: {visible(button.copy_text)}"
    return f"{text} (works only in Telegram)"
