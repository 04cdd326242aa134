"""How the program meets its database: a file is made at need, a server's is not touched unasked."""

from pathlib import Path

import pytest
from sqlalchemy import inspect

from alerts.app import bootstrap
from alerts.app.setup import initialise
from crawler.archive.db import SCHEMA, Database
from crawler.config import Settings
from crawler.errors import UnmigratedDatabaseError


def test_a_file_is_made_by_whoever_comes_first(tmp_path: Path) -> None:
    assert bootstrap.open_database(Settings(data_dir=tmp_path)).revision() == SCHEMA


def test_an_empty_database_on_a_server_may_be_a_mistyped_address(tmp_path: Path, postgresql_url: str) -> None:
    settings = Settings(data_dir=tmp_path, database_url=postgresql_url)
    with pytest.raises(UnmigratedDatabaseError, match="smewatch init"):
        bootstrap.open_database(settings)
    database = Database(postgresql_url)
    with database.read() as connection:
        assert inspect(connection).get_table_names() == []
    initialise(database)
    database.close()
    opened = bootstrap.open_database(settings)
    assert opened.revision() == SCHEMA
    opened.close()


def test_an_older_database_is_named_with_what_brings_it_up(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    database = bootstrap.open_database(settings)
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    with pytest.raises(UnmigratedDatabaseError, match=r"smewatch\.db is of revision 0001.*db upgrade"):
        bootstrap.open_database(settings)
