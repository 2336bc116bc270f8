"""What the owner looks at: counts, and feeds in trouble -> messages."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.messages.dates import day, span
from bot.messages.feed_troubles import feed_trouble
from bot.messages.html import bold, escape, fit, link, shorten
from bot.messages.message import Button, Message, rows, turning
from bot.usecases.oversee import FailingPage, Overview
from storage.feed_records import Feed

_TITLE = 80
_STATES = (("active", "working"), ("failing", "failing"), ("paused", "stopped"), ("gone", "gone"))


def overview_message(overview: Overview) -> Message:
    """/stats."""
    chats = f"private chats: {overview.private_chats:,}, groups: {overview.groups:,}"
    lines = [
        f"People: {overview.people:,}, {overview.people_lately:,} of them in the last 7 days ({chats})",
        f"Topics followed: {overview.topics:,}",
        f"Feeds: {_feeds(overview.feeds)}",
        f"Articles: {overview.articles:,} in {overview.stories:,} stories",
        f"To be sent: {_outbox(overview)}",
        f"To be answered, this question among it: {overview.waiting_updates:,}",
        f"Database: {_size(overview.size)}, {_backup(overview.last_backup)}",
    ]
    buttons = rows((Button("Feeds in trouble", "failing:0"),)) if _troubled(overview.feeds) else ()
    return Message("\n".join([bold("How it is going"), "", *lines]), buttons)


def failing_message(page: FailingPage, now: datetime) -> Message:
    """A page of /feeds_health, the longest in trouble first."""
    if not page.total:
        return Message("All feeds work.")
    lines = [_line(feed, now) for feed in page.feeds]
    foot = [f"Page {page.number + 1} of {page.pages}, {page.total} feeds."] if page.pages > 1 else []
    return Message(fit([bold("Feeds in trouble"), *lines, *foot]), rows(turning("failing", page.number, page.pages)))


def _line(feed: Feed, now: datetime) -> str:
    since = f" for {span(now - feed.failing_since)}" if feed.failing_since else ""
    wait = feed.next_due - now
    after = f"next try in {span(wait)}" if wait > timedelta(0) else "next try now"
    state = f"failing{since}; {after}" if feed.state == "active" else "no longer looked at"
    name = link(shorten(feed.title or feed.url, _TITLE), feed.url)
    return f"• {name}\n{escape(feed_trouble(feed.reason))}; {state}"


def _feeds(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{counts[state]:,} {word}" for state, word in _STATES if counts.get(state)) or "none"


def _troubled(counts: Mapping[str, int]) -> bool:
    return any(counts.get(state) for state, _ in _STATES[1:])


def _outbox(overview: Overview) -> str:
    depth = sum(overview.outbox.values())
    return f"{depth:,}, the oldest due for {span(overview.lag)}" if overview.lag else f"{depth:,}, none late"


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB"


def _backup(at: datetime | None) -> str:
    return f"last backup on {day(at)}" if at else "no backup yet"
