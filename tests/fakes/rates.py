"""Telegram's limits on how fast a bot may send, kept over sliding windows."""

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field

SENDING = frozenset({"sendmessage", "senddocument", "editmessagetext", "editmessagecaption", "editmessagereplymarkup"})
_MINUTE = 60.0


@dataclass(slots=True)
class RateLimit:
    """So many messages a second in all and in one chat, so many a minute in a group. 0 stands for no limit."""

    overall: int = 30
    per_chat: int = 1
    per_group_minute: int = 20
    _sent: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def wait(self, chat_id: int, now: float) -> int:
        """The seconds to wait before another message to the chat, 0 when it may go now and is counted."""
        windows = [("all", self.overall, 1.0), (f"chat {chat_id}", self.per_chat, 1.0)]
        if chat_id < 0:
            windows.append((f"group {chat_id}", self.per_group_minute, _MINUTE))
        limited = [window for window in windows if window[1]]
        waits = [self._wait(*window, now) for window in limited]
        if any(waits):
            return max(1, math.ceil(max(waits)))
        for name, _, _ in limited:
            self._sent[name].append(now)
        return 0

    def _wait(self, name: str, limit: int, seconds: float, now: float) -> float:
        sent = self._sent[name]
        while sent and sent[0] <= now - seconds:
            sent.popleft()
        return sent[0] + seconds - now if len(sent) >= limit else 0.0


def peak(times: list[float], seconds: float = 1.0) -> int:
    """The most of the times that fall into any window of so many seconds."""
    ordered, most, start = sorted(times), 0, 0
    for end, time in enumerate(ordered):
        while time - ordered[start] >= seconds:
            start += 1
        most = max(most, end - start + 1)
    return most
