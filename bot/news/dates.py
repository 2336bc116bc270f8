"""Dates as an article writes them, resolved against the article's own date. Read by facts.py."""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.news.speech import SAID
from bot.text.sentences import Sentence

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_DAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_COUNTS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
}
_COUNTS |= {"ten": 10, "a couple of": 2, "a few": 3}
_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_ORDINAL = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_BEFORE_MONTH = r"(?:(?P<way>last|next|this|early|late|mid|in|since|until|by|from|of)[\s-]+)"
_BEFORE_YEAR = "(?:in|since|until|by|from|during|before|after|of|early|late)"
_DAY_WORDS = "yesterday|today|tonight|tomorrow|last night|this morning|this afternoon|this evening"
_UNITS = "week|weekend|month|quarter|year|summer|winter|spring|autumn|fall"
_COUNT = r"(?P<count>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|a couple of|a few)"
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)"


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as written and the days it covers; None where the article's own date would be needed and is not known."""

    text: str
    first: date | None
    last: date | None
    start: int
    end: int
    sentence: Sentence


Days = tuple[date, date]
_TOLD = re.compile(rf"\b(?:{SAID})\s(?:\w+\s){{0,2}}$")
_SOON = timedelta(days=45)  # a day without a year that lies so little ahead is meant as it stands
_FUTURE = re.compile(
    r"\b(?:will|is set to|are set to|is due|are due|is to|are to|plans? to|is expected|are expected|is scheduled|"
    r"are scheduled)\b"
)
_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(shape, re.IGNORECASE if flags else 0), kind)
    for shape, kind, flags in (
        (r"\b(?P<year>(?:19|20)\d\d)-(?P<number>[01]\d)-(?P<day>[0-3]\d)\b", "iso", False),
        (rf"\b(?:{_WEEKDAY},?\s+)?{_MONTH}\s+{_ORDINAL}(?:,?\s+{_YEAR})?\b(?![:.,]\d)", "day", False),
        (rf"\b(?:{_WEEKDAY},?\s+)?(?:the\s+)?{_ORDINAL}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?(?!\w)", "day", False),
        (rf"\b{_BEFORE_MONTH}{_MONTH}(?:,?\s+{_YEAR})?(?!\w)", "month", True),
        (rf"\b{_MONTH}\s+{_YEAR}\b", "month", False),
        (rf"\b(?:(?P<way>last|next|this|on|by|since|until)\s+)?{_WEEKDAY}\b", "weekday", False),
        (rf"\b(?P<word>{_DAY_WORDS})\b", "word", True),
        (rf"\b(?:earlier |later )?(?P<way>last|this|next|the coming|the past)\s+(?P<unit>{_UNITS})\b", "unit", True),
        (rf"\b{_COUNT}\s+(?P<unit>day|week|month|year|decade)s?\s+(?P<way>ago|earlier|from now)\b", "ago", True),
        (rf"\b{_BEFORE_YEAR}\s+{_YEAR}\b(?!\s*(?:people|homes|jobs|metres|miles))", "year", True),
    )
)  # fmt: skip


def find_dates(paragraphs: Sequence[Sequence[Sentence]], published: date | None = None) -> tuple[DateMention, ...]:
    """The dates of an English article in its order, each once a sentence; `published` resolves the relative ones."""
    return tuple(
        mention for paragraph in paragraphs for sentence in paragraph for mention in _in_sentence(sentence, published)
    )


