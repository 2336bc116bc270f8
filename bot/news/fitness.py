"""Which sentences of an article can stand on a card, told from all its sentences together.

Between standing.py, captions.py and quoted.py, which know what a reader stumbles over, and
selection.py, which chooses.
"""

from collections.abc import Collection, Sequence
from functools import cached_property
from itertools import islice

from bot.news.captions import caption_places, is_caption
from bot.news.quoted import inside_quotations, is_in_own_voice, strays
from bot.news.standing import dangles, is_cut_off, is_headline, is_whole, lacks_name

_SHORT, _FEWEST = 3, 2  # a card of so many sentences rather shows fewer than broken ones, but this many


def fit_for_a_card(
    sentences: Sequence[str], order: Sequence[int], size: int, least: int, language: str = "en"
) -> list[int]:
    """The first `size` places in `order` whose sentences are whole and the article's own.

    Left out are sentences that do not stand or balance, headlines, captions, and what belongs to a
    quotation that runs over several sentences; the last three are known in English only. When fewer
    than `least` are left, the best of the others make it up; a short card may hold two.
    """
    quoted = inside_quotations(sentences)
    others = _Others(sentences, quoted) if language == "en" else None
    whole = (place for place in order if place not in quoted and is_whole(sentences[place]))
    fit = list(islice((place for place in whole if others is None or not others.holds(place)), size))
    if least <= _SHORT:
        least = min(least, _FEWEST)
    if len(fit) < least:
        broken = (place for place in order if place not in fit)
        fit += sorted(broken, key=lambda place: not is_whole(sentences[place]))[: least - len(fit)]
    return fit


class _Others:
    """Which sentences of an article are not its own: headlines, captions, words without marks, the rest of another."""

    def __init__(self, sentences: Sequence[str], quoted: Collection[int]) -> None:
        self._sentences = sentences
        self._quoted = quoted

    def holds(self, place: int) -> bool:
        """Whether the sentence at `place` is one of them."""
        sentence = self._sentences[place]
        return (
            is_headline(sentence)
            or (is_caption(sentence) and place in self._captions)
            or (strays(sentence) and not self._is_in_own_voice)
            or (place > 0 and is_cut_off(self._sentences[place - 1]))
        )

    @cached_property
    def _captions(self) -> frozenset[int]:
        return caption_places(self._sentences)

    @cached_property
    def _is_in_own_voice(self) -> bool:
        return is_in_own_voice(self._sentences, self._quoted)


def anchor(sentences: Sequence[str], place: int) -> int:
    """The earliest sentence from which on one must be told for that at `place` to be understood; `place` for none.

    A connective needs the sentence before it. "He" and "she said" need one of those since the person
    was named: the sentences between speak of the same one.
    """
    sentence = sentences[place]
    if not place:
        return -1 if lacks_name(sentence) else 0
    if not lacks_name(sentence):
        return place - 1 if dangles(sentence) else place
    while place and lacks_name(sentences[place]):
        place -= 1
    return place
