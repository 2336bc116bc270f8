"""Long pasted texts put together again: Telegram cuts what a person pastes into messages of 4096 characters."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Hashable
from dataclasses import dataclass, field

#: A message at least this long was probably cut; clients cut at a space or a line end before 4096.
_NEARLY_FULL = 3500
#: The parts of a cut message follow one another at once; this long without one ends the text, in seconds.
_QUIET = 1.5
_SENTENCE_ENDS = (".", "!", "?", "…", "”", '"', "\n")


@dataclass(slots=True)
class _Paste:
    parts: list[str]
    came: asyncio.Event = field(default_factory=asyncio.Event)
    done: asyncio.Event = field(default_factory=asyncio.Event)


class Pastes:
    """The texts being put together, by chat and person."""

    def __init__(self, quiet: float = _QUIET) -> None:
        self._quiet = quiet
        self._open: dict[Hashable, _Paste] = {}

    def expects(self, key: Hashable, part: str) -> bool:
        """Whether `part` belongs to a text that began before, or begins one that may go on."""
        return key in self._open or len(part) >= _NEARLY_FULL

    @contextlib.asynccontextmanager
    async def whole(self, key: Hashable, part: str) -> AsyncIterator[str | None]:
        """The whole text, for the caller that brought its first part; None for the others.

        Those wait until the first caller's block has ended, so that no part counts as handled before the text is.
        """
        if paste := self._open.get(key):
            paste.parts.append(part)
            paste.came.set()
            await paste.done.wait()
            yield None
            return
        paste = self._open[key] = _Paste([part])
        try:
            await self._rest(paste)
            del self._open[key]
            yield _joined(paste.parts)
        finally:
            if self._open.get(key) is paste:
                del self._open[key]
            paste.done.set()

    async def _rest(self, paste: _Paste) -> None:
        with contextlib.suppress(TimeoutError):
            while True:
                async with asyncio.timeout(self._quiet):
                    await paste.came.wait()
                paste.came.clear()


def _joined(parts: list[str]) -> str:
    """The parts, with a line end where one ended a sentence and a space where it was cut within one."""
    text = parts[0]
    for part in parts[1:]:
        text += ("\n" if text.rstrip(" ").endswith(_SENTENCE_ENDS) else " ") + part
    return text
