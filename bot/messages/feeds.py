"""Feeds: what was found, what a chat follows and how it is doing, lists taken over -> messages."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.messages.dates import span
from bot.messages.feed_troubles import feed_trouble
from bot.messages.html import bold, escape, fit, italic, link, shorten
from bot.messages.message import Button, Message, rows, turning
from bot.news.entries import FeedSample
from bot.news.starter_feeds import StarterPack
from bot.usecases.discover_feeds import OfferedFeed
from bot.usecases.exchange_feeds import Import, ImportProgress
from bot.usecases.manage_feeds import FeedPage, FollowedFeed
from bot.usecases.notices import FeedNotice, reason_of
from bot.usecases.starter_packs import TakenPack
from storage.feed_records import Feed

_TITLE = 80
_BUTTON = 40
_FAILURES_SHOWN = 30
_LANGUAGES = {"en": "English", "de": "German", "es": "Spanish", "fr": "French"}

#: Begins the message that asks for an address; a reply to it is that address.
ADD_PROMPT = "Which site or feed shall I follow?"


def add_prompt_message(packs: Sequence[StarterPack]) -> Message:
    """After /add without an address: asks for one, and offers packs to begin with."""
    how = "Reply with its address, such as bbc.com/news, or send me an OPML file from another reader."
    return Message(f"{ADD_PROMPT}\n\n{how}\n\nOr begin with a pack:", packs_buttons(packs))


def packs_message(packs: Sequence[StarterPack]) -> Message:
    """The packs to begin with."""
    lines = [f"{bold(_pack(pack))}: {escape(', '.join(feed.outlet for feed in pack.feeds))}" for pack in packs]
    return Message("\n".join([bold("Feeds to begin with"), "", *lines]), packs_buttons(packs))


def packs_buttons(packs: Sequence[StarterPack]) -> tuple[tuple[Button, ...], ...]:
    """A button for each pack, two in a row."""
    buttons = [Button(_pack(pack), f"pack:{number}") for number, pack in enumerate(packs)]
    return rows(*(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)))


def pack_message(taken: TakenPack) -> Message:
    """What became of a pack."""
    blocks = []
    if taken.followed:
        blocks.append(f"You now follow {escape(_listed(taken.followed))}. /feeds shows and changes that.")
    if taken.skipped:
        failed = (f"• {escape(outlet)}: {feed_trouble(reason_of(error))}" for outlet, error in taken.skipped)
        blocks.append("\n".join(["Left out, because it did not answer as a feed just now:", *failed]))
    return Message(fit(blocks))


def offered_message(offered: Sequence[OfferedFeed]) -> Message:
    """The feeds found at an address, each with a sample and a button."""
    blocks = [bold("I found this feed:") if len(offered) == 1 else bold("I found these feeds:")]
    blocks += ["\n".join([link(_name(one.feed), one.feed.url), _sample(one.sample)]) for one in offered]
    buttons = (Button(f"Follow {shorten(_name(one.feed), _BUTTON)}", f"feedon:{one.feed.id}") for one in offered)
    return Message(fit(blocks), rows(*((button,) for button in buttons)))


def no_feed_message(address: str) -> Message:
    """When an address has no feed."""
    return Message(
        f"I found no feed on {escape(shorten(address, _TITLE))}. Some sites have none; others show its address "
        "where they write “RSS”. Send me that with /add."
    )


def followed_message(feed: Feed, *, is_new: bool) -> Message:
    """After a feed was chosen."""
    if not is_new:
        return Message(f"You follow {bold(_name(feed))} already.")
    return Message(
        f"You now follow {bold(_name(feed))}. What is there already I read for your questions; what is new from now on "
        "I tell you.\n\n/feeds shows what you follow."
    )


def gone_message() -> Message:
    """When a button speaks of a feed that is not there any more."""
    return Message("That feed is not here any more. Send me its address with /add.")


def too_many_message(limit: int) -> Message:
    """When a chat follows all it may."""
    return Message(f"This chat follows {limit} feeds already, which is the most I can keep. /feeds removes some.")


def feeds_message(page: FeedPage, now: datetime) -> Message:
    """A page of what a chat follows, those in trouble first; a number opens its feed."""
    if not page.total:
        text = "You follow no feeds yet. Send me /add with the address of a site, or an OPML file from another reader."
        return Message(text, rows((Button("Feeds to begin with", "packs"),)))
    lines = [_line(place, one, now) for place, one in enumerate(page.feeds, start=1)]
    foot = f"Page {page.number + 1} of {page.pages}, {page.total} feeds. " if page.pages > 1 else ""
    numbers = [Button(str(n), f"feed:{one.subscription.id}") for n, one in enumerate(page.feeds, start=1)]
    turns = turning("feeds", page.number, page.pages)
    blocks = [bold("What you follow"), *lines, f"{foot}Tap a number to check a feed again or to remove it."]
    return Message(fit(blocks), rows(tuple(numbers[:4]), tuple(numbers[4:]), turns))


def feed_message(one: FollowedFeed, now: datetime) -> Message:
    """One feed with its state and what can be done about it."""
    feed = one.feed
    blocks = [f"{bold(shorten(one.name, _TITLE))}\n{escape(feed.url)}", _health(feed, now)]
    if one.subscription.folder:
        blocks.append(f"Folder: {escape(one.subscription.folder)}")
    buttons = (Button("Check now", f"feedtry:{feed.id}"), Button("Remove", f"feedoff:{one.subscription.id}"))
    return Message(fit(blocks), rows(buttons, (Button("All feeds", "feeds:0"),)))


def retried_message(feed: Feed) -> Message:
    """After Check now or Retry."""
    return Message(f"I am looking at {bold(_name(feed))} again. /feeds shows how it went.")


def removed_message(feed: Feed) -> Message:
    """After a feed was removed."""
    undo = Button("Follow it again", f"feedon:{feed.id}")
    return Message(f"You no longer follow {bold(_name(feed))}.", rows((undo, Button("All feeds", "feeds:0"))))


def notice_message(notice: FeedNotice) -> Message:
    """Told once to all who follow a feed that has stopped, or has failed for days."""
    name, why = link(shorten(notice.title or notice.url, _TITLE), notice.url), feed_trouble(notice.reason)
    if notice.is_paused:
        text = f"I have stopped looking at {name}, which you follow: {why}."
    else:
        text = f"{name}, which you follow, has not worked for days: {why}. I keep trying, less and less often."
    return Message(text, rows((Button("Retry", f"feedtry:{notice.feed_id}"), Button("All feeds", "feeds:0"))))


def import_message(taken: Import, progress: ImportProgress) -> Message:
    """While the feeds of a list are tried."""
    return Message(f"{_taken(taken)}\n\nTrying each: {progress.tried} of {progress.total} done.")


def import_result_message(taken: Import, progress: ImportProgress) -> Message:
    """When the feeds of a list were tried, or enough time has passed."""
    blocks = [_taken(taken)]
    if not progress.is_over:
        left = progress.total - progress.tried
        blocks.append(f"{left} of them are not tried yet; I go on with that. /feeds shows how each is.")
    if progress.failed:
        blocks.append(f"{len(progress.failed)} did not work. I keep trying them; /feeds lets you remove them:")
        shown = progress.failed[:_FAILURES_SHOWN]
        blocks += [
            f"• {link(shorten(one.name, _TITLE), one.feed.url)}: {feed_trouble(one.feed.reason)}" for one in shown
        ]
        if len(progress.failed) > len(shown):
            blocks.append(f"… and {len(progress.failed) - len(shown)} more.")
    elif progress.is_over:
        blocks.append("All of them work.")
    return Message(fit(blocks, between="\n"))


def not_opml_message() -> Message:
    """When an uploaded .opml or .xml file is no list of feeds."""
    return Message("That file is no list of feeds (OPML) that I can read. Most readers export one in their settings.")


def export_caption(count: int) -> str:
    """Beside the exported list; HTML."""
    return f"Your {_feeds(count)}, for any other reader. Send me such a file and I follow what is in it."


def _taken(taken: Import) -> str:
    parts = [f"Your list has {_feeds(len(taken.feed_ids))}."]
    if taken.known:
        parts.append(f"You followed {taken.known} of them already.")
    if taken.left_out:
        parts.append(f"{taken.left_out} more were left out: that is the most I can keep for one chat.")
    return " ".join(parts)


def _pack(pack: StarterPack) -> str:
    return f"{pack.category.capitalize()}, {_LANGUAGES.get(pack.language, pack.language)}"


def _name(feed: Feed) -> str:
    return shorten(feed.title or feed.url, _TITLE)


def _feeds(count: int) -> str:
    return f"{count} feed{'' if count == 1 else 's'}"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _sample(sample: FeedSample) -> str:
    lines = [_rate(sample.a_day)]
    lines += [f"• {escape(shorten(title, 2 * _TITLE))}" for title in sample.latest]
    return "\n".join(filter(None, lines)) or "It is empty just now."


def _rate(a_day: float | None) -> str:
    if a_day is None:
        return ""
    if a_day >= 1:
        stories = round(a_day)
        return f"About {stories} {'story' if stories == 1 else 'stories'} a day; the latest:"
    a_week = round(a_day * 7)
    return f"About {a_week} stories a week; the latest:" if a_week > 1 else "A story now and then; the latest:"


def _line(place: int, one: FollowedFeed, now: datetime) -> str:
    return f"{place}. {link(shorten(one.name, _TITLE), one.feed.site_url or one.feed.url)}\n{_health(one.feed, now)}"


def _health(feed: Feed, now: datetime) -> str:
    if feed.state != "active":
        return italic(f"stopped: {feed_trouble(feed.reason)}")
    if feed.failures:
        return italic(f"not working: {feed_trouble(feed.reason)}; next try {_in(feed.next_due - now)}")
    if feed.checked is None:
        return italic("not looked at yet")
    return italic(f"fine, looked at {span(now - feed.checked)} ago")


def _in(wait: timedelta) -> str:
    return f"in {span(wait)}" if wait > timedelta(0) else "at once"
