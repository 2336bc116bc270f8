"""A made-up language, for benchmarks that need words as frequent as in a real one and none that means anything."""

import random
from dataclasses import dataclass

_SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo za".split()


@dataclass
class Language:
    """Words by Zipf's law, the most frequent first."""

    words: list[str]

    @classmethod
    def of(cls, dice: random.Random, size: int = 40_000) -> "Language":
        return cls([f"{''.join(dice.choices(_SYLLABLES, k=3))}{number:x}q" for number in range(size)])

    def draw(self, dice: random.Random, count: int) -> list[str]:
        return [self.words[int(len(self.words) ** dice.random()) - 1] for _ in range(count)]
