"""A database as `smewatch init` leaves it, articles to put into it, and a crawl of its own for each test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path

import pytest
from sqlalchemy import text

from crawler.archive import tables
from crawler.archive.db import SCHEMA, Database
from crawler.config import CrawlSettings, Settings
from crawler.model import Article
from seeds.document import Document
from seeds.fingerprint import content_hash

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        data_dir=tmp_path, allow_private_addresses=(ip_network("127.0.0.0/8"),), crawl=CrawlSettings(delay=0)
    )


@contextmanager
def prepared(url: str) -> Iterator[Database]:
    opened = Database(url)
    with opened.write() as connection:
        tables.articles.metadata.create_all(connection)
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        connection.execute(text(f"INSERT INTO alembic_version VALUES ('{SCHEMA}')"))
    yield opened
    opened.close()


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    with prepared(settings.database) as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgresql"])
def each_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """For what has to work alike on both databases."""
    on_sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'each.db'}" if on_sqlite else request.getfixturevalue("postgresql_url")
    with prepared(url) as opened:
        yield opened


@pytest.fixture
def make_article() -> Callable[..., Article]:
    def make(
        words: str = "示例省将为中小企业减免租金，并设立纾困基金。",
        *,
        url: str = "https://news.example.org/1.html",
        title: str = "示例省出台措施",
        source: str = "example/news",
    ) -> Article:
        document = Document(title, ("财经",), "示例网", NOW, f"<p>{words}</p>")
        return Article(document, words, content_hash(title, words), url, "example", source, NOW)

    return make
