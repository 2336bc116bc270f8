"""Which sentences open on somebody's surname, and which earlier ones say who that is.

For selection.py: "Osman said 217 were freed" stumbles on a card that never told of Rassol Osman.
"""

import re
from collections.abc import Collection, Sequence

from bot.news.speech import SAID, TITLES
from bot.text.stopwords import stop_words
from bot.text.tokens import stem

# A surname that does something: what is said of places and firms seldom opens so after their full name.
_OPENING = re.compile(
    rf"(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Lady)\.? )?(?P<surname>[A-ZÀ-Þ][\w’'-]*[^\W\d_](?<!['’]s))"
    rf"(?:['’]s? |,? (?:(?:also|later|then|now|who|has|have|had|is|was|were|will|would|did|does)\b|{SAID}|\w+ed\b))"
)
_FIRST_NAME = re.compile(r"(?<!\w)(?P<name>[A-ZÀ-Þ][\w.’'-]+)(?: (?:al|bin|da|de|del|der|den|la|le|van|von))*$")
_REACH = 30  # characters before a surname in which the first name stands
_TITLES = frozenset(TITLES.split("|"))


def introductions(
    sentences: Sequence[str], place: int, title: Collection[str] = (), language: str = "en"
) -> tuple[int, ...]:
    """The places before `place` that give the full name of the person whom the sentence there opens on.

    Empty when it opens otherwise, when nobody does, and for a name that is among the terms of the title.
    """
    found = _OPENING.match(sentences[place])
    if not found or stem(found["surname"], language) in title:
        return ()
    surname = " " + found["surname"]
    return tuple(
        [
            before
            for before, sentence in enumerate(sentences[:place])
            if surname in sentence and _gives_full_name(sentence, surname, language)
        ]
    )


def _gives_full_name(sentence: str, surname: str, language: str) -> bool:
    at = sentence.find(surname)
    while at >= 0:
        end = at + len(surname)
        first = _FIRST_NAME.search(sentence[max(0, at - _REACH) : at])
        if first and not sentence[end : end + 1].isalnum() and _is_first_name(first["name"], language):
            return True
        at = sentence.find(surname, end)
    return False


def _is_first_name(word: str, language: str) -> bool:
    return word.rstrip(".") not in _TITLES and word.lower() not in stop_words(language)
