"""The newsroom, for tests of use cases that follow the news."""

import pytest

from storage.database import Database
from tests.newsroom import Newsroom


@pytest.fixture
def newsroom(database: Database) -> Newsroom:
    """A newsroom on each of the two databases."""
    return Newsroom(database)
