"""What an article quotes, and who said it: direct speech of some length, with the speaker as the text names them.

Read by facts.py. A quotation whose speaker the text does not name is left out rather than guessed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.news.speech import ROLES, SAID, TITLES
from bot.text.sentences import Sentence, sentence_spans

_FEWEST_WORDS = 4
_CLOSE_BY = 90  # characters: a quotation that opens a sentence so soon after another goes on with it
_RECENT = 400  # characters within which a pronoun finds its person
_QUOTED = re.compile(
    r"“(?P<curly>[^“”]{12,600})”|(?<![\w.,!?\"])\"(?=\S)(?P<straight>[^\"]{12,600})(?<=\S)\"(?!\w)|"
    r"«\s?(?P<angled>[^«»]{12,600}?)\s?»|"
    r"„(?P<low>[^„“”]{12,600})[“”]|(?<![\w’'])[‘'](?P<single>(?=[A-Z])[^“”\"]{20,400}?[.,!?…])['’](?!\w)"
)
_NAME = r"(?:[A-ZÀ-ÞА-Я][\w.’'-]*|de|da|del|di|van|von|der|den|bin|al|el|la|ul|of)"
# "a spokeswoman of Best Buy", "the company's chief executive", "Ann Lee, who runs the shop"
_NOUN_PHRASE = (
    rf"(?:(?:[Aa]n?|[Tt]he|[Oo]ne|[Aa]nother|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts)\s+(?:[\w’'-]+\s+){{0,4}}?(?:{ROLES}|officials?|police|court|"
    rf"company|firm|"
    rf"ministry|government|agency|statement|report|group|council|union|charity|department|bank|club|family)s?"
    rf"(?:\s+(?:of|for|at|from|with|in)\s+(?:the\s+)?{_NAME}(?:\s+{_NAME}){{0,4}})?\b|"
    rf"(?:[A-ZÀ-ÞА-Я][\w.’'-]*)(?:\s+{_NAME}){{0,5}})"
)
_AFTER_VERB = re.compile(rf"[\s,]*(?:{SAID})\s+(?P<who>{_NOUN_PHRASE})")
_AFTER_NAME = re.compile(
    rf"[\s,]*(?P<who>{_NOUN_PHRASE}(?:,\s[^,.\"“”]{{2,80}},)?|[Hh]e|[Ss]he|[Tt]hey)\s+(?:(?:has|have|had|also|"
    rf"later|then)\s+)?(?:{SAID})\b"
)
_PRONOUN_AFTER = re.compile(rf"[\s,]*(?:(?:{SAID})\s+)?(?P<who>he|she|they)\b(?:\s+(?:{SAID})\b)?")
_BEFORE = re.compile(
    rf"(?P<who>{_NOUN_PHRASE}(?:,\s[^,.\"“”]{{2,80}},)?|\b(?:[Hh]e|[Ss]he|[Tt]hey))\s+"
    rf"(?:(?:has|have|had|also|later|then)\s+)?(?:responded[^\"“.]{{0,40}}saying|{SAID})\b[^\"“”«„.]{{0,60}}$"
)
_STATEMENT = re.compile(
    rf"(?P<who>{_NOUN_PHRASE})[^\"“”.]{{0,80}}\b(?:saying|writing|adding|telling)(?:\s+that)?[\s:,]*$"
)
_DETERMINER = re.compile(r"^(?:An?|The|One|Another|His|Her|Their|Its)\b")
_PRONOUN = re.compile(r"(?:he|she|they)$", re.IGNORECASE)
_NOT_NAMES = re.compile(
    r"(?:It|He|She|They|The|A|An|In|On|At|But|And|This|That|It|As|For|If|When|While|After|Before|Meanwhile|However)\s+"
)


@dataclass(frozen=True, slots=True)
class Quote:
    """Words in quotation marks and who said them; `sentence` is where they begin; offsets into the article's text."""

    text: str
    speaker: str
    start: int
    end: int
    sentence: Sentence


def find_quotes(paragraphs: Sequence[Sequence[Sentence]], text: str, people: Sequence[str] = ()) -> tuple[Quote, ...]:
    """The quotations of four words and more whose speaker is named, in the article's order.

    `people` are the full names of the article: a bare surname or a pronoun is resolved to the one
    who spoke or was named last in the same or the preceding paragraph, else left as it stands.
    """
    found: list[Quote] = []
    previous = ""
    for paragraph in paragraphs:
        last = ""
        begin, end = paragraph[0].start, paragraph[-1].end
        for match in _QUOTED.finditer(text, begin, end):
            said = next(group for group in match.groups() if group is not None)
            if len(said.split()) < _FEWEST_WORDS:
                continue
            home = next(sentence for sentence in paragraph if sentence.end > match.start())
            who = _speaker(text[home.start : match.start()], text[match.end() : end], said)
            if not who and found and match.start() - found[-1].end < _CLOSE_BY and match.start() == home.start:
                who = found[-1].speaker
            speaker = _resolved(who, text[begin : match.start()], last or previous, people)
            if speaker:
                found.append(Quote(said.strip(), speaker, match.start(), match.end(), home))
                last = speaker
        previous = last or _last_person(text[begin:end], people)
    return tuple(found)


def _speaker(before: str, after: str, said: str) -> str:
    """Whom the words around a quotation name as its speaker, as written; "" for nobody."""
    if said.rstrip()[-1:] in ",?!…" or not before.rstrip().endswith((":", ",")):
        for pattern in (_AFTER_VERB, _AFTER_NAME, _PRONOUN_AFTER):
            if found := pattern.match(after):
                return _tidy(found["who"])
    for pattern in (_BEFORE, _STATEMENT):
        if found := pattern.search(before.rstrip(" :,")):
            return _tidy(found["who"])
    found = _AFTER_VERB.match(after) or _AFTER_NAME.match(after)
    return _tidy(found["who"]) if found else ""


def _tidy(who: str) -> str:
    name = _NOT_NAMES.sub("", who) if _NOT_NAMES.match(who) and who.rsplit(maxsplit=1)[-1][0].isupper() else who
    name = re.sub(r",\s+\d{1,3}\b,?", "", name)
    name = re.sub(rf"^(?:{TITLES})\.?\s+(?=[A-ZÀ-Þ]\S+$)", "", name) if " " in name else name
    name = _DETERMINER.sub(lambda found: found.group().lower(), name) if name[-1:].islower() else name
    return name.strip(" ,").removesuffix("'s").removesuffix("’s").rstrip(".,")


def _resolved(who: str, before: str, previous: str, people: Sequence[str]) -> str:
    if not who:
        return ""
    if _PRONOUN.match(who):
        return "" if who.lower() == "they" else _last_person(before[-_RECENT:], people) or previous
    if len(who.split()) > 2 or who in people:
        return who
    surname = " " + who.rsplit(maxsplit=1)[-1]
    return next((name for name in people if name.endswith(surname)), who)


def _last_person(text: str, people: Sequence[str]) -> str:
    """The person named first, as its subject, in the last sentence of `text` that names one; "" for none."""
    for sentence in reversed(sentence_spans(text)):
        piece = text[slice(*sentence)]
        places = [(at, name) for name in people if (at := piece.find(name.rsplit(maxsplit=1)[-1])) >= 0]
        if places:
            return min(places)[1]
    return ""
