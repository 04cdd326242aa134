"""The history of migrations makes exactly the tables that the code declares."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from alerts.store import schema, tables
from crawler.archive.db import SCHEMA, Database, metadata
from crawler.errors import NewerDatabaseError


@pytest.fixture
def empty(tmp_path: Path) -> Database:
    return Database(f"sqlite:///{tmp_path / 'empty.db'}")


def test_an_empty_database_gets_what_the_code_declares_and_nothing_else(empty: Database) -> None:
    assert schema.upgrade(empty)
    with empty.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    assert empty.revision() == SCHEMA
    empty.check_schema()


def test_numbers_that_watermarks_rest_on_are_never_reused(empty: Database) -> None:
    schema.upgrade(empty)
    declared = {table.name for table in metadata.tables.values() if table.dialect_options["sqlite"]["autoincrement"]}
    with empty.read() as connection:
        rows = connection.execute(text("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'"))
        assert {row.name for row in rows} == declared
    assert {"changes", "subscribers", "revisions"} <= declared


def test_a_second_upgrade_has_nothing_to_do_and_keeps_the_rows(empty: Database) -> None:
    schema.upgrade(empty)
    with empty.write() as connection:
        connection.execute(tables.cursors.insert().values(name="watch", revision=7))
    assert not schema.upgrade(empty)
    with empty.read() as connection:
        assert connection.execute(tables.cursors.select()).one().revision == 7


def test_a_database_of_a_later_program_is_left_alone(empty: Database) -> None:
    schema.upgrade(empty)
    with empty.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabaseError, match="9999"):
        schema.upgrade(empty)
    assert empty.revision() == "9999"


def test_the_schema_that_the_program_asks_for_is_the_head_of_the_history() -> None:
    assert schema.history().get_current_head() == SCHEMA


def test_upgrading_says_nothing(empty: Database, capfd: pytest.CaptureFixture[str]) -> None:
    schema.upgrade(empty)
    assert capfd.readouterr() == ("", "")
