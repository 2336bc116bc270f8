"""Who and what an article speaks of: names, how often, and the role the article itself gives them.

Read by facts.py. Capitals tell names, so languages without them, and German with its capital nouns,
give only names of two words and more or none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.news.speech import ROLES, SAID, TITLES
from bot.text.sentences import Sentence
from bot.text.stopwords import stop_words

_PARTICLES = "de|da|del|della|di|dos|van|von|der|den|ter|bin|ibn|al|el|la|le|ul|of|of the|for|&"
_WORD = r"(?:al-|el-|ul-)?[A-ZÀ-ÞА-ЯЁ](?:[\w’'&-]|\.(?=\w))*"
_ABBREVIATED = r"(?:Lt|Gen|Col|Sgt|Capt|Maj|Sen|Rep|Gov|Dr|Prof|Mr|Mrs|Ms|St|Rev|Adm)\."
_NAME = re.compile(
    rf"(?<![\w@#./])(?:{_ABBREVIATED}|(?:[A-Z]\.)+|{_WORD})"
    rf"(?:\s+(?:(?:{_PARTICLES})\s+)?(?:{_ABBREVIATED}|[A-Z]\.|{_WORD}))*"
)
# Words in front of a name that say what somebody is; a crown or a cross stays part of the name.
_STAYS = "King|Queen|Prince|Princess|Duke|Duchess|Lord|Lady|Dame|Sir|Pope|Father|Sister"
_TITLE = re.compile(rf"(?:[\w’'.-]+\s+){{0,4}}?(?!(?:{_STAYS})\b)(?i:{TITLES}|{ROLES})\b\.?\s+(?=[A-ZÀ-Þ])")
_BEFORE = re.compile(
    rf"(?P<role>(?<![\w’'])(?:(?:[A-ZÀ-Þ][\w’'&.-]*|[a-z][\w’'-]*)\s+){{0,3}}?(?:(?i:{ROLES})|(?:{TITLES})\.?)),?\s+$"
)
_CUT = re.compile(
    r"(?i)\b(?:and|but|the|a|an|by|with|from|as|to|of|that|said|says|told|when|while|for|in|on|at|his|her|their|"
    r"its|is|was|"
    r"were|are|or|who|like|against|after|before|including|since|Mr|Mrs|Ms|Miss)\b\.?"
)
_AFTER = re.compile(
    rf",?\s*(?:\d{{1,3}},\s+)?(?:,\s*|\()(?:who\s+is\s+)?(?P<role>(?:(?:an?|the|its|his|her|their)\s+)?"
    rf"(?:[\w’'.&-]+\s+){{0,5}}?(?:{ROLES})\b(?:\s+(?:of|for|at|to|in|with|from|and|on)\s+[^,.;()]{{2,60}})?)\s*[,.;)]"
)
_SPEAKS = re.compile(rf"\s(?:(?:has|have|had|also|later)\s)?(?:{SAID})\b")
_SPOKEN = re.compile(rf"(?:\b(?:{SAID})|\bM[rs]s?\.?)\s$")
_CALENDAR = (
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september "
    "october november december"
)
_NATIONAL = re.compile(
    r"(?:\w+(?:ese|ish|ian|ean|ican)s?|french|dutch|greek|iraqi|israeli|pakistani|thai|swiss|german|germans|"
    r"czech|afghan|"
    r"rs|us|u\.s|uk|u\.k|eu|\w+['’](?:ve|re|ll|m|d)|mr|mrs|ms|dr|british|muslims?|christians?|i|photo|image|video)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name at its fullest, its role in the article's words ("" for none), and how often it occurs.

    `person` says that the article gives the name a role or lets it speak.
    """

    text: str
    role: str
    mentions: int
    person: bool
    start: int
    end: int
    sentence: Sentence


@dataclass(slots=True)
class _Found:
    text: str
    sentence: Sentence
    start: int
    role: str = ""
    mentions: int = 1
    speaks: bool = False
    opens_only: bool = True


def find_names(paragraphs: Sequence[Sequence[Sentence]], language: str = "en") -> tuple[Name, ...]:
    """The names of the article, those it speaks of most first; a surname counts for the full name it belongs to."""
    stops = stop_words(language) | stop_words("en") | frozenset(_CALENDAR.split())
    found: dict[str, _Found] = {}
    for paragraph in paragraphs:
        for sentence in paragraph:
            for start, end in _spans(sentence.text, stops):
                _count(found, sentence, start, end)
    kept = [entry for entry in found.values() if _is_worth_naming(entry, language)]
    kept.sort(key=lambda entry: (-(entry.mentions + (2 if entry.role else 0)), entry.start))
    return tuple(
        Name(
            entry.text,
            entry.role,
            entry.mentions,
            bool(entry.role) or entry.speaks,
            entry.start,
            entry.start + len(entry.text),
            entry.sentence,
        )
        for entry in kept
    )


def _spans(sentence: str, stops: frozenset[str]) -> list[tuple[int, int]]:
    """Where names stand in a sentence, without titles, function words at their front and possessives."""
    spans = []
    for match in _NAME.finditer(sentence):
        start, end = match.span()
        while start < end and (word := sentence[start:end].split(" ", 1)[0]).lower().replace("’", "'") in stops:
            start += len(word) + 1
        while start < end and (title := _TITLE.match(sentence, start, end)) and title.end() < end:
            start = title.end()
        text = sentence[start:end].removesuffix("’s").removesuffix("'s").rstrip(".,'’- ")
        if len(text) > 1 and not _NATIONAL.match(text):
            spans.append((start, start + len(text)))
    return spans


def _count(found: dict[str, _Found], sentence: Sentence, start: int, end: int) -> None:
    text = sentence.text[start:end]
    role = _role(sentence.text, start, end)
    opens = start == 0 or not sentence.text[:start].strip("\"'“‘«(")
    entry = found.get(text) or next(
        (full for full in found.values() if full.text.endswith(" " + text) or full.text.startswith(text + " ")), None
    )
    speaks = _SPEAKS.match(sentence.text, end) is not None or _SPOKEN.search(sentence.text, 0, start) is not None
    if entry is None:
        found[text] = _Found(text, sentence, sentence.start + start, role, speaks=speaks, opens_only=opens)
        return
    entry.speaks = entry.speaks or speaks
    entry.mentions += 1
    entry.opens_only = entry.opens_only and opens
    entry.role = entry.role or role


def _role(sentence: str, start: int, end: int) -> str:
    """The role that the sentence gives the name at `start:end`, before it or behind it, as written; "" for none."""
    if before := _BEFORE.search(sentence[max(0, start - 80) : start]):
        return re.split(_CUT, before["role"])[-1].strip(" ,")
    if after := _AFTER.match(sentence, end):
        return re.sub(r"^(?:an?|the)\s+", "", after["role"])
    return ""


def _is_worth_naming(entry: _Found, language: str) -> bool:
    words = len(entry.text.split())
    if language == "de" and words < 2:
        return False
    if entry.opens_only and words == 1 and entry.mentions < 3:
        return False
    return words > 1 or bool(entry.role) or entry.mentions > 1 or entry.text.isupper()
