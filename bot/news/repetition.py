"""Which sentences of an article tell the same fact: a lead, and the caption or the paragraph that says it again.

For selection.py, beside its cosine, which does not show them: what an article says twice weighs little
within it, and names that a story is about stand in every sentence. So names count less here. Of the
pairs found on 1,456 cards three of four were told twice (2026-11-22).
"""

from collections.abc import Sequence
from itertools import combinations

from bot.text.tokens import content_terms

# So much of the shorter one's terms, and at least so many, stand in the other: without names, and with them.
_PLAIN, _FEWEST_PLAIN = 0.4, 4
_ALL, _FEWEST_OF_ALL = 0.6, 5
_SAID = {"said"}


def told_twice(texts: Sequence[str], terms: Sequence[frozenset[str]], language: str = "en") -> list[tuple[int, int]]:
    """The pairs of places in `texts`, in order, that tell the same; `terms` are the content terms of each."""
    near = [
        pair for pair in combinations(range(len(texts)), 2) if len(terms[pair[0]] & terms[pair[1]]) >= _FEWEST_PLAIN
    ]
    plain = {
        place: terms[place] - _names(texts[place], language) for place in {place for pair in near for place in pair}
    }
    return [
        (one, other)
        for one, other in near
        if _overlap(plain[one], plain[other], _PLAIN, _FEWEST_PLAIN)
        or _overlap(terms[one], terms[other], _ALL, _FEWEST_OF_ALL)
    ]


def _overlap(one: frozenset[str], other: frozenset[str], share: float, fewest: int) -> bool:
    return len(one & other) >= max(fewest, share * min(len(one), len(other)))


def _names(text: str, language: str) -> frozenset[str]:
    """The terms of the words with a capital, and "said", which stands in every other sentence."""
    return frozenset(content_terms(" ".join([word for word in text.split() if word[0].isupper()]), language)) | _SAID
