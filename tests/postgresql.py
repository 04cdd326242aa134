"""A PostgreSQL server for the tests: the one that is set or runs already, else one of their own, else none.

`SMEWATCH_TEST_POSTGRESQL` names a server as a SQLAlchemy URL; without it the default address is tried, and then the
programs that Debian's package installs are started on a free port.
"""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError

DEFAULT = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
MISSING = "no PostgreSQL: none runs on 127.0.0.1:5432, and the package postgresql is not installed"


@contextmanager
def server() -> Iterator[str | None]:
    """Give a server's URL, None where there is none to be had."""
    wanted = os.environ.get("SMEWATCH_TEST_POSTGRESQL", DEFAULT)
    if _answers(wanted):
        yield wanted
        return
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder, _started(programs[-1], Path(folder)) as url:
        yield url


@contextmanager
def schema(url: str) -> Iterator[str]:
    """Give the URL of an empty place in a server: a schema of its own, gone afterwards."""
    name = f"smewatch_{uuid4().hex}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
        try:
            place = make_url(url).update_query_dict({"options": f"-csearch_path={name}"})
            yield place.render_as_string(hide_password=False)
        finally:
            connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
    engine.dispose()


def _answers(url: str) -> bool:
    engine = create_engine(url, connect_args={"connect_timeout": 5})
    try:
        with engine.connect():
            return True
    except OperationalError:
        return False
    finally:
        engine.dispose()


@contextmanager
def _started(programs: Path, folder: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    data = folder / "data"
    # The server refuses to run as root, who has the user that the package made.
    as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    start = ["pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start"]
    for command in (["initdb", "-D", str(data), "-U", "postgres", "-A", "trust"], start):
        subprocess.run([*as_user, programs / command[0], *command[1:]], check=True, stdout=subprocess.DEVNULL)
    try:
        yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
    finally:
        stop = [str(programs / "pg_ctl"), "-D", str(data), "-m", "fast", "stop"]
        subprocess.run([*as_user, *stop], check=True, stdout=subprocess.DEVNULL)
