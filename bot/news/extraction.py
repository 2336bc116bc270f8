"""A page's bytes to the article in it: text, title, author, outlet, date, image, address, language.

After the fetcher, before storing; runs in a worker process (`bot/isolation.py`), for crafted pages cost seconds.
"""

import re

from bot.news.article import ExtractedArticle
from bot.news.boilerplate import is_boilerplate, is_byline
from bot.news.encoding import decode
from bot.news.linked_data import LinkedArticle, linked_article
from bot.news.markup import lighter, parse_html
from bot.news.page_facts import PageFacts, page_facts
from bot.news.page_text import page_text
from bot.news.titles import same_words
from bot.news.verdict import check_article
from bot.text.language import detect_language

_THIN = 400  # characters; below this the publisher's own JSON-LD text is asked
_LONGEST = 200_000  # characters of one article that are kept
_SAMPLE = 2000
_HEAD = 5  # lines among which the headline may stand
_PROSE = 80  # characters; a shorter line above the first paragraph may be the date, the author, the reading time
_STAMP = re.compile(
    r"\d[:.h]\d\d\b.*\b(?:19|20)\d\d|\b(?:19|20)\d\d\b.*\d[:.h]\d\d\b|^\D{0,25}\d+ min\w*( \w+)?$", re.IGNORECASE
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")


def extract_article(body: bytes, url: str, charset: str = "") -> ExtractedArticle:
    """The article on the page at `url`; `charset` is what the HTTP header says.

    `text` has one paragraph a line and does not repeat the title. Raises Empty, Paywalled, NotAnArticle or
    NeedsBrowser, each with the text there was.
    """
    html = decode(body, charset)
    tree = parse_html(html)
    linked = linked_article(tree)
    facts = page_facts(tree, url, linked)
    text = _cleaned(_fuller(page_text(lighter(html, tree), url), linked), facts)
    check_article(text, tree, url, facts, linked)
    return ExtractedArticle(
        title=facts.title or text.split("\n", 1)[0][:200],
        text=text,
        author=facts.author,
        outlet=facts.outlet,
        published=facts.published,
        language=detect_language(text[:_SAMPLE]) or facts.language,
        image=facts.image,
        url=facts.url,
    )


def _fuller(text: str, linked: LinkedArticle | None) -> str:
    """The publisher's own text where the page shows little of it."""
    if linked and len(text) < _THIN and len(linked.body) > 1.5 * len(text):
        return linked.body
    return text


def _cleaned(text: str, facts: PageFacts) -> str:
    """The lines without the headline and what stands above it, by-lines, and lines that only point elsewhere."""
    lines = [line for line in (" ".join(line.split()) for line in text[:_LONGEST].splitlines()) if line]
    lines = [line for line in _below_headline(lines, facts.title) if _is_kept(line)]
    start = next((number for number, line in enumerate(lines) if len(line) >= _PROSE), 0)
    head = [line for line in lines[:start] if line != facts.author and not _STAMP.search(line)]
    return "\n".join(head + lines[start:])


def _below_headline(lines: list[str], title: str) -> list[str]:
    for number, line in enumerate(lines[:_HEAD]):
        if same_words(line, title):
            return lines[number + 1 :]
    return lines


def _is_kept(line: str) -> bool:
    return bool(_ADDRESS.fullmatch(line)) or not (is_byline(line) or is_boilerplate(line))