def _in_sentence(sentence: Sentence, published: date | None) -> list[DateMention]:
    taken: list[tuple[int, int]] = []
    found: list[DateMention] = []
    for pattern, kind in _SHAPES:
        for match in pattern.finditer(sentence.text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            days = _resolve(kind, match, sentence.text, published)
            start = sentence.start + match.start()
            first, last = days or (None, None)
            found.append(DateMention(match.group(), first, last, start, start + len(match.group()), sentence))
    return sorted(found, key=lambda mention: mention.start)


def _resolve(kind: str, match: re.Match[str], sentence: str, published: date | None) -> Days | None:
    """The days a match covers, or None when that needs a date that is not known or does not exist."""
    groups = {key: value.lower() for key, value in match.groupdict().items() if value}
    told = _TOLD.search(sentence, 0, match.start()) is not None  # "said on Tuesday" is past, whatever will be
    ahead = (_FUTURE.search(sentence) is not None and not told) or groups.get("way") == "next"
    try:
        if kind in ("iso", "day", "month", "year"):
            return _calendar_days(kind, groups, published, ahead=ahead)
        return _relative_days(kind, groups, published, ahead=ahead) if published else None
    except (ValueError, OverflowError):
        return None


def _calendar_days(kind: str, groups: dict[str, str], published: date | None, *, ahead: bool) -> Days | None:
    if kind == "year":
        return date(int(groups["year"]), 1, 1), date(int(groups["year"]), 12, 31)
    month = int(groups["number"]) if kind == "iso" else _MONTHS[groups["month"].rstrip(".")]
    if "year" not in groups and published is None:
        return None
    day = int(groups["day"]) if "day" in groups else 0
    year = int(groups["year"]) if "year" in groups else _year(groups, published or date.min, month, ahead=ahead)
    if day:
        return date(year, month, day), date(year, month, day)
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _year(groups: dict[str, str], published: date, month: int, *, ahead: bool) -> int:
    """The year of a day or a month without one.

    By its weekday if that is given; else it lies behind, or ahead when it is near or the sentence
    speaks of what will be.
    """
    day = int(groups.get("day", 1))
    if "weekday" in groups:
        years = (published.year, published.year - 1, published.year + 1)
        fitting = [year for year in years if date(year, month, day).weekday() == _DAYS[groups["weekday"]]]
        return (fitting or [published.year])[0]
    if "day" in groups and timedelta(0) <= date(published.year, month, day) - published <= _SOON:
        return published.year
    if ahead:
        return published.year + ((month, day) < (published.month, published.day if "day" in groups else 1))
    return published.year - ((month, day) > (published.month, published.day))


_WORDS = {"yesterday": -1, "last night": -1, "tomorrow": 1}


def _relative_days(kind: str, groups: dict[str, str], published: date, *, ahead: bool) -> Days:
    if kind == "word":
        day = published + timedelta(days=_WORDS.get(groups["word"], 0))
        return day, day
    if kind == "weekday":
        return _weekday(groups, published, ahead=ahead)
    if kind == "ago":
        return _ago(groups, published)
    return _unit(groups["unit"], groups["way"], published)


def _weekday(groups: dict[str, str], published: date, *, ahead: bool) -> Days:
    wanted = _DAYS[groups["weekday"]]
    back = (published.weekday() - wanted) % 7
    if ahead:
        day = published + timedelta(
            days=(wanted - published.weekday()) % 7 or (7 if groups.get("way") == "next" else 0)
        )
    else:
        day = published - timedelta(days=back or (7 if groups.get("way") == "last" else 0))
    return day, day


def _ago(groups: dict[str, str], published: date) -> Days:
    count = int(groups["count"]) if groups["count"].isdigit() else _COUNTS[groups["count"]]
    sign = 1 if groups["way"] == "from now" else -1
    if groups["unit"] in ("day", "week"):
        day = published + timedelta(days=sign * count * (7 if groups["unit"] == "week" else 1))
        return day, day
    if groups["unit"] == "month":
        return _month(published, sign * count)
    year = published.year + sign * count * (10 if groups["unit"] == "decade" else 1)
    return date(year, 1, 1), date(year, 12, 31)


_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def _unit(unit: str, way: str, published: date) -> Days:
    step = {"last": -1, "the past": -1, "this": 0}.get(way, 1)
    if unit == "year":
        return date(published.year + step, 1, 1), date(published.year + step, 12, 31)
    if unit == "month":
        return _month(published, step)
    if unit == "quarter":
        first, _ = _month(date(published.year, 3 * ((published.month - 1) // 3) + 1, 1), 3 * step)
        return first, _month(first, 2)[1]
    if unit in _SEASONS:
        start = date(published.year + step, _SEASONS[unit], 1)
        return start, _month(start, 2)[1]
    monday = published - timedelta(days=published.weekday()) + timedelta(weeks=step)
    return (monday + timedelta(days=5 if unit == "weekend" else 0)), monday + timedelta(days=6)


def _month(day: date, step: int) -> Days:
    index = day.year * 12 + day.month - 1 + step
    year, month = divmod(index, 12)
    return date(year, month + 1, 1), date(year, month + 1, calendar.monthrange(year, month + 1)[1])
