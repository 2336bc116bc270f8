"""Feeds to begin with, by category and language: facts, as they stood in public collections in November 2026.

`bot/usecases/starter_packs.py` tries each when a pack is chosen, and names those that no longer answer.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StarterFeed:
    """A feed of an outlet; `language` is ISO 639-1."""

    category: str
    outlet: str
    language: str
    url: str


STARTER_FEEDS = (
    StarterFeed("world", "BBC News", "en", "https://feeds.bbci.co.uk/news/world/rss.xml"),
    StarterFeed("world", "The Guardian", "en", "https://www.theguardian.com/world/rss"),
    StarterFeed("world", "Al Jazeera", "en", "https://www.aljazeera.com/xml/rss/all.xml"),
    StarterFeed("world", "The New York Times", "en", "https://rss.nytimes.com/services/xml/rss/nyt/World.xml"),
    StarterFeed("world", "Deutsche Welle", "en", "https://rss.dw.com/rdf/rss-en-all"),
    StarterFeed("world", "NPR", "en", "https://feeds.npr.org/1001/rss.xml"),
    StarterFeed("technology", "Ars Technica", "en", "https://feeds.arstechnica.com/arstechnica/index"),
    StarterFeed("technology", "The Verge", "en", "https://www.theverge.com/rss/index.xml"),
    StarterFeed("technology", "Hacker News", "en", "https://news.ycombinator.com/rss"),
    StarterFeed("business", "BBC Business", "en", "https://feeds.bbci.co.uk/news/business/rss.xml"),
    StarterFeed("business", "CNBC", "en", "https://www.cnbc.com/id/100003114/device/rss/rss.html"),
    StarterFeed("science", "ScienceDaily", "en", "https://www.sciencedaily.com/rss/all.xml"),
    StarterFeed("science", "Nature", "en", "https://www.nature.com/nature.rss"),
    StarterFeed("world", "tagesschau", "de", "https://www.tagesschau.de/xml/rss2"),
    StarterFeed("world", "El País", "es", "https://feeds.elpais.com/mrss-s/pages/ep/site/elpais.com/portada"),
    StarterFeed("world", "Le Monde", "fr", "https://www.lemonde.fr/rss/une.xml"),
)


@dataclass(frozen=True, slots=True)
class StarterPack:
    """The feeds of one category in one language; the packs are numbered by their place."""

    category: str
    language: str
    feeds: tuple[StarterFeed, ...]


def starter_packs(feeds: tuple[StarterFeed, ...] = STARTER_FEEDS) -> tuple[StarterPack, ...]:
    """The packs, in the order their first feed stands in the list."""
    packs: dict[tuple[str, str], list[StarterFeed]] = {}
    for feed in feeds:
        packs.setdefault((feed.category, feed.language), []).append(feed)
    return tuple(StarterPack(category, language, tuple(members)) for (category, language), members in packs.items())
