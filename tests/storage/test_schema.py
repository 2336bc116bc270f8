import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from storage import schema
from storage.database import Database
from storage.engine import writing
from storage.errors import SchemaTooNew, StorageDamaged
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


def test_a_step_is_refused_on_a_database_with_broken_references(tmp_path):
    path = tmp_path / "newsdesk.sqlite"
    database = Database.open(f"sqlite:///{path}")
    schema.migrate(database.engine, "0001")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO readings VALUES (5, 999, '2026-01-01')")

    with pytest.raises(StorageDamaged, match="readings"):
        database.migrate()

    with database.engine.connect() as connection:
        assert schema.current_version(connection) == "0001"
    database.dispose()


STEPS = [f"{number:04}" for number in range(1, int(schema.HEAD) + 1)]


@pytest.mark.parametrize("step", STEPS)
def test_every_older_schema_is_brought_up_to_date_with_what_it_holds(empty_url, step):
    database = Database.open(empty_url)
    schema.migrate(database.engine, step)
    with writing(database.engine).begin() as connection:
        connection.execute(text("INSERT INTO marks (name, value) VALUES ('kept', 'yes')"))
        connection.execute(
            text("INSERT INTO people VALUES (7, 1, 'ana', 'ana', 'Ana', 'owner', '2026-03-02 09:30:00')")
        )
        connection.execute(text("UPDATE counters SET value = 7 WHERE name = 'articles'"))

    database.migrate()

    with database.read() as uow:
        assert uow.marks.get("kept") == "yes"
        owner = uow.people.owner()
        assert owner is not None
        assert owner.name == "Ana"
        assert uow.articles.last_seq() == 7
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
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
