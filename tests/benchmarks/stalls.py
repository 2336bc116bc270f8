"""How late the event loop wakes those who sleep: what a person in the chat would wait."""

import asyncio
import time
from dataclasses import dataclass, field

_NAP = 0.005


@dataclass
class Stalls:
    """In seconds, one for each nap of the watching task."""

    late: list[float] = field(default_factory=list)

    async def watch(self) -> None:
        """Nap until cancelled."""
        while True:
            before = time.perf_counter()
            await asyncio.sleep(_NAP)
            self.late.append(time.perf_counter() - before - _NAP)

    def rows(self) -> dict[str, str]:
        """The lines of a table."""
        ordered = sorted(self.late) or [0.0]
        over = sum(each > 0.05 for each in ordered)
        return {
            "loop stall, worst, ms": f"{ordered[-1] * 1000:,.0f}",
            "loop stall, p99, ms": f"{ordered[int(len(ordered) * 0.99)] * 1000:,.0f}",
            "stalls over 50 ms": f"{over:,} of {len(self.late):,}",
        }
