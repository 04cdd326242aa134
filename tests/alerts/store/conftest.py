"""The ledger works alike on both databases."""

from collections.abc import Iterator

import pytest

from alerts.store import schema
from crawler.archive.db import Database


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    schema.upgrade(opened)
    yield opened
    opened.close()
