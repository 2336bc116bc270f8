"""Which sentences of an article tell the same fact: a lead, and the caption or the paragraph that says it again.

For selection.py, beside its cosine, which does not show them: what an article says twice weighs little
within it, and names that a story is about stand in every sentence. So names are left out here. Of the
pairs found on 1,456 cards three of four were told twice (2026-11-22).
"""

from collections.abc import Sequence
from itertools import combinations

from bot.text.tokens import content_terms

_SHARED = 0.4  # of the terms of the shorter one
_FEWEST = 4
_SAID = {"said"}


def told_twice(texts: Sequence[str], terms: Sequence[frozenset[str]], language: str = "en") -> list[tuple[int, int]]:
    """The pairs of places in `texts`, in order, that tell the same; `terms` are the content terms of each."""
    near = [pair for pair in combinations(range(len(texts)), 2) if len(terms[pair[0]] & terms[pair[1]]) >= _FEWEST]
    plain = {
        place: terms[place] - _names(texts[place], language) for place in {place for pair in near for place in pair}
    }
    return [(one, other) for one, other in near if _tell_the_same(plain[one], plain[other])]


def _tell_the_same(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= max(_FEWEST, _SHARED * min(len(one), len(other)))


def _names(text: str, language: str) -> frozenset[str]:
    """The terms of the words with a capital, and "said", which stands in every other sentence."""
    return frozenset(content_terms(" ".join([word for word in text.split() if word[0].isupper()]), language)) | _SAID
