"""What kind of text an article is, where that changes its summary: lists, live reports, interviews, tables.

Between cleaning.py and the choice of sentences in summary.py. A form is told by the shape of the
lines; an article of one line, as feeds bring it, is a story.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.news.cleaning import Paragraph
from bot.news.standing import is_whole, stands
from bot.text.sentences import Sentence
from bot.text.tokens import content_terms

CHAPTER_WORDS = 6000  # beyond it, about half an hour of reading, a text is chosen from chapter by chapter
_FEWEST_LINES = 6
_CLOCK = (
    r"(?:[01]?\d|2[0-3])[:.h][0-5]\d(?:\s?[ap]\.?m\.?)?(?:\s?(?:GMT|BST|UTC|CET|CEST|E[SD]?T|P[SD]?T|IST|MSK|Uhr))?"
)
_STAMPED = re.compile(rf"\s*(?:(?:Updated|Posted)\s+(?:at\s+)?)?{_CLOCK}(?=\W|$)", re.IGNORECASE)
_ITEM = re.compile(r"\s*(?:[•·▪■►*–—-]|\(?\d{1,3}[.):]|#\d{1,3}|\(?[a-z]\))\s+\S")
_ITEM_MARK = re.compile(r"\s*(?:[•·▪■►*–—-]|\(?\d{1,3}[.):]|#\d{1,3}|\(?[a-z]\))\s+")
_LABEL = re.compile(r"\s*(?:Q|A|[A-ZÀ-Þ][\w.’'-]*(?:\s[A-ZÀ-Þ][\w.’'-]*){0,3})\s?[:.–—]\s+(?=[\"“A-ZÀ-Þ])")
_QUESTION = re.compile(r"[?？؟][\"'”’)]*\s*$")
_CELL = re.compile(r"[-+$£€]?\d[\d.,:%-]*")
_CELL_OPENS = "-+$£€"
_ENDED = re.compile(r"[.!?…。！？؟।۔:;,][\"'”’»)\]]*\s*$")
_HEADING_WORDS = 14
_UNLIKE = 0.12  # share of common terms under which two sections speak of different things


def form_of(text: str) -> str:
    """The form of an article by its lines: live, table, list, interview, several, chapters, else story."""
    lines = [line for line in text.split("\n") if line and not line.isspace()]
    if len(lines) >= _FEWEST_LINES:
        for form, holds in (("live", _is_live), ("table", _is_table), ("list", _is_list), ("interview", _is_interview)):
            if holds(lines):
                return form
        if len(text) < CHAPTER_WORDS * 5 and _is_several(lines):
            return "several"
    return "chapters" if text.count(" ") > CHAPTER_WORDS else "story"


def _is_live(lines: Sequence[str]) -> bool:
    stamped = sum(_STAMPED.match(line) is not None for line in lines)
    return stamped >= 4 and stamped * 8 >= len(lines)


def _is_list(lines: Sequence[str]) -> bool:
    listed = [line for line in lines if _ITEM.match(line)]
    return len(listed) >= 4 and sum(map(len, listed)) * 2 >= sum(map(len, lines))


def _is_interview(lines: Sequence[str]) -> bool:
    """Questions alone on their lines, or lines that open with who speaks, in turns."""
    questions = sum(_QUESTION.search(line) is not None and len(line) < 300 for line in lines)
    labels = [found.group().strip() for line in lines if (found := _LABEL.match(line))]
    turns = len(labels) >= 4 and len(set(labels)) * 2 <= len(labels)
    return (questions >= 3 and questions * 5 >= len(lines)) or (turns and len(labels) * 2 >= len(lines))


def _is_table(lines: Sequence[str]) -> bool:
    return sum(_is_row(line) for line in lines) * 2 > len(lines)


def _is_row(line: str) -> bool:
    """Whether a line is a row of figures: cells between tabs or bars, or more figures than a sentence has."""
    words = line.split()
    if line.count("|") >= 2 or line.count("\t") >= 2:
        return True
    figures = len([word for word in words if (word[0].isdigit() or word[0] in _CELL_OPENS) and _CELL.fullmatch(word)])
    return figures >= 2 and figures * 3 >= len(words) and not line.rstrip().endswith((".", "!", "?"))


def _is_several(lines: Sequence[str]) -> bool:
    """Whether headings stand over three sections or more that share hardly a word."""
    sections = _sections(lines)
    if len(sections) < 3:
        return False
    terms = [set(content_terms(" ".join(section))) for section in sections]
    alike = [len(one & two) / max(min(len(one), len(two)), 1) for one, two in pairwise(terms)]
    return sum(alike) / len(alike) < _UNLIKE


def is_heading(line: str) -> bool:
    """Whether a line has the shape of a heading: few words, no mark at its end."""
    return len(line.split()) <= _HEADING_WORDS and not _ENDED.search(line)


def _sections(lines: Sequence[str]) -> list[list[str]]:
    """The paragraphs under each heading, without those before the first."""
    sections: list[list[str]] = []
    for line, following in pairwise([*lines, ""]):
        if is_heading(line) and following and not is_heading(following):
            sections.append([])
        elif sections and not is_heading(line):
            sections[-1].append(line)
    return [section for section in sections if section]


def answers_only(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """An interview without its questions and without the labels of who speaks."""
    kept = []
    for paragraph in paragraphs:
        sentences = tuple(_without(_LABEL, sentence) for sentence in paragraph if not _QUESTION.search(sentence.text))
        if sentences:
            kept.append(sentences)
    return kept


def _without(mark: re.Pattern[str], sentence: Sentence) -> Sentence:
    found = mark.match(sentence.text)
    if not found or found.end() >= len(sentence.text):
        return sentence
    return Sentence(sentence.text[found.end() :], sentence.start + found.end(), sentence.end)


def items(paragraphs: Sequence[Paragraph], count: int) -> list[Sentence]:
    """A list's introduction and its first items, each by its first sentence, without bullets: at most `count`."""
    chosen: list[Sentence] = []
    for paragraph in paragraphs:
        first = paragraph[0]
        if _ITEM.match(first.text):
            chosen.append(_without(_ITEM_MARK, first if len(paragraph) == 1 or stands(first.text) else paragraph[1]))
        elif not chosen and stands(first.text):
            chosen.append(first)
    return chosen[:count]


