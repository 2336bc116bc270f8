"""Builds what runs beside the bot and watches over it."""

from functools import partial
from typing import Protocol

from bot.bootstrap.newsdesk import Newsdesk
from bot.jobs.health import HealthPage
from bot.jobs.watch import Watchman
from bot.settings import Settings
from bot.usecases.check_vitals import CheckVitals
from storage.lock import sign


class Companion(Protocol):
    """Runs until cancelled."""

    async def run(self) -> None:
        """Work until cancelled."""
        ...


def build_companions(settings: Settings, newsdesk: Newsdesk) -> tuple[Companion, ...]:
    """The companions that the settings ask for."""
    desk, pulse = newsdesk.desk, newsdesk.pulse
    watchman = Watchman(pulse, partial(sign, settings.data_dir), desk.threads)
    if not settings.health_port:
        return (watchman,)
    check = CheckVitals(desk.keep_inbox.database)
    address, port, clock = settings.health_listen, settings.health_port, newsdesk.speaker.clock
    return (watchman, HealthPage(address, port, pulse, desk.metrics, check, clock))
