"""The archive works alike on both databases."""

import pytest

from crawler.archive.db import Database


@pytest.fixture
def database(each_database: Database) -> Database:
    return each_database
