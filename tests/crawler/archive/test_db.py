import sqlite3
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select, text
from sqlalchemy.exc import StatementError

from crawler.archive.db import SCHEMA, Database, UTCDateTime, insert_new
from crawler.errors import ConfigurationError, NewerDatabaseError, UnmigratedDatabaseError, UnusableDatabaseError

metadata = MetaData()
moments = Table("moments", metadata, Column("id", Integer, primary_key=True), Column("at", UTCDateTime, unique=True))


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'test.db'}"


def test_a_moment_comes_back_in_utc_with_its_zone(url: str) -> None:
    database = Database(url)
    beijing = datetime(2026, 3, 2, 16, 30, tzinfo=timezone(timedelta(hours=8)))
    with database.write() as connection:
        metadata.create_all(connection)
        connection.execute(insert(moments).values(at=beijing))
        (back,) = connection.execute(select(moments.c.at)).scalars()
    assert back == beijing
    assert back.tzinfo is UTC
    database.close()


def test_a_database_file_and_its_journal_are_readable_by_their_owner_alone(url: str, tmp_path: Path) -> None:
    database = Database(url)
    metadata.create_all(database.engine)
    modes = {it.name: it.stat().st_mode & 0o777 for it in tmp_path.iterdir()}
    assert modes == {"test.db": 0o600, "test.db-wal": 0o600, "test.db-shm": 0o600}
    database.close()


def test_a_database_file_that_is_there_keeps_its_permissions(url: str, tmp_path: Path) -> None:
    (tmp_path / "test.db").touch()
    (tmp_path / "test.db").chmod(0o640)
    database = Database(url)
    metadata.create_all(database.engine)
    assert (tmp_path / "test.db").stat().st_mode & 0o777 == 0o640
    database.close()


def test_a_moment_without_a_zone_is_refused(url: str) -> None:
    database = Database(url)
    metadata.create_all(database.engine)
    with pytest.raises(StatementError, match="without a time zone"), database.write() as connection:
        connection.execute(insert(moments).values(at=datetime(2026, 3, 2)))  # noqa: DTZ001
    database.close()


def test_sqlite_writes_ahead_and_minds_foreign_keys(url: str) -> None:
    database = Database(url)
    with database.read() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
    database.close()


def test_nothing_remains_of_a_transaction_that_fails(url: str) -> None:
    database = Database(url)
    metadata.create_all(database.engine)

    def stumble() -> None:
        with database.write() as connection:
            connection.execute(insert(moments).values(at=datetime(2026, 3, 2, tzinfo=UTC)))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()
    with database.read() as connection:
        assert connection.execute(select(moments)).all() == []
    database.close()


def test_writers_that_read_first_wait_for_each_other(url: str) -> None:
    database = Database(url)
    with database.write() as connection:
        metadata.create_all(connection)
    start = threading.Barrier(4)

    def add_one() -> None:
        start.wait()
        with database.write() as connection:
            highest = max(connection.execute(select(moments.c.id)).scalars(), default=0)
            connection.execute(insert(moments).values(id=highest + 1))

    writers = [threading.Thread(target=add_one) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with database.read() as connection:
        assert sorted(connection.execute(select(moments.c.id)).scalars()) == [1, 2, 3, 4]
    database.close()


def test_insert_new_returns_the_new_rows_alone(url: str) -> None:
    database = Database(url)
    first, second = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)
    with database.write() as connection:
        metadata.create_all(connection)
        connection.execute(insert(moments).values(at=first))
        rows = [{"at": first}, {"at": second}]
        new = connection.execute(insert_new(connection, moments).values(rows).returning(moments.c.at)).scalars().all()
    assert new == [second]
    database.close()


@pytest.mark.parametrize("url", ["not an address", "oracle-of-delphi://x"])
def test_what_is_no_address_of_a_database_is_a_mistake_in_the_settings(url: str) -> None:
    with pytest.raises(ConfigurationError, match="SMEWATCH_DATABASE_URL"):
        Database(url)


def test_a_file_that_is_no_database_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("Dear reader, " * 100)
    database = Database(f"sqlite:///{tmp_path / 'letter.db'}")
    with pytest.raises(UnusableDatabaseError, match=r"letter\.db cannot be used"), database.read() as connection:
        connection.execute(text("SELECT 1 FROM sqlite_master"))
    database.close()


def test_an_empty_database_asks_for_init(url: str) -> None:
    database = Database(url)
    with pytest.raises(UnmigratedDatabaseError, match="smewatch init"):
        database.check_schema()
    database.close()


@pytest.mark.parametrize(
    ("revision", "error"), [(SCHEMA, None), ("0000", UnmigratedDatabaseError), ("9999", NewerDatabaseError)]
)
def test_the_databases_revision_must_be_the_programs(
    tmp_path: Path, url: str, revision: str, error: type[Exception] | None
) -> None:
    raw = sqlite3.connect(tmp_path / "test.db")
    with raw:
        raw.execute("CREATE TABLE alembic_version (version_num TEXT)")
        raw.execute("INSERT INTO alembic_version VALUES (?)", (revision,))
    raw.close()
    database = Database(url)
    if error is None:
        database.check_schema()
    else:
        with pytest.raises(error):
            database.check_schema()
    database.close()
