"""The local chat's door: a terminal gets a prompt, a pipe gets plain text. `bootstrap` runs the bot beside it."""

import os
import shutil
from collections.abc import Mapping
from typing import TextIO

from bot.local.drawing import Drawing
from bot.local.front import Front
from bot.local.options import DEFAULTS, ChatOptions
from bot.local.piped import Pipe, converse
from bot.local.render import COLOURED, PLAIN, STYLED, Palette
from bot.local.server import LocalTelegram

MAX_WIDTH = 100


async def run_chat(
    telegram: LocalTelegram,
    *,
    input: TextIO,  # noqa: A002 -- the pair of `output`
    output: TextIO,
    options: ChatOptions = DEFAULTS,
    environment: Mapping[str, str] = os.environ,
) -> None:
    """Returns when the person quits or the input ends and all replies are written.

    Both ends capable terminals: a prompt, line editing, headings. Otherwise each line of `input` is a message and no
    prompt is written; `output` gets plain text unless it is a terminal.
    """
    palette = _palette(output, environment)

    def draw() -> Drawing:
        width = min(shutil.get_terminal_size().columns, MAX_WIDTH) if output.isatty() else 0
        return Drawing(width, palette, headings=output.isatty())

    if input.isatty() and output.isatty() and not _is_dumb(environment):
        from bot.local.terminal import Terminal  # noqa: PLC0415 -- prompt_toolkit is slow to load and seldom needed

        await Terminal(telegram, draw, options).converse(input, output)
        return

    pipe = Pipe(output)
    front = Front(telegram, pipe.write, draw, options.folder)
    telegram.listen(front.hear)
    await converse(telegram, front, input, pipe)


def _is_dumb(environment: Mapping[str, str]) -> bool:
    """Whether the terminal can do no more than write lines."""
    return environment.get("TERM", "dumb") == "dumb"


def _palette(output: TextIO, environment: Mapping[str, str]) -> Palette:
    """Styles only for a terminal that has them; colours only where nobody said NO_COLOR."""
    if not output.isatty() or _is_dumb(environment):
        return PLAIN
    return STYLED if environment.get("NO_COLOR") else COLOURED
