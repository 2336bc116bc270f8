"""Counts what a reader stumbles over in the summaries of a set of articles.

    python -m tests.benchmarks.readability ARTICLES.jsonl[.gz] ... [--count 3] [--show 5]

Each line is an object with "text" and perhaps "title". The rules here are written apart from the
product's own, so that a mistake in those does not hide itself.
"""

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.news.summary import summarise

_OPENER = re.compile(
    r"[\"'“‘]?(?:he|she|it|they|his|her|its|their|this|that|these|those|but|and|or|so|however|meanwhile|also|then|instead|"
    r"therefore|moreover|still|yet|nevertheless|afterwards)[ ,'’]",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"^(?:[A-Z][\w .,'-]{1,40})?\((?:CNN|Reuters|AP|AFP|UPI|BBC|Rolling Stone)\)|^[A-Z]{4,}[A-Z, ]* [–—-]+ "
)
_FURNITURE = re.compile(
    r"\b(?:read more|scroll down|click here|sign up|subscribe|newsletter|cookies|contributed to this (?:report|story)|"
    r"all rights reserved|copyright|getty images|file photo|min(?:ute)? read|follow (?:us|me) on|\(pictured\)|e-mail to a friend|"
    r"advertisement)\b|^(?:Written )?[Bb]y [A-Z]\w+ [A-Z]\w+$|https?://",
    re.IGNORECASE,
)
_LEAD_IN = 60  # characters: a dateline or a by-line, before the first sentence of the article
_END = re.compile(r"[.!?…][\"'”’)\]]*$")


def faults(text: str, chosen: list[tuple[int, int]]) -> Iterator[tuple[str, str]]:
    """Each fault of a summary, as its kind and the sentence; `chosen` are the sentences' places in `text`."""
    end_before = -1
    for start, end in chosen:
        sentence = text[start:end]
        between = text[max(end_before, 0) : start].strip()
        if len(between) > (_LEAD_IN if end_before < 0 else 3) and _OPENER.match(sentence):
            yield "dangling", sentence
        yield from ((kind, sentence) for kind in _own_faults(sentence))
        end_before = end
    words = [frozenset(re.findall(r"\w+", text[start:end].lower())) for start, end in chosen]
    for at, one in enumerate(words):
        if any(len(one & other) > 0.75 * max(len(one | other), 1) for other in words[:at]):
            yield "repeated", text[slice(*chosen[at])]


def _own_faults(sentence: str) -> Iterator[str]:
    """The kinds of fault that a sentence has by itself."""
    if _DATELINE.search(sentence):
        yield "dateline"
    if _FURNITURE.search(sentence):
        yield "boilerplate"
    if sentence.count('"') % 2 or sentence.count("“") != sentence.count("”"):
        yield "quotes"
    if not _END.search(sentence) or (sentence[0].islower() and not sentence[1:2].isupper()):
        yield "half"


def _articles(paths: Iterable[str]) -> Iterator[dict[str, str]]:
    for path in paths:
        content = Path(path).read_bytes()
        lines = (gzip.decompress(content) if path.endswith(".gz") else content).decode("utf-8")
        yield from (json.loads(line) for line in lines.split("\n") if line)


def main() -> None:
    """Print the share of summaries and of sentences with each fault."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("articles", nargs="+")
    parser.add_argument("--count", type=int, default=None)
    parser.add_argument("--show", type=int, default=0)
    arguments = parser.parse_args()
    kinds = ("dangling", "dateline", "boilerplate", "quotes", "half", "repeated")
    summaries = sentences = 0
    of_sentences: Counter[str] = Counter()
    of_summaries: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    for article in _articles(arguments.articles):
        found = summarise(article.get("title") or "", article["text"], arguments.count)
        places = [(sentence.start, sentence.end) for sentence in found.sentences]
        summaries += 1
        sentences += len(places)
        all_faults = list(faults(article["text"], places))
        of_sentences.update(kind for kind, _ in all_faults)
        of_summaries.update({kind for kind, _ in all_faults})
        for kind, sentence in all_faults:
            shown[kind] += 1
            if shown[kind] <= arguments.show:
                sys.stdout.write(f"  {kind}: {sentence[:200]}\n")
    sys.stdout.write(f"{summaries} summaries, {sentences} sentences\n{'':12s} {'sentences':>10s} {'summaries':>10s}\n")
    for kind in kinds:
        of_sentence, of_summary = of_sentences[kind] / max(sentences, 1), of_summaries[kind] / max(summaries, 1)
        sys.stdout.write(f"{kind:12s} {of_sentence:10.2%} {of_summary:10.2%}\n")


if __name__ == "__main__":
    main()
