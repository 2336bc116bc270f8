"""Which sentences of an article can stand on a card, told from all its sentences together.

Between standing.py, captions.py and quoted.py, which know what a reader stumbles over, and
selection.py, which chooses.
"""

from collections.abc import Collection, Sequence
from itertools import islice

from bot.news.captions import caption_places, is_caption
from bot.news.quoted import inside_quotations, is_in_own_voice, strays
from bot.news.standing import dangles, is_headline, is_whole, lacks_name

_SHORT, _FEWEST = 3, 2  # a card of so many sentences rather shows fewer than broken ones, but this many
_SPARE = 4  # candidates more than wanted, for those that turn out to be captions or somebody's words


def fit_for_a_card(
    sentences: Sequence[str], order: Sequence[int], size: int, least: int, language: str = "en"
) -> list[int]:
    """The first `size` places in `order` whose sentences are whole and the article's own.

    Left out are sentences that do not stand or balance, headlines, captions, and what belongs to a
    quotation that runs over several sentences; the last three are known in English only. When fewer
    than `least` are left, the best of the others make it up; a short card may hold two.
    """
    quoted = inside_quotations(sentences)
    whole = (place for place in order if place not in quoted and is_whole(sentences[place]))
    fit = list(islice(whole, size + _SPARE))
    if language == "en":
        fit = _without_others(sentences, fit, quoted)
    if least <= _SHORT:
        least = min(least, _FEWEST)
    if len(fit) < least:
        others = sorted(
            (place for place in order if place not in fit), key=lambda place: not is_whole(sentences[place])
        )
        fit += others[: least - len(fit)]
    return fit[:size]


def _without_others(sentences: Sequence[str], fit: Sequence[int], quoted: Collection[int]) -> list[int]:
    """The places without those of headlines, of captions and of somebody's words."""
    kept = [place for place in fit if not is_headline(sentences[place])]
    if any(is_caption(sentences[place]) for place in kept):
        captions = caption_places(sentences)
        kept = [place for place in kept if place not in captions]
    strayed = {place for place in kept if strays(sentences[place])}
    if strayed and not is_in_own_voice(sentences, quoted):
        kept = [place for place in kept if place not in strayed]
    return kept


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
