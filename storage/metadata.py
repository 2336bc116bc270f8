"""All tables together, for the migrations and the health facts."""

from sqlalchemy import MetaData

import storage.feed_tables
import storage.following_tables
import storage.outbox_tables
import storage.story_tables  # noqa: F401 - each adds its tables
from storage.tables import Table

METADATA: MetaData = Table.metadata
