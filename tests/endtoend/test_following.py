"""What a person who follows news sees, from the real process: outlets on loopback, polled each second."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.local.errors import ApiError
from bot.local.messages import Account, BotMessage
from tests.articles import BRIDGE, BRIDGE_TITLE, FERRY, page
from tests.endtoend.harness import Newsroom, NewsSite, newsroom, until
from tests.fakes import faults
from tests.fakes.rates import RateLimit
from tests.fakes.telegram import PERSON
from tests.feedroom import Item, rss
from tests.newsroom import CHESS, QUAKE, QUAKE_AGAIN, QUAKE_ELSEWHERE

BOB, CAROL, DAN, EVE = (Account(number, name) for number, name in enumerate(("Bob", "Carol", "Dan", "Eve"), start=200))
TOKYO = ZoneInfo("Asia/Tokyo")
OLD = ("Harwick opens its library", "The town of Harwick has opened its new library after four years of works.")
BAKERY = ("Denby bakery wins the county prize", "The bakery on Mill Lane in Denby won the prize for its rye bread.")
QUAKE_TURN = (
    "Port Selwyn earthquake: engineers close Kestrel Dam, 4,000 people leave homes",
    (
        "Engineers closed the Kestrel Dam above Port Selwyn after the earthquake, and 4,000 people left their homes.\n"
        "Governor Pavel Okonkwo said army helicopters were flying patients of the hospital to Norhaven.\n"
        "The earthquake of magnitude 6.1 shook the harbour town of Port Selwyn early on Monday.\n"
        "Eleven people were treated for injuries in hospital, mayor Ingrid Vasquez said.\n"
        "Roads and houses were damaged, and the quake struck nine kilometres deep, the institute in Norhaven said."
    ),
)
#: A second is enough between two messages to a chat, and the third outlet's edit waits for some 15 s.
_PATIENCE = 60.0


@dataclass
class Outlet:
    """A site with a feed, whose entries lead to its pages."""

    name: str
    site: NewsSite
    items: list[Item] = field(default_factory=list)

    @property
    def feed(self) -> str:
        return self.site.url("/feed.xml")

    def publish(self, told: tuple[str, str], *, ago: timedelta = timedelta(0), beyond: str = "") -> None:
        """The article stands on its page and at the head of the feed; `beyond` is put into the page as it is."""
        title, text = told
        path = f"/{len(self.items)}"
        link = self.site.url(path)
        self.site.pages[path] = page(title, tuple(text.split("\n")), outlet=self.name, url=link) + beyond
        item = Item(title, link, link, datetime.now(UTC) - ago, text.split("\n", 1)[0])
        self.items.insert(0, item)
        self.site.pages["/feed.xml"] = rss(self.items, self.name, site=self.site.url("/")).decode()


@dataclass
class Street:
    """The newsroom and the outlets in its street."""

    room: Newsroom
    courier: Outlet
    herald: Outlet
    gazette: Outlet

    async def answers(self, words: str, sender: Account = PERSON, count: int = 1, **more: int) -> list[BotMessage]:
        """What comes in the person's chat for what is said."""
        return await self._comes(lambda: self.room.telegram.say(words, sender=sender, **more), sender, count)

    async def press(self, message: BotMessage, label: str, sender: Account = PERSON) -> list[BotMessage]:
        return await self._comes(lambda: self.room.telegram.press(message, label, presser=sender), sender, 1)

    async def tap(self, message: BotMessage, label: str, shows: str, sender: Account = PERSON) -> None:
        """Press a button that changes its own message."""
        self.room.telegram.press(message, label, presser=sender)
        await until(lambda: shows in self.shown(message))

    async def _comes(self, act, sender: Account, count: int) -> list[BotMessage]:
        before = len(self.to(sender))
        act()
        await until(lambda: len(self.to(sender)) >= before + count)
        return self.to(sender)[before:]

    async def follows_topic(self, query: str, sender: Account = PERSON, how: str = "Follow: at once") -> None:
        (preview,) = await self.answers(f"/follow {query}", sender)
        await self.tap(preview, how, "You follow", sender)

    async def follows_feed(self, outlet: Outlet, sender: Account = PERSON) -> None:
        (offer,) = await self.answers(f"/add {outlet.feed}", sender)
        await self.press(offer, f"Follow {outlet.name}", sender)
        # What it has now is not news any more.
        polls = outlet.site.asked.count("/feed.xml")
        await until(lambda: outlet.site.asked.count("/feed.xml") > polls)

    def to(self, sender: Account = PERSON) -> list[BotMessage]:
        return [message for message in self.room.telegram.sent if message.chat.id == sender.id]

    def shown(self, message: BotMessage) -> str:
        return self.room.telegram.state.messages[message.chat.id, message.id].content.text

    def told(self, words: str, sender: Account = PERSON) -> list[BotMessage]:
        """The person's messages with these words, as they were sent."""
        return [message for message in self.to(sender) if words in message.content.text]

    async def hears(self, words: str, sender: Account = PERSON, patience: float = _PATIENCE) -> BotMessage:
        await until(lambda: self.told(words, sender), patience)
        return self.told(words, sender)[0]

    def calls(self, sender: Account) -> int:
        """How often a message to the person was tried."""
        return sum(call.chat_id == sender.id for call in self.room.telegram.calls("sendMessage"))


