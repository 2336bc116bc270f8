"""The time that workers on several machines share: the database's, so that leases hold though their clocks differ."""

import time
from datetime import datetime, timedelta

from bot.context import utc_now


class SharedClock:
    """Calling it gives the time. Until it is set it is this machine's; afterwards this machine's jumps do not count."""

    def __init__(self) -> None:
        self._start: datetime | None = None
        self._since = 0.0

    def set(self, now: datetime) -> None:
        """It is `now` at this moment."""
        self._start, self._since = now, time.monotonic()

    def __call__(self) -> datetime:
        """The time, aware UTC."""
        if self._start is None:
            return utc_now()
        return self._start + timedelta(seconds=time.monotonic() - self._since)
