"""Why a page, a file or a feed gave no article: kinds only, the sentences for people stand in `bot/messages`.

NewsError
├── Empty             nothing to read in it
├── Paywalled         only the beginning is there for those who do not pay
├── NotAnArticle      a front page, a list, a search result, a shop
├── NeedsBrowser      only a script, a log-in or a cookie question came
├── UnknownFile       neither .txt, .html, .eml nor .pdf
├── BrokenFile        it says what it is, but cannot be read
├── LockedFile        encrypted
├── ScannedFile       a PDF of pictures
└── NotAFeed          no RSS, Atom or JSON feed
"""


class NewsError(Exception):
    """What was given holds no article or feed; `text` is what could be read all the same, "" for nothing."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.text = text


class Empty(NewsError):
    """There is no text, or next to none."""


class Paywalled(NewsError):
    """The page shows only its beginning to those who do not pay."""


class NotAnArticle(NewsError):
    """The page is a front page, a list or the like."""


class NeedsBrowser(NewsError):
    """The page shows its text only to a browser: by script, after a log-in or a question about cookies."""


class UnknownFile(NewsError):
    """The file is of no kind that this bot reads."""


class BrokenFile(NewsError):
    """The file is damaged."""


class LockedFile(NewsError):
    """The file asks for a password."""


class ScannedFile(NewsError):
    """The file consists of pictures of text."""


class NotAFeed(NewsError):
    """The document is no feed."""
