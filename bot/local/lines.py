"""A typed or piped line to what the person means by it: a text, a reply, a pressed button, a file, the end."""

import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote, urlsplit

PASTE, END, QUIT, FILE = "/paste", "/end", "/quit", "/file"
_REPLY = re.compile(r">(?:\s?(\d{1,9}))?\s+(\S.*)", re.DOTALL)
_NUMBER = re.compile(r"(?:#(\d{1,9})\s+)?(\d{1,3})")


@dataclass(frozen=True, slots=True)
class Say:
    """Send a text; `reply_to` is the number of a message, 0 for none, -1 for the bot's last."""

    written: str
    text: str
    reply_to: int = 0


@dataclass(frozen=True, slots=True)
class Press:
    """Press the button of that number, of the message of that id (0: the last with buttons)."""

    written: str
    number: int
    message_id: int = 0


@dataclass(frozen=True, slots=True)
class Send:
    """Upload a file."""

    written: str
    path: Path


@dataclass(frozen=True, slots=True)
class Quit:
    """End the chat."""

    written: str = QUIT


Action: TypeAlias = Say | Press | Send | Quit


@dataclass(slots=True)
class Composer:
    """Lines to actions; between a line `/paste` and a line `/end` they are gathered into one text."""

    is_file: Callable[[Path], bool] = Path.is_file
    _pasted: list[str] | None = field(default=None)

    @property
    def pasting(self) -> bool:
        """Whether lines are being gathered."""
        return self._pasted is not None

    def read(self, line: str) -> Action | None:
        """What the line means; None when it means nothing yet."""
        command = line.strip()
        if self._pasted is not None:
            if command == END:
                return self.close()
            self._pasted.append(line)
            return None
        if command == PASTE:
            self._pasted = []
            return None
        return read_line(command, self.is_file) if command else None

    def close(self) -> Action | None:
        """The text gathered so far, when the input ends or the paste does."""
        gathered, self._pasted = self._pasted, None
        text = "\n".join(gathered or []).strip()
        return Say(text, text) if text else None


def read_line(line: str, is_file: Callable[[Path], bool]) -> Action:
    """What a line means that is not empty; a backslash in front sends the rest as it is."""
    if line.startswith("\\"):
        return Say(line, line[1:])
    if line == QUIT:
        return Quit()
    if pressed := _NUMBER.fullmatch(line):
        return Press(line, int(pressed.group(2)), int(pressed.group(1) or 0))
    if path := _named_file(line, is_file):
        return Send(line, path)
    if reply := _REPLY.fullmatch(line):
        return Say(line, reply.group(2), int(reply.group(1) or -1))
    return Say(line, line)


def _named_file(line: str, is_file: Callable[[Path], bool]) -> Path | None:
    """The file a line names: after `/file`, or alone on the line as terminals write a file dropped on them."""
    command, _, rest = line.partition(" ")
    if command == FILE and rest.strip():
        return _path(rest.strip()) or Path(rest.strip()).expanduser()
    path = _path(line) if line[0] in "/~.'\"" or line.startswith("file://") else None
    return path if path and len(path.parts) > 2 and is_file(path) else None


def _path(written: str) -> Path | None:
    """The one path in `written`, quoted, escaped or as a file address; None when there are several words."""
    try:
        words = shlex.split(written)
    except ValueError:
        return None
    if len(words) != 1:
        return None
    word = unquote(urlsplit(words[0]).path) if words[0].startswith("file://") else words[0]
    return Path(word).expanduser()
