"""The one database: its metadata, its column for times, and how transactions are opened.

Nothing here knows a table. Both the crawler's and the alerts' tables stand in `metadata`, and their one history of
migrations in `alerts.store.migrations`.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    Insert,
    MetaData,
    Table,
    TypeDecorator,
    create_engine,
    event,
    inspect,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from crawler.errors import (
    ConfigurationError,
    DiskError,
    NewerDatabaseError,
    UnmigratedDatabaseError,
    UnusableDatabaseError,
)

#: The revision of `alerts.store.migrations` that this program works with.
SCHEMA = "0014"

_BUSY_MILLISECONDS = 60_000  # a writer waits this long for another one before it gives up

_DISK_FULL = "53100"  # PostgreSQL's code

_PART = 300

Value = TypeVar("Value")

_TURN = text("SELECT pg_advisory_xact_lock(:place)")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UTCDateTime(TypeDecorator[datetime]):
    """A moment: aware going in and coming out, in UTC; naive values are refused.

    SQLite keeps no zone, so the value is stored in UTC without one and gets it back when it is read.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Take an aware moment to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone cannot be stored: {value.isoformat()}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give a moment its zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Database:
    """An open database. `read()` and `write()` are the only ways to a connection: each is one transaction."""

    def __init__(self, url: str) -> None:
        """Open the database at a SQLAlchemy URL; nothing is connected to yet."""
        try:
            self.engine = _engine(url)
        except ModuleNotFoundError as error:
            raise ConfigurationError(
                f"SMEWATCH_DATABASE_URL needs a driver that is not installed ({error.name}): for PostgreSQL, "
                "`pip install 'smewatch[postgresql]'`"
            ) from error
        except (ArgumentError, NoSuchModuleError, ImportError) as error:
            raise ConfigurationError(f"SMEWATCH_DATABASE_URL is no address of a database: {error}") from error
        self._writer = self.engine.execution_options(writes=True)

    @property
    def place(self) -> str:
        """Its URL, without a password."""
        return self.engine.url.render_as_string(hide_password=True)

    @property
    def is_file(self) -> bool:
        """Whether it is a file of this machine's, and not on a server."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a transaction that only reads."""
        with _wrapped(self.engine), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a transaction that writes: one at a time on SQLite, the others wait for up to a minute."""
        with _wrapped(self.engine), self._writer.begin() as connection:
            yield connection

    def revision(self) -> str | None:
        """Return the revision the database was migrated to, None where it never was."""
        with self.read() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()

    def check_schema(self) -> None:
        """Refuse a database that this program cannot work with."""
        revision = self.revision()
        if revision == SCHEMA:
            return
        if revision is not None and revision > SCHEMA:
            raise NewerDatabaseError(
                f"the database is of revision {revision} and this smewatch knows {SCHEMA}: install the newer smewatch"
            )
        if revision is None:
            raise UnmigratedDatabaseError(f"the database {self.place} has not been prepared: run `smewatch init`")
        raise UnmigratedDatabaseError(
            f"the database {self.place} is of revision {revision}, an earlier smewatch's: `smewatch db upgrade` brings "
            f"it to {SCHEMA}, and all that is in it stays"
        )

    def make_room(self) -> None:
        """Have SQLite empty its journal into the file: the next transactions then take no more of the disk.

        Raises DiskError where the disk is too full for that.
        """
        if self.is_file:
            with self.read() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def take_turns(connection: Connection, at: str) -> None:
    """Wait until no other transaction is at the same place (a word), and keep it to the end of this one.

    SQLite's writers take turns anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_TURN, {"place": crc32(at.encode())})


def in_parts(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    """Give the values of an IN in parts: databases limit the parameters of a statement."""
    return (values[start : start + _PART] for start in range(0, len(values), _PART))


def insert_new(connection: Connection, table: Table) -> Insert:
    """Return an INSERT that passes over rows which a unique index has already: `.returning()` gives the new ones."""
    return _insert_new(connection.dialect.name, table)


@cache
def _insert_new(dialect: str, table: Table) -> Insert:
    # Both SQLite's and PostgreSQL's INSERT can do it; the other one's dialect is not loaded for nothing.
    statement: Insert = import_module(f"sqlalchemy.dialects.{dialect}").insert(table).on_conflict_do_nothing()
    return statement


def _engine(url: str) -> Engine:
    engine = create_engine(make_url(url))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "do_connect", _make_private)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def make_private(path: Path) -> None:
    """Make an empty database file that its owner alone can read, where there is none: SQLite's would be everybody's.

    SQLite gives the files of its journal the same permissions. What cannot be made is left for SQLite to name.
    """
    with suppress(OSError):  # another process has been quicker, too
        path.touch(mode=0o600, exist_ok=False)


def _make_private(dialect: Dialect, record: object, arguments: Sequence[str], options: dict[str, Any]) -> None:
    place = arguments[0]
    if place != ":memory:" and not options.get("uri"):
        make_private(Path(place))


def _prepare_sqlite(connection: Any, record: object) -> None:
    # The driver's own transactions begin too late (at the first write) to be of use: ours are begun below.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        f"busy_timeout={_BUSY_MILLISECONDS}",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # IMMEDIATE: a transaction that reads first and writes later would meet “database is locked” without any wait.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _wrapped(engine: Engine) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        place = engine.url.render_as_string(hide_password=True)
        if _is_of_disk(error.orig):
            raise DiskError(
                f"the database {place} cannot be written ({error.orig}): make room on its disk, and try again; "
                "what was stored before is whole"
            ) from error
        raise UnusableDatabaseError(f"the database {place} cannot be used: {error.orig}") from error


def _is_of_disk(error: BaseException | None) -> bool:
    name = str(getattr(error, "sqlite_errorname", ""))
    return name == "SQLITE_FULL" or name.startswith("SQLITE_IOERR") or getattr(error, "sqlstate", "") == _DISK_FULL
