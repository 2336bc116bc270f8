"""JSON Lines of articles -> stored, in batches."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from bot.news.fingerprint import fingerprint
from bot.news.urls import canonical_url, host_of
from bot.text.language import detect_language
from bot.text.paragraphs import normalise
from bot.usecases.errors import ReadingError
from bot.usecases.ingest_article import IngestArticle
from storage.database import Database
from storage.records import NewArticle

_BATCH = 200


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of an import; `faults` are (line number from 1, reason)."""

    stored: int
    known: int
    faults: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class ImportArticles:
    """Reads article lines as `{"id","url","source","title","published","text"}`, text or url required."""

    database: Database
    ingest: IngestArticle

    def __call__(self, lines: Iterable[bytes], now: datetime) -> ImportReport:
        """Store the articles of `lines`; a faulty line is reported and skipped."""
        stored = known = 0
        faults: list[tuple[int, str]] = []
        numbered = enumerate(lines, start=1)
        while batch := list(islice(numbered, _BATCH)):
            articles = list(self._parsed(batch, now, faults))
            fresh = sum(self._store([a for a in articles if isinstance(a, NewArticle)], now))
            fetched = [a for a in articles if isinstance(a, bool)]
            stored += fresh + sum(fetched)
            known += len(articles) - fresh - sum(fetched)
        return ImportReport(stored, known, tuple(faults))

    def _parsed(
        self, batch: list[tuple[int, bytes]], now: datetime, faults: list[tuple[int, str]]
    ) -> Iterator[NewArticle | bool]:
        for number, line in batch:
            if not line.strip():
                continue
            try:
                fields = _fields(line)
                yield _article(fields) if fields["text"] else self.ingest.link(fields["url"], now=now)[1]
            except ReadingError as error:
                faults.append((number, error.trouble.name.lower().replace("_", " ")))
            except ValueError as error:
                faults.append((number, str(error)))

    def _store(self, articles: list[NewArticle], now: datetime) -> list[bool]:
        with self.database.write() as uow:
            stored = uow.articles.add_many([(article, ()) for article in articles], now)
            uow.commit()
        return [is_new for _, is_new in stored]


def _fields(line: bytes) -> dict[str, str]:
    values = json.loads(line.decode("utf-8-sig"))
    if not isinstance(values, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 - a fault of the line, like the others
    fields = {name: _text(values, name) for name in ("url", "source", "title", "published", "text")}
    if not fields["text"].strip() and not fields["url"]:
        raise ValueError("neither text nor url")
    return fields


def _text(values: dict[str, object], name: str) -> str:
    value = values.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{name} is not a string")
    return value or ""


def _article(fields: dict[str, str]) -> NewArticle:
    text = normalise(fields["text"])
    mark = fingerprint(text)
    if not mark:
        raise ValueError("the text holds no words")
    url = canonical_url(fields["url"]) if fields["url"] else ""
    return NewArticle(
        url=url,
        source=fields["source"] or host_of(url),
        title=fields["title"].strip(),
        text=text,
        fingerprint=mark,
        language=detect_language(text),
        published=_moment(fields["published"]),
    )


def _moment(value: str) -> datetime | None:
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(f"published is not an ISO 8601 date: {value[:40]}") from None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