@pytest.fixture
async def street(tmp_path: Path) -> AsyncIterator[Street]:
    """Three outlets, each with something old in its feed, and Telegram with its limits."""
    async with AsyncExitStack() as stack:
        names = ("The Harwick Courier", "Denby Herald", "Mill Lane Gazette")
        sites = [await stack.enter_async_context(NewsSite(f"127.0.0.{number}").serving()) for number in (1, 2, 3)]
        outlets = [Outlet(name, site) for name, site in zip(names, sites, strict=True)]
        for outlet in outlets:
            outlet.publish(OLD, ago=timedelta(days=3))
        allowed = ",".join(f"{site.host}:{site.port}" for site in sites)
        room = await stack.enter_async_context(
            newsroom(tmp_path, FETCH_ALLOW_PRIVATE=allowed, POLL_INTERVAL_SECONDS="1", FETCH_TIMEOUT_SECONDS="3")
        )
        room.telegram.rate = RateLimit()
        yield Street(room, *outlets)


async def test_one_event_is_one_message_with_a_reply_for_what_is_new_and_the_rest_comes_in_the_digest(street: Street):
    bot = await street.room.started()
    await asyncio.gather(
        follows_two_topics_and_a_feed(street),
        street.follows_feed(street.herald, BOB),
        street.follows_feed(street.gazette, CAROL),
    )
    street.courier.publish(QUAKE)
    street.gazette.publish(CHESS)
    story = await street.hears(QUAKE[0])
    assert "The Harwick Courier" in story.content.text
    await street.hears(CHESS[0], CAROL)
    due = await digest_at_the_next_minute_in_tokyo(street)

    street.herald.publish(QUAKE_ELSEWHERE)
    street.gazette.publish(QUAKE_AGAIN)
    names = ("The Harwick Courier", "Denby Herald", "Mill Lane Gazette")
    await until(lambda: all(name in street.shown(story) for name in names), _PATIENCE)
    street.herald.publish(QUAKE_TURN)
    reply = await street.hears("New:")
    assert reply.reply_to == story.id
    assert "Kestrel Dam" in reply.content.text
    street.courier.publish(BAKERY)
    await street.hears(BAKERY[0])

    digest = await street.hears("Your digest · ", patience=2 * _PATIENCE)
    assert datetime.now(UTC) >= due
    assert CHESS[0] in digest.content.text
    assert QUAKE[0] not in digest.content.text
    # Each once: the story and its reply, what the feed brought, the digest. What is old came as a sample of the feed.
    assert len(street.told("Port Selwyn")) == 2
    assert [len(street.told(title)) for title in (BAKERY[0], CHESS[0], OLD[0])] == [1, 1, 1]
    assert OLD[0] not in digest.content.text
    assert not street.room.telegram.violations()
    assert "Traceback" not in bot.log


