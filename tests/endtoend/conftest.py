"""Real processes on loopback."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.articles import BRIDGE, BRIDGE_TITLE, FERRY, FERRY_TITLE, page
from tests.endtoend.harness import Newsroom, newsroom


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Newsroom]:
    """A newsroom with two articles on its site."""
    async with newsroom(tmp_path) as room:
        room.site.pages = {"/bridge": page(BRIDGE_TITLE, BRIDGE), "/ferry": page(FERRY_TITLE, FERRY)}
        yield room