def latest(paragraphs: Sequence[Paragraph], count: int) -> list[Sentence]:
    """A live report's opening sentence and the first sentence of its newest entries: at most `count`, in text order."""
    opening: list[Sentence] = []
    entries: list[tuple[str, Sentence]] = []
    stamp = ""
    for paragraph in paragraphs:
        found = _STAMPED.match(paragraph[0].text)
        stamp = paragraph[0].text[: found.end()].strip() if found else stamp
        whole = [sentence for sentence in (_without(_STAMPED, one) for one in paragraph) if is_whole(sentence.text)]
        if whole and not stamp:
            opening.append(whole[0])
        elif whole and (not entries or entries[-1][0] != stamp):
            entries.append((stamp, whole[0]))
    if len(entries) > 1 and _minutes(entries[0][0]) < _minutes(entries[-1][0]):
        entries.reverse()
    newest = [sentence for _, sentence in entries[: count - len(opening[:1])]]
    return sorted([*opening[:1], *newest], key=lambda sentence: sentence.start)


def _minutes(stamp: str) -> int:
    hours, minutes = re.findall(r"\d+", stamp)[:2]
    afternoon = "p" in stamp.lower().split("m")[0] and int(hours) < 12
    return (int(hours) + 12 * afternoon) * 60 + int(minutes)


def first_of_each(paragraphs: Sequence[Paragraph], count: int) -> list[Sentence]:
    """The first whole sentence under each heading of a page of several items: at most `count`."""
    chosen: list[Sentence] = []
    fresh = False
    for paragraph in paragraphs:
        if len(paragraph) == 1 and is_heading(paragraph[0].text):
            fresh = True
        elif fresh and (whole := next((sentence for sentence in paragraph if is_whole(sentence.text)), None)):
            chosen.append(whole)
            fresh = False
    return chosen[:count]


def rows(paragraphs: Sequence[Paragraph], count: int) -> list[Sentence]:
    """The sentences among a table's rows, or its first rows when there are none: at most `count`."""
    flat = [sentence for paragraph in paragraphs for sentence in paragraph]
    whole = [sentence for sentence in flat if is_whole(sentence.text) and not _is_row(sentence.text)]
    return (whole or flat)[:count]
