"""What a database's schema has otherwise than the code declares it."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from crawler.archive.db import metadata


def differences(connection: Connection) -> list[Any]:
    """Return what differs; the index of texts is each database's own, and is declared in SQL."""

    def is_declared(name: str | None, kind: str, parents: object) -> bool:
        return not (kind == "table" and name and name.startswith("search_"))

    return list(compare_metadata(MigrationContext.configure(connection, opts={"include_name": is_declared}), metadata))
