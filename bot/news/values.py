"""What may answer inside a sentence: names, places, dates, amounts, causes and quoted speech, with their offsets.

Rules over the surface, English first; read by `evidence` (is there a value of the wanted kind that the question does
not hold?), by `spans` (what to set bold) and by `agreement` (do several outlets give the same?).
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.news.places import CONTINENTS, COUNTRIES, PEOPLES, STATES

_WORD = r"(?:(?:[A-Z]\.)+|[A-Z][\w’']*(?:[.&-][\w’']+)*)"
_NAME = re.compile(
    rf"(?<![\w@#]){_WORD}(?:\s(?:(?:of|the|de|la|von|van|al|bin|for|&)\s){{0,2}}(?:{_WORD}|[0-9][\w-]*))*"
)
_NOT_NAMES = frozenset(
    """
    the a an and but or if in on at by for with from to of as it its he she they we i you his her their our your this
    that these those there here when where while what which who why how is are was were be been being has have had do
    does did will would can could should may might must not no yes so than then after before since until during also
    still just even only now today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday
    january february march april may june july august september october november december according although though
    because however meanwhile despite among amid about into over under more most many much some any all each every
    both few several other another such last next first new one two three four five six seven eight nine ten mr mrs ms
    read related advertisement photo photos video watch click getty ap reuters cnn image images file
    """.split()
)
_MONTHS = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|March|Mar\.|April|Apr\.|May|June|July|Aug(?:ust|\.)?|Sept(?:ember|\.)?|"
    r"Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DATE = re.compile(
    rf"\b{_MONTHS}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s(?:1[5-9]|20)\d\d)?\b|\b\d{{1,2}}\s{_MONTHS}(?:\s(?:1[5-9]|20)\d\d)?\b|"
    rf"\b{_MONTHS}(?:\s(?:1[5-9]|20)\d\d)?\b|\b(?:1[5-9]|20)\d\ds?\b|"
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:\s(?:morning|afternoon|evening|night))?\b|"
    r"\b(?:last|next|this|earlier this|later this)\s"
    r"(?:year|month|week|weekend|summer|spring|fall|autumn|winter|century|decade)\b|"
    r"\b(?:yesterday|today|tomorrow|tonight)\b|"
    r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|several|a few)\s"
    r"(?:years?|months?|weeks?|days?|decades?|hours?)\s(?:ago|later|earlier)\b"
)
_OFFICE = re.compile(
    r"\b(?:(?:Vice|Deputy|Former|Acting) )?(?:President|Prime Minister|Foreign Minister|Minister|Chancellor|Senator|"
    r"Sen|Rep|Gov|Governor|Congressman|Congresswoman|Secretary of State|Secretary|Attorney General|"
    r"Chief Executive|CEO|Chairman|Chairwoman|Mayor|Commissioner|Director|Professor|Prof|Dr|Spokesman|Spokeswoman)"
    r"(?:(?: (?:of|for)(?: the)?)?\s(?=[A-Z])|$)"
)
_ENDING = re.compile(r"(?:[’']s?)?\s*$")
_COMPOUND = re.compile(r"[A-Z]\w*-[a-z]\w*")
"""A name that is part of an adjective: "Trump-era", "A-list"."""

_SMALL = (
    r"one(?! of\b)|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    r"seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|dozens?|half|"
    r"a quarter|a third|twice|(?:(?:second|third|fourth|fifth)[- ])?(?:largest|biggest|smallest)|third|second|double"
)
_AMOUNT = re.compile(
    r"(?:[$£€¥]\s?)?\d+(?:,\d{3})*(?:\.\d+)?"
    r"(?:\s?%|(?:\s|-)(?:percent|per cent|million|billion|trillion|thousand|hundred)\b)?"
    rf"(?:-[a-z]+(?:-old)?)?|\b(?:{_SMALL})\b(?:\s(?:million|billion|trillion|thousand|hundred|percent|dozen)\b)?",
)
_QUOTED = re.compile(r"[“\"][^“”\"]{8,}[”\"]")
_PLACE_CUE = re.compile(r"\b(?:in|at|near|off|from|to|outside|across|around|into|over|on)\s(?:the\s)?$", re.IGNORECASE)


_MARKS = " \"'“‘("
LANDS = COUNTRIES | PEOPLES | STATES | CONTINENTS
"""Normal forms of countries, peoples, states and continents, which are neither persons nor groups."""


@dataclass(frozen=True, slots=True)
class Value:
    """Words that may answer: `text == sentence[start:end]`; `norm` is equal for equal values."""

    text: str
    start: int
    end: int
    norm: str


def _value(sentence: str, start: int, end: int) -> Value:
    text = sentence[start:end]
    return Value(text, start, end, normal(text))


@lru_cache(maxsize=1 << 14)
def normal(text: str) -> str:
    """Lower case without possessive, article, separators and surrounding marks."""
    low = re.sub(r"[’']s\b|[’'.,]", "", text.lower()).strip(" -")
    return low.removeprefix("the ")


def names(sentence: str) -> tuple[Value, ...]:
    """Sequences of capitalised words, without what is only a sentence's first word, offices and possessive endings."""
    found = []
    for match in _NAME.finditer(sentence):
        for begin, stop in _parts(sentence, *match.span()):
            start = _past_common_words(sentence, begin, stop)
            end = start + len(_ENDING.sub("", sentence[start:stop]))
            if start < end and _is_name(sentence, start, end):
                found.append(_value(sentence, start, end))
    return tuple(found)


