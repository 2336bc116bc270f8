"""Which sentences lie inside a quotation that runs over several, so that they have no marks of their own.

Beside standing.py, for selection.py: on a card such a sentence would read as the article's own word.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from bot.news.standing import ELISION, QUOTABLE, is_balanced, is_damaged
from bot.text.signs import holds_any

# Double marks anywhere; single ones where no apostrophe stands.
_MARK = re.compile(
    r"[“„«](?P<opens>)|[”»](?P<closes>)|\"|"
    rf"(?:(?<![\w.,!?…\"”’'])(?!{ELISION})['‘](?={QUOTABLE})|(?<![\w’])‘(?=\s\w))(?P<single>)|"
    r"(?:(?<=[\w.,!?…%)])['’](?![\w'’])|(?:(?<=[.,!?…]\s)|^)['’](?!\S))(?P<end>)|"
    r"(?<=\w)\?(?=[.,](?:\w| [A-Z]))(?P<lost>)"
)
# Where a mark may stand, found first: the pattern is slow.
_PLACE, _DOUBLE_PLACE = re.compile(r"[\"“”„«»?'‘’]"), re.compile(r"[\"“”„«»?]")
_SAYS_I = ("I ", "I'", "I’", "I,", "my ", "My ", "we ", "We ", "we'", "We'", "we’", "We’")
_QUOTED = re.compile(
    r"[\"“„«][^\"“”„«»]*[\"”“»]|"
    rf"(?<!\w)(?:['‘](?={QUOTABLE})|‘(?=\s\w))[^‘]*?(?<=[\w.,!?…%)])\s?['’](?!\w)(?!\s(?:s|t|re|ve|m|ll|d)\b)"
)
_FIRST_PERSON = re.compile(r"(?<!War )\b(?:I(?= [a-z]|['’]|, )|my|we|(?:My|We)(?= [a-z]|['’]|, ))\b")
_OWN_VOICE = 0.12  # share of sentences in the first person, outside quotations, from which on the writer is speaking
_MARKS = "\"'“‘„«"
_FEW = 4
_REACH = 8  # sentences: a quotation left open for longer has lost its closing mark


def inside_quotations(sentences: Sequence[str]) -> frozenset[int]:
    """The places of an article's sentences that belong to a quotation which opens in an earlier one or ends in a later.

    A mark that opens while another of its kind is open, inside a sentence, shows that the first was never closed:
    nothing is said of the sentences between. Before a sentence it goes on with the quotation, as in a new paragraph.
    """
    held: set[int] = set()
    opened: dict[bool, int] = {}
    for place, single, opens, first in _marks(sentences):
        since = opened.get(single)
        if opens:
            if first and since is not None and place - since <= _REACH:
                held.update(range(since, place))
            opened[single] = place
        elif since is not None:
            if since < place <= since + _REACH:
                held.update(range(since, place + 1))
            del opened[single]
    return frozenset(held)


def strays(sentence: str) -> bool:
    """Whether a sentence says "I" or "we" outside quotation marks."""
    if not holds_any(sentence, _SAYS_I):
        return False
    return _FIRST_PERSON.search(sentence) is not None and _FIRST_PERSON.search(_QUOTED.sub("", sentence)) is not None


def is_in_own_voice(sentences: Sequence[str], quoted: Collection[int]) -> bool:
    """Whether an article is told in the first person: elsewhere "I" without marks is somebody's who was quoted.

    `quoted` are the places of sentences that are known to be said by somebody.
    """
    own = sum(
        place not in quoted and sentence[:1] not in _MARKS and strays(sentence) and is_balanced(sentence)
        for place, sentence in enumerate(sentences)
    )
    return own >= max(_FEW, _OWN_VOICE * len(sentences))


def _marks(sentences: Sequence[str]) -> Iterator[tuple[int, bool, bool, bool]]:
    """Each quotation mark: its sentence, whether it is a single one, whether it opens, whether it stands first."""
    straight = False
    text = "\n".join(sentences)
    singles = "‘" in text or " '" in text or "\n'" in text or text[:1] == "'"
    places = _PLACE if singles else _DOUBLE_PLACE
    for place, sentence in enumerate(sentences):
        if not places.search(sentence) or is_damaged(sentence):
            continue  # it has no marks, or they tell nothing
        for mark in filter(None, [_MARK.match(sentence, found.start()) for found in places.finditer(sentence)]):
            if mark.group() == '"':
                straight = _opens(sentence, mark, open_already=straight)
                yield place, False, straight, not mark.start()
            elif mark.lastgroup == "lost":  # a closing mark in a wrong encoding
                straight = False
                yield place, False, False, False
            else:
                yield (
                    place,
                    mark.lastgroup in ("single", "end"),
                    mark.lastgroup in ("opens", "single"),
                    not mark.start(),
                )


def _opens(sentence: str, mark: re.Match[str], *, open_already: bool) -> bool:
    """Whether a straight mark opens: by the space around it, or where that does not tell, by what came before."""
    before, after = sentence[mark.start() - 1 : mark.start()], sentence[mark.end() : mark.end() + 1]
    if not before or before.isspace() or before in "([—–-":
        return not after.isspace() if after else not open_already
    if not after or after.isspace() or after in ",.;:!?)]—–":
        return False
    return not open_already
