"""Who stands behind an address: one key for all the sites of a publisher.

Ranking counts these, not feeds: ten feeds of one house are one voice. Used by bot/news/stories.py and ranking.py.
"""

from urllib.parse import urlsplit

# Labels before a country code that belong to the suffix: bbc.co.uk, abc.net.au, folha.com.br.
_SECOND_LEVEL = frozenset(
    {"ac", "co", "com", "edu", "go", "gob", "gouv", "gov", "ltd", "mil", "ne", "net", "nom", "or", "org"}
)
# Places where every subdomain is another author.
_HOSTING = frozenset(
    {
        "blogspot.com",
        "ghost.io",
        "github.io",
        "livejournal.com",
        "medium.com",
        "substack.com",
        "tumblr.com",
        "typepad.com",
        "wixsite.com",
        "wordpress.com",
    }
)
# Sites of one house under another name, and names that two houses share.
_HOUSES = {
    "abcnews.go.com": "abcnews",
    "espn.go.com": "espn",
    "ap.org": "apnews",
    "bbci.co.uk": "bbc",
    "cnn.it": "cnn",
    "dw-world.de": "dw",
    "foxbusiness.com": "foxnews",
    "guardian.co.uk": "theguardian",
    "guardian.ng": "guardian.ng",
    "guardianapis.com": "theguardian",
    "independent.ie": "independent.ie",
    "mailonline.co.uk": "dailymail",
    "msnbc.com": "nbcnews",
    "nyti.ms": "nytimes",
    "rian.ru": "ria",
    "sueddeutsche.de": "sz",
    "sz.de": "sz",
    "thisismoney.co.uk": "dailymail",
    "tvrain.tv": "tvrain",
    "usatoday30.usatoday.com": "usatoday",
    "wapo.st": "washingtonpost",
}


def publisher_family(url: str, outlet: str = "") -> str:
    """The publisher's key, such as "bbc" for news.bbc.co.uk and bbc.com.

    From the outlet's name when there is no address; empty when neither says anything.
    """
    host = _host(url)
    return _family(host) if host else "".join(outlet.casefold().split())


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _family(host: str) -> str:
    labels = host.split(".")
    for start in range(len(labels)):
        house = _HOUSES.get(".".join(labels[start:]))
        if house:
            return house
    if ".".join(labels[-2:]) in _HOSTING:
        return host.removeprefix("www.")
    if host.replace(".", "").isdigit() or ":" in host:
        return host
    return _name(labels)


def _name(labels: list[str]) -> str:
    """The label a publisher registered, without its suffix."""
    if len(labels) >= 3 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL:
        return labels[-3]
    return labels[-2] if len(labels) >= 2 else labels[0]
