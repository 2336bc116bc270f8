"""HTML to a tree and a tree to lines of text, one for each block a reader sees."""

import re
from copy import deepcopy

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

_BLOCKS = frozenset(
    """
    address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead title tr ul
    """.split()
)
_UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "object", "select", "button"})
_HEAVY_TAGS = ("script", "style", "svg", "template")
HEAVY = 1_000_000  # characters; two libraries read so much in about four seconds
_NEWLINES = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_EMPTY = "<html><head></head><body></body></html>"


def parse_html(text: str) -> HtmlElement:
    """The tree of a document, an empty one when nothing can be made of the text. Never raises for bad markup."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    body = text.replace("\x00", "").encode("utf-8", "replace")
    try:
        tree = document_fromstring(body, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        tree = document_fromstring(_EMPTY)
    return tree


def lighter(html: str, tree: HtmlElement) -> str:
    """The document `html`; one too long to be read soon without scripts, styles and drawings, and cut.

    `tree` is what `parse_html` made of it. The saved news pages of 2026-11 read the same with and without.
    """
    if len(html) <= HEAVY:
        return html
    plain = deepcopy(tree)
    etree.strip_elements(plain, *_HEAVY_TAGS, with_tail=False)
    return str(etree.tostring(plain, method="html", encoding="unicode"))[:HEAVY]


def block_lines(root: HtmlElement) -> list[str]:
    """The text under `root`, a line a block, blanks collapsed, without scripts, styles and controls."""
    pieces: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else "script"
        if event == "start" and tag in _UNSEEN:
            walk.skip_subtree()
            continue
        text = element.text if event == "start" else element.tail if element is not root else ""
        pieces.append(("\n" if tag in _BLOCKS else "") + _NEWLINES.sub(" ", text or ""))
    lines = "".join(pieces).split("\n")
    return [line for line in (" ".join(line.split()) for line in lines) if line]
