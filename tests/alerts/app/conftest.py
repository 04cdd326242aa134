"""An installation in a place of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from alerts.app.bootstrap import App
from alerts.store import schema
from crawler import catalog
from crawler.archive.db import Database
from crawler.config import Settings


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[App]:
    settings = Settings(data_dir=tmp_path / "data")
    settings.data_dir.mkdir()
    database = Database(settings.database)
    schema.upgrade(database)
    yield App(settings, database, catalog.load())
    database.close()
