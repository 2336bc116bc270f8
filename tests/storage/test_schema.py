import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from storage import schema
from storage.database import Database
from storage.engine import writing
from storage.errors import SchemaTooNew
from storage.metadata import METADATA


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'fresh.sqlite'}"
    return request.getfixturevalue("empty_postgres_url")


def test_tables_and_migrations_agree(database):
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, METADATA) == []


def test_head_is_the_newest_step(sqlite_database):
    with sqlite_database.engine.connect() as connection:
        assert ScriptDirectory.from_config(schema.alembic_config(connection)).get_heads() == [schema.HEAD]
        assert schema.current_version(connection) == schema.HEAD


def test_a_fresh_database_is_migrated_once_by_several_starts(empty_url):
    databases = [Database.open(empty_url) for _ in range(4)]

    with ThreadPoolExecutor(len(databases)) as pool:
        list(pool.map(Database.migrate, databases))

    with databases[0].engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM counters")).scalar() == 5
    for database in databases:
        database.dispose()


def test_a_step_that_fails_leaves_nothing_behind(empty_url):
    database = Database.open(empty_url)
    with writing(database.engine).begin() as connection:
        connection.execute(text("CREATE TABLE people (id integer)"))  # a later part of step 0001 makes it as well

    with pytest.raises(Exception, match="people"):
        database.migrate()

    with database.engine.connect() as connection:
        assert schema.current_version(connection) == ""
        assert not database.engine.dialect.has_table(connection, "articles")
    database.dispose()


def test_a_newer_schema_is_refused(empty_url):
    database = Database.open(empty_url)
    database.migrate()
    with writing(database.engine).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(SchemaTooNew, match="9999"):
        database.migrate()
    database.dispose()


def test_a_start_with_nothing_to_migrate_does_not_load_alembic(sqlite_database):
    program = (
        "import sys; from storage.database import Database; "
        f"Database.open('sqlite:///{sqlite_database.file}').migrate(); print('alembic' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
