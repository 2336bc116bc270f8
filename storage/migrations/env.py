"""What Alembic runs for every step: on the connection and inside the transaction of `storage.schema`."""

from alembic import context

from storage.metadata import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,
)
context.run_migrations()
