"""A saved mail (.eml) to the article in it: newsletters and articles people send each other."""

import re
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr

from bot.news.article import ExtractedArticle
from bot.news.encoding import decode
from bot.news.errors import BrokenFile, Empty, NewsError
from bot.news.extraction import extract_article
from bot.news.markup import block_lines, parse_html
from bot.news.moments import read_date
from bot.news.pasted import read_pasted
from bot.text.paragraphs import visible

_PREFIX = re.compile(r"^(?:(?:re|fwd?|aw|wg|tr|rv|sv|vs)\s*:\s*)+", re.IGNORECASE)
_BREAKS = (MessageError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)
_RICHER = 1.5  # so much more text the HTML part must have to be preferred to the plain one
_LONGEST = 200_000  # characters of a part that are read


def read_mail(body: bytes) -> ExtractedArticle:
    """The mail's text, its subject as title, its sender as author and outlet, its date. Raises Empty or BrokenFile."""
    try:
        message = message_from_bytes(body, policy=policy.default)
        plain, page = _part(message, "plain"), _part(message, "html")
        subject, sender, date = (_header(message, name) for name in ("subject", "from", "date"))
    except _BREAKS as error:
        raise BrokenFile from error
    article = _text(plain, page)
    if not article.text:
        raise Empty
    name, address = parseaddr(sender)
    title = _PREFIX.sub("", visible(subject)).strip() or article.title
    return ExtractedArticle(
        title=title[:300],
        text=article.text,
        author=article.author,
        outlet=(name or address.partition("@")[2])[:120],
        published=read_date(date),
        language=article.language,
    )


def _text(plain: str, page: str) -> ExtractedArticle:
    """The plain part, or the HTML part when that says much more or is all there is."""
    pasted = read_pasted(plain) if plain.strip() else ExtractedArticle("", "")
    if not page.strip():
        return pasted
    try:
        article = extract_article(page.encode(), "")
    except NewsError:
        article = read_pasted("\n".join(block_lines(parse_html(page))))
    return article if len(article.text) > _RICHER * len(pasted.text) else pasted


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    if part is None:
        return ""
    payload = part.get_payload(decode=True)
    charset = part.get_content_charset("")
    return decode(payload, charset)[:_LONGEST] if isinstance(payload, bytes) else ""


def _header(message: EmailMessage, name: str) -> str:
    """The header's value on one line; the parser stumbles over some, which costs that header alone."""
    try:
        return " ".join(str(message.get(name, "")).split())
    except _BREAKS:
        return ""
