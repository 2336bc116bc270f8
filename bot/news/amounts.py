"""Amounts in an article, as written, with what they count. Read by facts.py."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.text.sentences import Sentence
from bot.text.stopwords import stop_words

_NUMBER = r"\d{1,3}(?:[,. ’']\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    "nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|a hundred|hundreds of|thousands of|dozens of|"
    "a dozen|millions of|tens of thousands of|hundreds of thousands of|a million|a billion|half a million"
)
_SCALE = (
    r"(?:hundred|thousand|million|billion|trillion|dozen|lakh|crore|mn|bn|tn|m|k|millionen|milliarden|millions|"
    r"milliards|"
    r"millones|milioni|miliardi|milhões|bilhões|miljoen|miljard|mln|mld|млн|млрд|тыс\.?)\b"
)
_CURRENCY = r"(?:US\$|A\$|C\$|HK\$|NZ\$|R\$|Rs\.?\s?|[$£€¥₹₽₩₺]|USD|EUR|GBP|CHF|Rp)"
_MONEY_UNIT = (
    r"(?:(?:US |Australian |Canadian )?dollars?|pounds?|euros?|yen|yuan|rupees?|roubles?|rubles?|francs?|pesos?|"
    r"cents?|pence|"
    r"kronor|kroner|crowns?|lira|reais|rand|naira|shillings?|Euro|Franken|Dollar|рублей|долларов)\b"
)
_PERCENT = r"(?:%|per ?cent\b|percentage points?\b|percent\b|Prozent\b|pour cent\b|por ciento\b|процент\w*)"
_ABOUT = (
    r"(?:(?:about|around|almost|nearly|more than|less than|fewer than|over|under|at least|at most|up to|some|roughly|"
    r"approximately|an estimated|as many as|as much as|only|just)\s+)?"
)
_AMOUNT = re.compile(
    rf"(?<![\w$£€.,/:-])(?P<about>{_ABOUT})(?:"
    rf"(?P<money>{_CURRENCY}\s?(?:{_NUMBER})(?:[\s-]?{_SCALE})?|(?:{_NUMBER}|"
    rf"{_WORDS})(?:[\s-]{_SCALE})?\s+{_MONEY_UNIT}|"
    rf"(?:{_NUMBER})(?:\s?{_SCALE})?\s?[€£₽]|[\d,.]+p\b)"
    rf"|(?P<share>(?:{_NUMBER}|{_WORDS})\s?{_PERCENT})"
    rf"|(?P<count>(?:(?:{_NUMBER})(?:\s?{_SCALE})?|\b(?:{_WORDS})\b(?:\s{_SCALE})?))"
    rf")(?![\w%])",
    re.IGNORECASE,
)
_NOUNS = re.compile(
    r"\s+(?:of\s+(?:the\s+|its\s+|their\s+|all\s+)?)?((?:[^\W\d_][\w’'-]*)(?:[ -][^\W\d_][\w’'-]*){0,4})"
)
_BEFORE = re.compile(
    r"((?:[^\W\d_][\w’'-]*\s){1,4})(?:(?:worth|of|for|at|to|by|is|was|were|costs?|valued|totall?ing|cost)\s(?:at\s)?)$"
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")
_NOT_COUNTED = re.compile(
    r"(?:year-old|years?-old|years? old|am\b|pm\b|a\.m|p\.m|th\b|st\b|nd\b|rd\b|o['’]clock|january|february|"
    r"march|april|may\b|"
    r"june|july|august|september|october|november|december|gmt|bst|est\b)",
    re.IGNORECASE,
)
_MONTH_BEFORE = re.compile(
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|January|February|March|April|June|July|August|September|"
    r"October|November|December|No|Article|Section|Chapter|page|aged?|Flight|Route|Highway|Group|Phase|Part)\.?\s*$"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity as written ("157,000", "£11.5m"), its kind (money, share or count) and what it counts ("new jobs")."""

    text: str
    kind: str
    counts: str
    start: int
    end: int
    sentence: Sentence


def find_amounts(paragraphs: Sequence[Sequence[Sentence]], language: str = "en") -> tuple[Amount, ...]:
    """The amounts of the article in its order; years, ages, dates, times and scores are none."""
    stops = stop_words(language) | stop_words("en") | frozenset(_BREAKERS.split())
    return tuple(
        amount
        for paragraph in paragraphs
        for sentence in paragraph
        for match in _AMOUNT.finditer(sentence.text)
        if (amount := _amount(sentence, match, stops)) is not None
    )


_BREAKERS = (
    "said says last next this year years earlier later yesterday today monday tuesday wednesday thursday friday "
    "saturday "
    "sunday according including compared rose fell died died, gained lost"
)


def _amount(sentence: Sentence, match: re.Match[str], stops: frozenset[str]) -> Amount | None:
    kind = str(match.lastgroup)
    counts = _counted(sentence.text, match.end(), stops)
    value = match.group()
    if kind == "count" and (not counts or not _is_quantity(sentence.text, match)):
        return None
    if kind == "money" and not counts:
        before = _BEFORE.search(sentence.text, 0, match.start())
        counts = " ".join(word for word in before[1].split() if word.lower() not in stops) if before else ""
    start = sentence.start + match.start()
    return Amount(value, kind, counts, start, start + len(value), sentence)


def _counted(text: str, end: int, stops: frozenset[str]) -> str:
    """The words behind an amount up to a noun in the plural, as written; "" when none comes before a function word."""
    found = _NOUNS.match(text, end)
    if not found:
        return ""
    words: list[str] = []
    for word in found[1].split():
        if word.lower() in stops:
            break
        words.append(word)
        if _PLURAL.search(word.lower()) and not word.endswith(("'s", "’s")):
            return " ".join(words)
    return ""


_PLURAL = re.compile(
    r"(?:[^su]s|(?:^|-)(?:people|men|women|children|police|staff|fish|sheep|feet|teeth|million|billion))$"
)


def _is_quantity(text: str, match: re.Match[str]) -> bool:
    """Whether a bare number counts something: no year, date, age, time, score or rank."""
    if _YEAR.match(match.group()) or _NOT_COUNTED.match(text[match.end() :].lstrip(" -")):
        return False
    return not _MONTH_BEFORE.search(text[: match.start()]) and text[match.end() : match.end() + 1] not in (
        "-",
        "/",
        ":",
        "–",
    )