def _parts(sentence: str, start: int, end: int) -> list[tuple[int, int]]:
    """What stands before and behind an office: "Florida Gov. Ron Castle" names a state and a person."""
    parts = []
    for office in _OFFICE.finditer(sentence, start, end):
        parts.append((start, office.start()))
        start = office.end()
    return [*parts, (start, end)]


def _past_common_words(sentence: str, start: int, end: int) -> int:
    """Where the name begins behind words that are no part of one, such as a capitalised "The"."""
    while start < end:
        first = sentence[start:end].split(maxsplit=1)[:1]
        if first and first[0].lower().rstrip(".,’'") not in _NOT_NAMES:
            return start + sentence[start:end].index(first[0])
        start += sentence[start:end].index(first[0]) + len(first[0]) if first else end - start
    return start


def _is_name(sentence: str, start: int, end: int) -> bool:
    if not sentence[start].isupper() or _opens(sentence, start, end):
        return False
    return _COMPOUND.fullmatch(sentence, start, end) is None


def opening_word(sentence: str) -> Value | None:
    """The sentence's first word when it stands alone and may be a name: "Northline said …"."""
    match = _NAME.match(sentence.lstrip(_MARKS))
    if match is None or " " in match.group() or match.group().lower() in _NOT_NAMES:
        return None
    start = len(sentence) - len(sentence.lstrip(_MARKS))
    return _value(sentence, start, start + match.end())


def _opens(sentence: str, start: int, end: int) -> bool:
    """Whether this is a single word that may have its capital from standing first; lands are known."""
    if sentence[:start].strip(_MARKS) or " " in sentence[start:end] or not sentence[start + 1 : end].islower():
        return False
    return sentence[start:end].lower() not in LANDS


def places(sentence: str) -> tuple[Value, ...]:
    """Countries, states, continents, and names behind a preposition of place."""
    return tuple(
        value
        for value in names(sentence)
        if value.norm in COUNTRIES
        or value.norm in STATES
        or value.norm in CONTINENTS
        or _PLACE_CUE.search(sentence, max(0, value.start - 14), value.start)
    )


def countries(sentence: str) -> tuple[Value, ...]:
    """Countries and the adjectives of their peoples."""
    return tuple(v for v in names(sentence) if any(w in COUNTRIES or w in PEOPLES for w in (v.norm, *v.norm.split())))


def states(sentence: str) -> tuple[Value, ...]:
    """States of the US."""
    return tuple(v for v in names(sentence) if any(state in f" {v.norm} " for state in _padded_states()))


@lru_cache(maxsize=1)
def _padded_states() -> tuple[str, ...]:
    return tuple(f" {state} " for state in sorted(STATES))


def dates(sentence: str) -> tuple[Value, ...]:
    """Days, months, years and expressions such as "last year"."""
    return tuple(_value(sentence, *match.span()) for match in _DATE.finditer(sentence))


def amounts(sentence: str) -> tuple[Value, ...]:
    """Numbers in digits or words with their unit sign or scale, years left out."""
    return tuple(
        _value(sentence, *match.span())
        for match in _AMOUNT.finditer(sentence)
        if not re.fullmatch(r"(?:19|20)\d\d", match.group())
    )


def quotations(sentence: str) -> tuple[Value, ...]:
    """What stands in quotation marks and is longer than a word."""
    return tuple(_value(sentence, *match.span()) for match in _QUOTED.finditer(sentence))


_SHORT_QUOTED = re.compile(r"[“\"‘']([A-Z0-9][^“”\"‘’']{1,40})[”\"’']")


def titles(sentence: str) -> tuple[Value, ...]:
    """Short stretches in quotation marks that begin with a capital: titles of works, coined words."""
    return tuple(_value(sentence, *match.span(1)) for match in _SHORT_QUOTED.finditer(sentence))
