"""What a later article truly adds to what a chat has already had of its story.

Flow: sentences told before -> `read_told`; a new article's sentences -> `news_in` -> the few worth a reply, or none.
A sentence is new when what was told does not cover its words and it brings a name, a number, or mostly new words.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.text.sentences import Sentence, split_sentences
from bot.text.stopwords import stop_words
from bot.text.tokens import stem, words

COVERED_BY_ONE = 0.75  # part of its content terms that one told sentence has: the same, with another's name to it
NEWNESS = 0.5  # part of a sentence's terms nobody told, from which it is new without a name or number
FEWEST_TERMS = 5  # shorter sentences are exclamations and captions
_OPENS = re.compile(r"[.!?…:;\"“”«»()]\s*$|^\s*$")


@dataclass(frozen=True, slots=True)
class Facts:
    """The content terms of some text; which of them are names or numbers in it, with the words as written."""

    terms: frozenset[str]
    names: Mapping[str, str]
    numbers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """What a chat has had of a story: its sentences' terms, and the terms of all of them."""

    language: str
    sentences: tuple[frozenset[str], ...]
    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class NewSentence:
    """A sentence that adds something: the names and numbers nobody told before, and how new its words are, 0 to 1."""

    sentence: Sentence
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    newness: float


def read_told(texts: Iterable[str], language: str) -> Told:
    """What the given texts (messages sent, or the articles they were made of) have told."""
    sentences = (sentence.text for text in texts for sentence in split_sentences(text, language))
    found = tuple(_facts(sentence, language).terms for sentence in sentences)
    return Told(language, found, frozenset[str]().union(*found))


def news_in(text: str, told: Told, count: int = 2) -> tuple[NewSentence, ...]:
    """At most `count` sentences of `text` that add most to what was told, in its order; none when nothing is new."""
    found: list[NewSentence] = []
    for sentence in split_sentences(text, told.language):
        new = _judge(sentence, told)
        if new:
            found.append(new)
    best = sorted(found, key=lambda new: (-_worth(new), new.sentence.start))[:count]
    return tuple(sorted(best, key=lambda new: new.sentence.start))


def _judge(sentence: Sentence, told: Told) -> NewSentence | None:
    facts = _facts(sentence.text, told.language)
    if len(facts.terms) < FEWEST_TERMS:
        return None
    by_one = max((len(facts.terms & other) for other in told.sentences), default=0) / len(facts.terms)
    newness = 1 - len(facts.terms & told.terms) / len(facts.terms)
    # New only if the word was never told in any form: "police" may open one sentence and not another.
    names = tuple(word for term, word in facts.names.items() if term not in told.terms)
    numbers = tuple(word for term, word in facts.numbers.items() if term not in told.terms)
    if by_one >= COVERED_BY_ONE and not numbers:
        return None
    if not (names or numbers) and newness < NEWNESS:
        return None
    return NewSentence(sentence, names, numbers, round(newness, 3))


def _worth(new: NewSentence) -> float:
    return min(len(new.names), 3) + min(len(new.numbers), 2) + 2 * new.newness


def _facts(text: str, language: str) -> Facts:
    stops = stop_words(language)
    terms: set[str] = set()
    names: dict[str, str] = {}
    numbers: dict[str, str] = {}
    end = 0
    for word in words(text):
        start = text.find(word, end)
        opens = bool(_OPENS.search(text[:start][-3:]))
        end = max(end, start + len(word))
        if word.lower() in stops or (len(word) < 2 and not word.isdigit()):
            continue
        term = stem(word, language)
        terms.add(term)
        if any(letter.isdigit() for letter in word):
            numbers.setdefault(term, word)
        elif word[0].isupper() and not opens:
            names.setdefault(term, word)
    return Facts(frozenset(terms), names, numbers)
