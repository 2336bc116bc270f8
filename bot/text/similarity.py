"""How alike two texts are: shingles for copies, cosine of weighted terms for subjects.

Terms come from bot/text/tokens.py; bot/news/fingerprints.py and bot/news/stories.py build on this.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b


def shingles(terms: Sequence[str], size: int = 4) -> frozenset[int]:
    """Hashes (48 bit, the same on every machine) of all runs of `size` terms; of the whole when it is shorter.

    Empty for no terms. Source: Broder, "On the resemblance and containment of documents", 1997.
    """
    if not terms:
        return frozenset()
    runs = range(max(1, len(terms) - size + 1))
    return frozenset(_hash(" ".join(terms[start : start + size])) for start in runs)


def _hash(text: str) -> int:
    # 48 bits: exact in JSON numbers and in every database's integer.
    return int.from_bytes(blake2b(text.encode(), digest_size=6).digest(), "big")


def sketch(hashes: Iterable[int], size: int) -> tuple[int, ...]:
    """The `size` smallest of `hashes`, rising: two sets share one of them about as often as they overlap (Broder)."""
    return tuple(sorted(set(hashes))[:size])


def containment(left: frozenset[int], right: frozenset[int]) -> float:
    """Part of the smaller set that is in the other, 0 to 1; 0 when either is empty."""
    smaller = min(len(left), len(right))
    return len(left & right) / smaller if smaller else 0.0


def norm(weights: Iterable[float]) -> float:
    """Euclidean length."""
    return math.hypot(*weights)


def cosine(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    """Cosine of two weighted term sets, 0 when either is empty."""
    length = norm(left.values()) * norm(right.values())
    if not length:
        return 0.0
    small, large = sorted((left, right), key=len)
    return sum(weight * large[term] for term, weight in small.items() if term in large) / length
