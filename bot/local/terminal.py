"""The local chat in a terminal: a prompt with line editing, history and completion, the conversation above it."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TextIO

from prompt_toolkit import PromptSession
from prompt_toolkit.application import create_app_session, run_in_terminal
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.input import create_input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import create_output

from bot.local.drawing import PROMPT, Drawing
from bot.local.front import Front
from bot.local.lines import FILE, PASTE, QUIT, Composer
from bot.local.messages import ActionShown, Event
from bot.local.options import ChatOptions
from bot.local.pastes import Pastes
from bot.local.piped import tolerate
from bot.local.server import LocalTelegram

# Telegram's apps show an action for five seconds unless it is repeated.
_ACTION_SECONDS = 5.0
_OWN_COMMANDS = ((FILE, "send a file: /file PATH"), (PASTE, "send several lines, up to a line /end"), (QUIT, "end"))


class Terminal:
    """A conversation at a prompt."""

    _session: PromptSession[str]

    def __init__(self, telegram: LocalTelegram, draw: Callable[[], Drawing], options: ChatOptions) -> None:
        self._telegram = telegram
        self._options = options
        self._unwritten: asyncio.Queue[str] = asyncio.Queue()
        self._front = Front(telegram, self._unwritten.put_nowait, draw, options.folder)
        self._composer = Composer()
        self._pastes = Pastes()
        self._doing = ""

    async def converse(self, source: TextIO, output: TextIO) -> None:
        """Returns when the person says `/quit`, or ends the input, or interrupts at an empty prompt."""
        tolerate(output)
        with create_app_session(create_input(source), create_output(output)):
            self._session = self._build_session()
            writer = asyncio.create_task(self._write_all(output))
            try:
                await self._converse()
            finally:
                writer.cancel()

    async def _converse(self) -> None:
        self._front.note(self._options.welcome)
        self._telegram.listen(self._hear)
        going = True
        while going:
            await self._unwritten.join()
            line = await _next_line(self._session)
            going = line is not None and self._take(line)

    def _take(self, line: str) -> bool:
        """Do what the line means; False when it ends the chat."""
        action = self._composer.read(self._pastes.restore(line))
        if action is None:
            return True
        self._unwritten.put_nowait("\n")
        return self._front.act(action)

    async def _write_all(self, output: TextIO) -> None:
        """Write what comes above the prompt, which prompt_toolkit takes away and draws again."""
        while True:
            text = await self._unwritten.get()
            # A terminal that is gone is the end of input to the prompt, which ends the chat.
            with suppress(OSError):
                await run_in_terminal(partial(_write, output, text))
            self._unwritten.task_done()

    def _hear(self, event: Event) -> None:
        self._front.hear(event)
        if isinstance(event, ActionShown):
            self._doing = f"{event.action.replace('_', ' ')} …"
            asyncio.get_running_loop().call_later(_ACTION_SECONDS, self._rest)
        else:
            self._rest()

    def _rest(self) -> None:
        self._doing = ""
        self._session.app.invalidate()

    def _build_session(self) -> PromptSession[str]:
        return PromptSession(
            message=lambda: PROMPT if not self._composer.pasting else "… ",
            rprompt=lambda: self._doing,
            history=_history(self._options.history),
            completer=_Commands(self._front),
            complete_while_typing=True,
            key_bindings=self._bindings(),
            reserve_space_for_menu=4,
        )

    def _bindings(self) -> KeyBindings:
        bindings = KeyBindings()

        @bindings.add(Keys.BracketedPaste)
        def _(event: KeyPressEvent) -> None:
            event.current_buffer.insert_text(self._pastes.hold(event.data))

        @bindings.add("escape", "enter")
        def _(event: KeyPressEvent) -> None:
            event.current_buffer.insert_text("\n")

        return bindings


class _Commands(Completer):
    """The bot's menu and the chat's own commands, for a line that begins with a slash."""

    def __init__(self, front: Front) -> None:
        self._front = front

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:  # noqa: ARG002
        """The commands that continue what stands before the cursor."""
        typed = document.text_before_cursor
        if not typed.startswith("/") or " " in typed:
            return
        menu = [(f"/{command}", description) for command, description in self._front.commands]
        for command, description in (*menu, *_OWN_COMMANDS):
            if command.startswith(typed):
                yield Completion(command, -len(typed), display_meta=description)


async def _next_line(session: PromptSession[str]) -> str | None:
    """What was typed; None at the end. An interrupt empties the line, at an empty one it is the end."""
    while True:
        try:
            return await session.prompt_async()
        except KeyboardInterrupt:
            if not session.default_buffer.text:
                return None
        except EOFError:
            return None


def _write(output: TextIO, text: str) -> None:
    output.write(text)
    output.flush()


def _history(path: Path | None) -> History:
    """Typed lines, kept in a file that only the person can read."""
    if path is None:
        return InMemoryHistory()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    return FileHistory(path)