async def follows_two_topics_and_a_feed(street: Street) -> None:
    await street.follows_topic("earthquake")
    await street.follows_topic("chess", how="In the digest")
    await street.follows_feed(street.courier)


async def digest_at_the_next_minute_in_tokyo(street: Street) -> datetime:
    """Sets the zone, then the digest to a minute that begins in ten seconds at least; when it is due."""
    _, asked = await street.answers("/digest", count=2)
    (choice,) = await street.answers("tokyo", reply_to=asked.id)
    await street.tap(choice, "Asia/Tokyo", "Asia/Tokyo")
    due = (datetime.now(TOKYO) + timedelta(seconds=70)).replace(second=0, microsecond=0)
    (shown,) = await street.answers(f"/digest {due:%H:%M}")
    assert f"at {due:%H:%M}" in shown.content.text
    return due


async def test_a_refused_a_blocked_and_a_broken_chat_stop_no_other(street: Street):
    telegram = street.room.telegram
    bot = await street.room.started()
    everyone = (PERSON, BOB, CAROL, DAN, EVE)
    await asyncio.gather(*(street.follows_topic("earthquake OR chess OR bakery", person) for person in everyone))
    await street.follows_feed(street.courier)
    telegram.faults.add(faults.too_many(8), "sendMessage", chat_id=BOB.id)
    telegram.faults.add(faults.too_many(3600), "sendMessage", chat_id=EVE.id, times=50)
    telegram.faults.add(faults.Refusal(ApiError(400, "Bad Request: wrong chat")), "sendMessage", chat_id=DAN.id)
    telegram.state.refuse(CAROL.id, "bot was blocked by the user")
    before = {person.id: street.calls(person) for person in (CAROL, EVE)}

    street.courier.publish(QUAKE)
    await street.hears(QUAKE[0])
    assert not street.told(QUAKE[0], BOB)
    await street.hears(QUAKE[0], BOB)
    refused, accepted = [call.at for call in telegram.calls("sendMessage") if call.chat_id == BOB.id][-2:]
    assert accepted - refused >= 8
    street.courier.publish(CHESS)
    for person in (PERSON, BOB, DAN):
        await street.hears(CHESS[0], person)
    assert not street.told(QUAKE[0], DAN)
    assert {street.calls(person) - before[person.id] for person in (CAROL, EVE)} == {1}

    telegram.state.refuse(CAROL.id, "")
    await street.answers("/start", CAROL)
    street.courier.publish(BAKERY)
    for person in (PERSON, CAROL):
        await street.hears(BAKERY[0], person)
    assert not street.told(QUAKE[0], CAROL)
    assert not street.told(BAKERY[0], EVE)
    assert "Traceback" not in bot.log


async def test_a_broken_feed_and_a_hostile_entry_stop_no_other(street: Street):
    bot = await street.room.started()
    await asyncio.gather(
        street.follows_feed(street.courier),
        street.follows_feed(street.herald, BOB),
        street.follows_feed(street.gazette, CAROL),
    )
    # One feed is no XML any more, one hangs every parser, a page never comes, another is crafted.
    street.herald.site.pages["/feed.xml"] = "<rss version='2.0'><channel><item><title>Oh"
    street.gazette.site.pages["/feed.xml"] = "<rss version='2.0'><channel>" + "<li>" * 2_000_000
    street.courier.site.held["/1"] = asyncio.Event()
    street.courier.publish((f"<b>Held & \u202ereversed</b> {'x' * 5000}", "\n".join(FERRY)))
    street.courier.publish((BRIDGE_TITLE, "\n".join(BRIDGE)), beyond="<div><p>" * 200_000)
    street.courier.publish(BAKERY)
    await street.hears(BAKERY[0])
    # Neither is a feed lost: what it brings when it has recovered comes.
    street.herald.publish(CHESS)
    street.gazette.publish(QUAKE)
    for title, person in ((BRIDGE_TITLE, PERSON), ("Held &", PERSON), (CHESS[0], BOB), (QUAKE[0], CAROL)):
        await street.hears(title, person)
    assert bot.process.returncode is None
    assert not street.room.telegram.violations()
    assert "Traceback" not in bot.log
