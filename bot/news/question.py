"""A question as a person types it to a Question: its terms, what it asks for, and where the asking stands.

First step of answering: question -> retrieval -> evidence -> choice -> answer. English question words; a question in
another language keeps its terms and asks for anything.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from bot.news.foreign import ASKING
from bot.news.kinds import NOUN_KINDS, Kind
from bot.news.question_words import (
    ARTICLES,
    AUXILIARIES,
    CAUSE_VERBS,
    DROPPED,
    MEASURES,
    OF_HEADS,
    PREPOSITIONS,
    SAY,
)
from bot.text.sentences import split_sentences
from bot.text.stopwords import stop_words
from bot.text.tokens import stem, words

SCENE_WEIGHT = 0.5
"""What a term of the scene counts beside one of the asking sentence ("It happened. Where was it?")."""

_WH = frozenset({"who", "whom", "whose", "what", "which", "when", "where", "why", "how"})
_NUMBER = re.compile(r"\d[\d,.]*")
_FOCUS_WORDS = 5


@dataclass(frozen=True, slots=True)
class QuestionTerm:
    """A term of the question. `weight` is 1 in the asking sentence and less in the scene; `name`: by its capital."""

    term: str
    word: str
    weight: float
    name: bool


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    `focus` are the terms of the noun phrase beside "which", "what" or "how many", the head last; `measure` what "how
    many", "how old" … measure, "" otherwise; `pairs` the terms that stand side by side; `options` the names a
    comparison offers ("Huawei or ZTE"); `keywords` is true when no question word was typed.
    """

    text: str
    kind: Kind
    terms: tuple[QuestionTerm, ...]
    focus: tuple[str, ...] = ()
    measure: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    options: tuple[str, ...] = ()
    keywords: bool = False
    language: str = "en"


def read_question(text: str, language: str = "en") -> Question:
    """The question `text` asks; without any term when it holds none ("and when?")."""
    parts = [sentence.text for sentence in split_sentences(text, language)] or [""]
    asking = _asking(parts)
    spoken = words(asking)
    low = [word.lower().replace("’", "'") for word in spoken]
    kind, measure, focus = _wanted(low) if language == "en" else (_foreign(low), "", [])
    terms = _terms(parts, asking, language)
    kept = [term.term for term in terms]
    return (
        Question(
            text=text.strip(),
            kind=kind,
            terms=terms,
            focus=tuple(dict.fromkeys(stem(word, language) for word in focus)),
            measure=measure,
            pairs=_pairs(parts, language),
            options=_options(asking),
            keywords=not any(_bare(word) in _WH for word in low) and kind is not Kind.YES_NO,
            language=language,
        )
        if kept or focus
        else Question(text=text.strip(), kind=kind, terms=(), measure=measure, language=language)
    )


def _foreign(low: list[str]) -> Kind:
    return next((ASKING[word] for word in low if word in ASKING), Kind.THING)


def _asking(parts: list[str]) -> str:
    marked = [part for part in parts if part.rstrip("\"'”’)").endswith("?")]
    return marked[-1] if marked else parts[-1]


def _bare(word: str) -> str:
    return word.removesuffix("'s").removesuffix("'re").removesuffix("'d").removesuffix("'ll")


def _wanted(low: list[str]) -> tuple[Kind, str, list[str]]:
    """Kind of answer, measure and the words of the noun phrase that names it."""
    place = next((at for at, word in enumerate(low) if _bare(word) in _WH), None)
    if place is None:
        return _without_question_word(low)
    word, rest = _bare(low[place]), low[place + 1 :]
    simple = {"who": Kind.PERSON, "whom": Kind.PERSON, "when": Kind.DATE, "where": Kind.PLACE, "why": Kind.WHY}
    if word in simple:
        return simple[word], "", []
    if word == "how":
        return _how(rest)
    return _which(word, rest)


