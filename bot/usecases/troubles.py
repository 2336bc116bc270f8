"""What fetching and extraction raise -> the trouble a person is told."""

from urllib.parse import urlsplit

from bot.news import errors as news
from bot.usecases.errors import ReadingError, Trouble
from bot.web import errors as web

#: The most particular kinds first: the first that fits counts.
_FETCH_TROUBLES: tuple[tuple[type[web.FetchError], Trouble], ...] = (
    (web.BadAddress, Trouble.BAD_ADDRESS),
    (web.PrivateAddress, Trouble.PRIVATE_ADDRESS),
    (web.Gone, Trouble.GONE),
    (web.NotFound, Trouble.NOT_FOUND),
    (web.Refused, Trouble.REFUSED),
    (web.Busy, Trouble.BUSY),
    (web.ServerError, Trouble.SERVER_FAILED),
    (web.TooLarge, Trouble.TOO_LARGE),
    (web.TooSlow, Trouble.TOO_SLOW),
    (web.TooManyRedirects, Trouble.TOO_MANY_REDIRECTS),
    (web.NotText, Trouble.NOT_TEXT),
    (web.BrokenAnswer, Trouble.UNREADABLE),
    (web.FetchError, Trouble.UNREACHABLE),
)

_NEWS_TROUBLES = {
    news.Empty: Trouble.EMPTY,
    news.Paywalled: Trouble.PAYWALLED,
    news.NotAnArticle: Trouble.NOT_AN_ARTICLE,
    news.NeedsBrowser: Trouble.NEEDS_A_BROWSER,
    news.NotAFeed: Trouble.NOT_A_FEED,
    news.UnknownFile: Trouble.UNKNOWN_FILE,
    news.LockedFile: Trouble.LOCKED_FILE,
    news.ScannedFile: Trouble.SCANNED_FILE,
}


def fetch_trouble(error: web.FetchError, asked: str) -> ReadingError:
    """The trouble behind a failed fetch, with the host, the limit or the type that the sentence names."""
    trouble = next(trouble for kind, trouble in _FETCH_TROUBLES if isinstance(error, kind))
    if isinstance(error, web.TooLarge):
        return ReadingError(trouble, f"{error.limit / 1_000_000:g} MB")
    if isinstance(error, web.NotText):
        return ReadingError(trouble, error.content_type)
    if isinstance(error, web.BadAddress):
        return ReadingError(Trouble.ODD_PORT if error.reason == "port" else trouble, (error.url or asked)[:80])
    return ReadingError(trouble, host(error.url or asked))


def news_trouble(error: news.NewsError, detail: str) -> ReadingError:
    """The trouble behind a page or file that holds no article; `detail` is its host or name."""
    return ReadingError(_NEWS_TROUBLES.get(type(error), Trouble.UNREADABLE), detail)


def feed_trouble(error: Exception, url: str) -> ReadingError:
    """The trouble of a feed at `url` whose poll raised a FetchError, a NewsError or an IsolationError."""
    if isinstance(error, web.FetchError):
        return fetch_trouble(error, url)
    if isinstance(error, news.NewsError):
        return news_trouble(error, host(url))
    return ReadingError(Trouble.UNREADABLE, host(url))


def host(url: str) -> str:
    """The host of an address as a reader knows it, without "www."."""
    return (urlsplit(url if "//" in url else f"//{url}").hostname or "").removeprefix("www.")
