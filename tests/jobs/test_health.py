"""The pages for whoever watches over the bot: they say what is wrong, and count what was done."""

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.jobs.health import HealthPage
from bot.jobs.listen import NotListening
from bot.jobs.pulse import Pulse
from bot.metrics import Metrics
from bot.usecases.check_vitals import CheckVitals
from storage.database import Database
from tests.articles import BRIDGE, BRIDGE_TITLE, page
from tests.jobs.conftest import until
from tests.newsroom import QUAKE

MINUTE = timedelta(minutes=1)


@asynccontextmanager
async def serving(health: HealthPage):
    """A client of the page, which is served while the block runs."""
    working = asyncio.create_task(health.run())
    await until(lambda: health.listens or working.done())
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{health.listens}", trust_env=False) as client:
            yield client
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)


def health_of(talk) -> HealthPage:
    desk = talk.newsdesk.desk
    return HealthPage("127.0.0.1", 0, talk.newsdesk.pulse, desk.metrics, CheckVitals(talk.store.database))


def figures(text: str) -> dict[str, float]:
    """Each sample under its name and labels."""
    return {
        ",".join([sample.name, *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_a_bot_at_work_is_well(talk):
    await talk.say("/help")
    async with serving(health_of(talk)) as client:
        answer = await client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "troubles": [],
        "oldest_due_delivery_seconds": 0.0,
        "open_deliveries": 0,
        "updates_in_work": 0,
    }


async def test_what_was_done_is_counted(talk):
    talk.web.put("https://courier.example/bridge", page(BRIDGE_TITLE, BRIDGE))
    await talk.say("https://courier.example/bridge https://courier.example/nowhere")
    await talk.say("how much will the repairs of the bridge cost?")
    async with serving(health_of(talk)) as client:
        answer = await client.get("/metrics")
        assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
        counted = figures(answer.text)
        # The event loop's lateness is measured now and then.
        await until(lambda: talk.newsdesk.desk.metrics._lag._sum.get() > 0)
    assert counted["newsdesk_fetches_total,ok"] == 1
    assert counted["newsdesk_fetches_total,not_found"] >= 1
    assert counted["newsdesk_question_seconds_count"] == 1
    assert counted["newsdesk_database_up"] == 1
    assert counted["newsdesk_outbox_deliveries,waiting"] == 0
    assert counted["newsdesk_feeds,failing"] == 0


async def test_deliveries_are_counted_by_outcome_and_their_wait_is_told(post):
    newsroom = post.newsroom
    newsroom.follows(11, "earthquake")
    newsroom.article(QUAKE)
    newsroom.cycle()
    newsroom.later(20 * MINUTE)
    metrics = Metrics()
    post.deliverer.count = metrics.delivered
    health = HealthPage("127.0.0.1", 0, Pulse(), metrics, CheckVitals(newsroom.database), clock=lambda: newsroom.now)
    async with serving(health) as client:
        late = await client.get("/healthz")
        before = figures((await client.get("/metrics")).text)
        await post.deliver()
        after = figures((await client.get("/metrics")).text)
        well = await client.get("/healthz")
    assert late.status_code == 503
    assert late.json()["troubles"] == ["a message has been due for 20 minutes and is not sent"]
    assert (before["newsdesk_outbox_deliveries,waiting"], before["newsdesk_outbox_oldest_due_seconds"]) == (1, 1200)
    assert (after["newsdesk_outbox_deliveries,waiting"], after["newsdesk_outbox_oldest_due_seconds"]) == (0, 0)
    assert after["newsdesk_deliveries_total,sent"] == 1
    assert well.status_code == 200


async def test_a_database_that_does_not_answer_is_a_trouble(free_tcp_port):
    away = Database.open(f"postgresql://reader@127.0.0.1:{free_tcp_port}/news")
    async with serving(HealthPage("127.0.0.1", 0, Pulse(), Metrics(), CheckVitals(away))) as client:
        answer = await client.get("/healthz")
        counted = figures((await client.get("/metrics")).text)
    assert answer.status_code == 503
    assert answer.json() == {"status": "failing", "troubles": ["the database does not answer"]}
    assert counted["newsdesk_database_up"] == 0


async def test_stuck_loops_and_a_silent_telegram_are_troubles(database):
    seconds = [0.0]
    pulse = Pulse(clock=lambda: seconds[0])
    health = HealthPage("127.0.0.1", 0, pulse, Metrics(), CheckVitals(database))
    async with serving(health) as client:
        with pulse.loop("poll") as turn, pulse.receiving("polling") as heard:
            assert (await client.get("/healthz")).json()["troubles"] == ["Telegram is out of reach (polling)"]
            heard()
            assert (await client.get("/healthz")).status_code == 200
            seconds[0] = 400
            assert (await client.get("/healthz")).json()["troubles"] == [
                "Telegram is out of reach (polling)",
                "the loop 'poll' is stuck",
            ]
            turn(0.0)
            heard()
            assert (await client.get("/healthz")).status_code == 200
            seconds[0] = 4000
        assert (await client.get("/healthz")).status_code == 200


async def test_a_long_wait_that_was_told_is_no_trouble():
    seconds = [0.0]
    pulse = Pulse(clock=lambda: seconds[0])
    with pulse.loop("receive") as turn:
        turn(3600.0)
        seconds[0] = 3800
        assert pulse.stuck() == ()
        seconds[0] = 4000
        assert pulse.stuck() == ("receive",)


async def test_there_is_nothing_else_to_see(database):
    async with serving(HealthPage("127.0.0.1", 0, Pulse(), Metrics(), CheckVitals(database))) as client:
        assert (await client.get("/")).status_code == 404
        assert (await client.post("/healthz", content=b"x")).status_code in {400, 405}


async def test_a_port_that_is_taken_is_named(database):
    async with serving(HealthPage("127.0.0.1", 0, Pulse(), Metrics(), CheckVitals(database))) as client:
        second = HealthPage("127.0.0.1", client.base_url.port, Pulse(), Metrics(), CheckVitals(database))
        with pytest.raises(NotListening, match=rf"127\.0\.0\.1:{client.base_url.port} cannot be listened on"):
            await second.run()