def _without_question_word(low: list[str]) -> tuple[Kind, str, list[str]]:
    if low and low[0] in AUXILIARIES:
        return Kind.YES_NO, "", []
    noun = next((word for word in low if word in NOUN_KINDS), "")
    return (NOUN_KINDS[noun], "", [noun]) if noun else (Kind.THING, "", [])


def _how(rest: list[str]) -> tuple[Kind, str, list[str]]:
    if rest and rest[0] in MEASURES:
        return Kind.AMOUNT, MEASURES[rest[0]], _noun_phrase(rest[1:])
    return Kind.HOW, "", []


def _which(word: str, rest: list[str]) -> tuple[Kind, str, list[str]]:
    if word == "what" and rest and (rest[0] in CAUSE_VERBS or rest[:2] == ["led", "to"]):
        return Kind.WHY, "", []
    if word == "what" and rest and rest[0] in {"did", "does", "has", "have", "do"} and set(rest) & SAY:
        return Kind.SAID, "", []
    focus = _noun_phrase(rest) if word != "whose" else []
    head = next((noun for noun in reversed(focus) if noun in NOUN_KINDS), "")
    return (NOUN_KINDS[head] if head else Kind.THING), "", focus


def _noun_phrase(rest: list[str]) -> list[str]:
    """The words up to the verb or preposition; goes on behind "type of" and "is the name of"."""
    phrase: list[str] = []
    for at, word in enumerate(rest[:12]):
        if word == "of" and phrase and phrase[-1] in OF_HEADS:
            phrase = []
        elif not phrase and (word in ARTICLES or (word in AUXILIARIES and at <= 1)):
            continue
        elif _ends_phrase(word, begun=bool(phrase)):
            break
        else:
            phrase.append(word)
    return phrase[:_FOCUS_WORDS]


def _ends_phrase(word: str, *, begun: bool) -> bool:
    if word in AUXILIARIES or word in PREPOSITIONS:
        return True
    return begun and (word in SAY or word in ARTICLES or word.endswith(("ed", "ly")))


def _terms(parts: list[str], asking: str, language: str) -> tuple[QuestionTerm, ...]:
    found: dict[str, QuestionTerm] = {}
    for part in sorted(parts, key=lambda part: part is not asking):
        weight = 1.0 if part is asking else SCENE_WEIGHT
        for at, word in enumerate(words(part)):
            low = word.lower().replace("’", "'")
            if _dropped(low, language) and not (word.isupper() and len(word) > 1 and at):
                continue
            term = stem(word, language)
            if term and term not in found:
                found[term] = QuestionTerm(term, word, weight, at > 0 and word[0].isupper())
    return tuple(found.values())


def _dropped(low: str, language: str) -> bool:
    if language == "en":
        return _bare(low) in DROPPED
    return low in ASKING or low in stop_words(language)


def _pairs(parts: list[str], language: str) -> tuple[tuple[str, str], ...]:
    pairs: dict[tuple[str, str], None] = {}
    for part in parts:
        low = [word.lower().replace("’", "'") for word in words(part)]
        kept = ["" if _dropped(word, language) else stem(word, language) for word in low]
        pairs.update(dict.fromkeys((a, b) for a, b in pairwise(kept) if a and b))
    return tuple(pairs)


_OPTIONS = re.compile(r"\b([A-Z][\w.&'’-]*(?:\s[A-Z][\w.&'’-]*)*),?\s+or\s+([A-Z][\w.&'’-]*(?:\s[A-Z][\w.&'’-]*)*)")


def _options(asking: str) -> tuple[str, ...]:
    match = _OPTIONS.search(asking)
    return tuple(_without_opening(side) for side in match.groups()) if match else ()


def _without_opening(side: str) -> str:
    """Without the question's own first word: "Did Northline" names Northline."""
    first, _, rest = side.partition(" ")
    return rest if rest and (first.lower() in AUXILIARIES or first.lower() in _WH) else side


def numbers(question: Question) -> frozenset[str]:
    """The numbers the question itself gives, as written without separators."""
    return frozenset(found.replace(",", "").rstrip(".") for found in _NUMBER.findall(question.text))
