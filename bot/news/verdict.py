"""Whether what came from a page is an article, and if not, what the page is instead."""

import re

from lxml.html import HtmlElement

from bot.news.errors import Empty, NeedsBrowser, NewsError, NotAnArticle, Paywalled
from bot.news.linked_data import LinkedArticle
from bot.news.markup import block_lines
from bot.news.page_facts import PageFacts

_TOO_SHORT = 140  # characters of an article; Chinese, Japanese and Korean say as much in a third
_TEASER = 1500  # characters; a text behind a paywall that is longer is the article or enough of it
_CUT = 5  # line breaks; a text with more goes on
_TAIL = 60  # characters by which the end of the text is found on the page
_WALL = 8  # lines after the text in which the wall stands
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_PROSE = re.compile(r"[.!?…。！？।]['\"”’»)\]]*$")
_PROSE_LENGTH = 80
_LISTED = 12  # lines of a list of stories
_PAY = re.compile(
    r"subscribe (?:now )?to (?:continue|keep|read)|to (?:continue|keep) reading|already a subscriber|subscriber[- ]only"
    r"|for subscribers only|exclusive to subscribers|(?:remaining|left) free articles|become a (?:subscriber|member) to"
    r"|log in or subscribe|this (?:article|content|story) is (?:reserved )?for (?:our )?(?:paying )?"
    r"(?:subscribers|members)"
    r"|weiterlesen mit|jetzt weiterlesen|nur für abonnenten|mit .{0,20}abo weiterlesen|réservé aux abonnés"
    r"|abonnez-vous pour|suscríbete para|solo para suscriptores|contenido exclusivo para suscriptores"
    r"|abbonati per|riservato agli abbonati|exclusivo para assinantes|assine para|alleen voor abonnees"
    r"|доступ(?:но|ен)? (?:только )?по подписке|оформите подписку",
    re.IGNORECASE,
)
_SCRIPT = re.compile(
    r"(?:enable|turn on|requires?|activate|activer|aktivieren|activa) (?:your )?javascript"
    r"|javascript (?:is )?(?:disabled|required|deaktiviert|désactivé)|включите javascript|checking your browser"
    r"|just a moment|are you (?:a )?(?:human|robot)|verify you are (?:a )?human|unusual traffic|enable cookies",
    re.IGNORECASE,
)
_COOKIES = re.compile(
    r"before you continue|we (?:and our partners )?(?:use|value|store).{0,60}(?:cookies|privacy)|accept all"
    r"|alle akzeptieren|tout accepter|aceptar todo|consent",
    re.IGNORECASE,
)


def check_article(text: str, tree: HtmlElement, url: str, facts: PageFacts, linked: LinkedArticle | None) -> None:
    """Nothing when `text` reads like an article; raises Paywalled, NeedsBrowser, NotAnArticle or Empty otherwise."""
    size = _size(text)
    lines = block_lines(tree)
    whole = "\n".join(lines)
    if size < _TEASER and _is_paid(text, lines, linked):
        raise Paywalled(text)
    if size < _TOO_SHORT:
        raise _instead(tree, whole, lines)(text)
    if _is_front_page(url, facts, linked) or _is_list(text):
        raise NotAnArticle(text)


def _size(text: str) -> int:
    """Characters, those of scripts without blanks counted three times."""
    return len(text) + 2 * len(_UNSPACED.findall(text))


def _is_paid(text: str, lines: list[str], linked: LinkedArticle | None) -> bool:
    if linked is not None and linked.free is False:
        return True
    return text.count("\n") < _CUT and any(_PAY.search(line) for line in _after(text, lines))


def _after(text: str, lines: list[str]) -> list[str]:
    """The page's lines that follow the text, where a wall stands; its menu may offer subscriptions on any page."""
    end = text[-_TAIL:].rsplit("\n", 1)[-1]
    last = next((number for number in reversed(range(len(lines))) if end and end in lines[number]), None)
    return lines if last is None else lines[last : last + _WALL]


def _instead(tree: HtmlElement, whole: str, lines: list[str]) -> type[NewsError]:
    """What a page without an article is."""
    has_password = bool(tree.xpath('//input[@type="password"]'))
    noscript = " ".join(element.text_content() for element in tree.iter("noscript"))
    if has_password or _SCRIPT.search(whole) or _SCRIPT.search(noscript) or _COOKIES.search(whole):
        return NeedsBrowser
    if len(tree.xpath("//a[@href]")) >= _LISTED and len(lines) >= _LISTED:
        return NotAnArticle
    return NeedsBrowser if _is_shell(tree, whole) else Empty


def _is_shell(tree: HtmlElement, whole: str) -> bool:
    """A page that is all script: next to no words, and scripts to fetch them."""
    return len(whole) < _TOO_SHORT and len(tree.xpath("//script[@src]")) > 0


def _is_front_page(url: str, facts: PageFacts, linked: LinkedArticle | None) -> bool:
    is_root = re.fullmatch(r"https?://[^/?#]+/?(?:index\.\w+)?(?:#.*)?", url) is not None
    return is_root and linked is None and facts.kind != "article"


def _is_list(text: str) -> bool:
    """Many lines and none of them a paragraph."""
    lines = text.split("\n")
    return len(lines) >= _LISTED and not any(_size(line) >= _PROSE_LENGTH and _PROSE.search(line) for line in lines)
