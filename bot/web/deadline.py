"""One deadline for a whole fetch: names, connections, TLS, redirects and every read wait against it."""

import time

from bot.web.errors import TooSlow


class Deadline:
    """A point in monotonic time, `seconds` from now."""

    __slots__ = ("_end",)

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self, most: float | None = None) -> float:
        """Seconds that may still be waited, at most `most`; raises TooSlow when none are left."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TooSlow
        return left if most is None else min(left, most)
