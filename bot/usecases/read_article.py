"""A link, a text or a file -> stored -> its summary card."""

from dataclasses import dataclass
from datetime import datetime

from bot.usecases.ingest_article import IngestArticle
from bot.usecases.show_card import Card, ShowCard
from storage.records import Article


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """What a person sends to be read comes back as a card. Every call raises ReadingError for what cannot be read."""

    ingest: IngestArticle
    show_card: ShowCard

    def link(self, url: str, *, chat_id: int | None, now: datetime) -> Card:
        """The card of the article behind a link."""
        return self._card(self.ingest.link(url, now=now), chat_id)

    def text(self, text: str, *, source: str = "", chat_id: int | None, now: datetime) -> Card:
        """The card of a pasted or forwarded text; `source` is who published it, where that is known."""
        return self._card(self.ingest.text(text, source=source, chat_id=chat_id, now=now), chat_id)

    def file(self, body: bytes, *, name: str, kind: str = "", chat_id: int | None, now: datetime) -> Card:
        """The card of a file; `kind` is its media type, where that is known."""
        return self._card(self.ingest.file(body, name=name, kind=kind, chat_id=chat_id, now=now), chat_id)

    def _card(self, stored: tuple[Article, bool], chat_id: int | None) -> Card:
        article, _ = stored
        return self.show_card(article.id, chat_id=chat_id)
