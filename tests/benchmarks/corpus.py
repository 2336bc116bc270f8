"""Made-up news in any number: words as frequent as in a language, names that come back, a few thousand topics.

Common words are English, so that the language is known; the others are made of syllables. The same seed gives the same
articles.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import accumulate

_COMMON = (
    "the of to and in a said for that on was is with as by at from it has have will be its an who their more after not "
    "but they which this year were been new had one would up last over than two first people when could government"
).split()
_SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo za bri cro ste pla".split()
_WORDS, _NAMES = 60_000, 8_000
_SENTENCES, _LONGEST = 9, 22
_START = date(2020, 1, 1)


def made_up(count: int, *, first: int = 0) -> Iterator[dict[str, str]]:
    """So many articles from number `first` on, as id, source, title, published and text; about 150 words each."""
    words, names, weights = _words(), _names(), _weights()
    for number in range(first, first + count):
        dice = random.Random(number)
        subjects = [names[int(len(names) ** dice.random()) - 1] for _ in range(3)]
        rare = dice.choices(words, cum_weights=weights, k=_SENTENCES * 9)
        text = " ".join(_sentence(dice, subjects, rare) for _ in range(_SENTENCES))
        yield {
            "id": str(number),
            "source": f"The {dice.choice(names)} Post",
            "title": f"{subjects[0]} {' '.join(rare[:4])} {subjects[1]}",
            "published": (_START + timedelta(days=dice.randrange(2000))).isoformat(),
            "text": text,
        }


def questions(count: int, articles: int) -> list[str]:
    """So many questions about the first `articles` articles: a name of each, and words that stand beside it."""
    dice = random.Random(count)
    asked = []
    for number in sorted(dice.sample(range(articles), count)):
        article = next(made_up(1, first=number))
        name, *words = article["title"].split()
        verb = dice.choice(("why did", "when did", "how many", "what about"))
        asked.append(f"{verb} {name} {words[0]} the {words[1]} of {words[2]}?")
    return asked


def _sentence(dice: random.Random, subjects: list[str], rare: list[str]) -> str:
    length = dice.randint(10, _LONGEST)
    words = [dice.choice(_COMMON) if dice.random() < 0.5 else dice.choice(rare) for _ in range(length)]
    return f"{dice.choice(subjects)} {' '.join(words)}."


@cache
def _words() -> list[str]:
    return _distinct(random.Random(1), _WORDS)


@cache
def _names() -> list[str]:
    return [word.capitalize() for word in _distinct(random.Random(2), _NAMES)]


@cache
def _weights() -> list[float]:
    """Zipf's law, summed."""
    return list(accumulate(1 / (rank + 20) for rank in range(_WORDS)))


def _distinct(dice: random.Random, count: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(dice.choices(_SYLLABLES, k=dice.randint(2, 4)))] = None
    return list(found)
