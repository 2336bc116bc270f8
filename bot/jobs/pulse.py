"""Whether the loops truly turn: each says so at every turn, and the watchman and the health page ask.

An event loop that answers proves nothing of a loop that waits for ever inside it.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

#: No turn takes longer beyond the wait it tells: the longest are those for a store that another program has locked.
_LONGEST_TURN = 300.0
#: getUpdates is held back for 30 s; after so long without an answer Telegram is out of reach.
_LONGEST_SILENCE = 120.0


@dataclass(slots=True)
class Pulse:
    """When each running loop last turned, and when Telegram was last heard. `clock` gives seconds."""

    clock: Callable[[], float] = time.monotonic
    _turned: dict[str, float] = field(default_factory=dict)
    _heard: dict[str, float | None] = field(default_factory=dict)

    @contextmanager
    def loop(self, name: str) -> Iterator[Callable[[float], None]]:
        """A loop runs while the block does; it calls what it is given at each turn, with the seconds it will wait."""

        def turn(wait: float) -> None:
            self._turned[name] = self.clock() + wait

        turn(0.0)
        try:
            yield turn
        finally:
            del self._turned[name]

    @contextmanager
    def receiving(self, way: str) -> Iterator[Callable[[], None]]:
        """Updates are received this way while the block runs; what it is given is called when Telegram was heard."""

        def heard() -> None:
            self._heard[way] = self.clock()

        self._heard[way] = None
        try:
            yield heard
        finally:
            del self._heard[way]

    def stuck(self) -> tuple[str, ...]:
        """The loops that have not turned for too long."""
        now = self.clock()
        return tuple(name for name, at in self._turned.items() if now - at > _LONGEST_TURN)

    def deaf(self) -> tuple[str, ...]:
        """The ways of receiving on which Telegram has not been heard, or not for too long."""
        now = self.clock()
        return tuple(way for way, at in self._heard.items() if at is None or now - at > _LONGEST_SILENCE)
