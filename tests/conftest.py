"""What situations are made of: a news site over HTTP, a mail server, and the command line in a place of its own."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import postgresql
from tests.servers import MailSink, NewsSite


@dataclass(frozen=True, slots=True)
class Smewatch:
    """The command line as a user has it, with a data directory of its own."""

    home: Path
    settings: dict[str, str]

    def __call__(self, *arguments: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run `smewatch ARGUMENTS`; a keyword is one more setting (`SMTP_URL=…`)."""
        return subprocess.run(
            self._command(arguments),
            cwd=self.home,
            env=self.environment(**settings),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )

    def fed(self, given: bytes, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run `smewatch ARGUMENTS` with something on its standard input."""
        done = subprocess.run(
            self._command(arguments),
            cwd=self.home,
            env=self.environment(),
            input=given,
            capture_output=True,
            check=False,
            timeout=120,
        )
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    def start(self, *arguments: str | Path, **settings: str) -> "subprocess.Popen[str]":
        """Start `smewatch ARGUMENTS`, to be watched while it works."""
        return subprocess.Popen(
            self._command(arguments),
            cwd=self.home,
            env=self.environment(**settings),
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def _command(self, arguments: tuple[str | Path, ...]) -> list[str]:
        return [sys.executable, "-W", "error", "-m", "alerts.app.cli", *map(str, arguments)]

    def environment(self, **settings: str) -> dict[str, str]:
        """Return what the command line is started with; a keyword is one more setting."""
        others = {name: value for name, value in os.environ.items() if not name.startswith("SMEWATCH_")}
        return others | {f"SMEWATCH_{name}": value for name, value in (self.settings | settings).items()}


@pytest.fixture
def smewatch(tmp_path: Path) -> Smewatch:
    return Smewatch(
        tmp_path,
        {
            "DATA_DIR": str(tmp_path / "data"),
            "ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8",
            "CRAWL__DELAY": "0",
        },
    )


@pytest.fixture
def news_site() -> Iterator[NewsSite]:
    with NewsSite() as site:
        yield site


@pytest.fixture
def mail_sink() -> Iterator[MailSink]:
    with MailSink() as sink:
        yield sink


@pytest.fixture
def closed_port() -> int:
    """A port of the loopback on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A PostgreSQL server's URL; without one the tests that ask for it are skipped."""
    with postgresql.server() as url:
        if url is None:
            pytest.skip(postgresql.MISSING)
        yield url


@pytest.fixture
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """An empty place in a PostgreSQL server."""
    with postgresql.schema(postgresql_server) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind, one after the other."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    url: str = request.getfixturevalue("postgresql_url")
    return url
