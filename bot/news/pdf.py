"""A PDF to the article in it, by pypdf: the text of its pages, its title, author and date."""

import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import PurePath

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

from bot.news.article import ExtractedArticle
from bot.news.errors import BrokenFile, LockedFile, ScannedFile
from bot.news.pasted import read_pasted
from bot.text.paragraphs import visible

_MOST_PAGES = 60  # an article has fewer; a book is no article
_LONGEST = 200_000  # characters
_LEAST = 25  # characters a page; below this the pages are pictures
_NO_TITLE = re.compile(r"^(?:untitled|microsoft word|print|document\d*|.*\.(?:docx?|indd|qxd|pdf|tmp))", re.IGNORECASE)


def read_pdf(body: bytes, name: str = "") -> ExtractedArticle:
    """The text of the first pages as an article; `name` of the file is the last resort for a title.

    Raises LockedFile, ScannedFile (pages without text) or BrokenFile.
    """
    try:
        reader = PdfReader(BytesIO(body), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise LockedFile
        pages = _pages(reader)
        title, author, published = _facts(reader)
    except (FileNotDecryptedError, DependencyError) as error:  # the latter: AES, which needs a further library
        raise LockedFile from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise BrokenFile from error
    except (ArithmeticError, NotImplementedError, AssertionError, RecursionError, OSError) as error:
        raise BrokenFile from error
    if sum(map(len, pages)) < _LEAST * len(pages):
        raise ScannedFile
    article = read_pasted("\n\n".join(pages)[:_LONGEST])
    if not article.text:
        raise ScannedFile
    return ExtractedArticle(
        title=title or article.title or PurePath(name).stem,
        text=article.text,
        author=article.author or author,
        published=published,
        language=article.language,
    )


def _pages(reader: PdfReader) -> list[str]:
    pages: list[str] = []
    for number, page in enumerate(reader.pages):
        if number >= _MOST_PAGES or sum(map(len, pages)) > _LONGEST:
            break
        pages.append(page.extract_text().strip())
    if not pages:
        raise BrokenFile
    return pages


def _facts(reader: PdfReader) -> tuple[str, str, datetime | None]:
    facts = reader.metadata
    if facts is None:
        return "", "", None
    title = " ".join(visible(facts.title or "").split())
    made = facts.creation_date
    aware = made.replace(tzinfo=UTC) if made and made.tzinfo is None else made
    return (
        "" if _NO_TITLE.match(title) else title[:300],
        " ".join((facts.author or "").split())[:120],
        aware.astimezone(UTC) if aware else None,
    )
