"""What Alembic runs to migrate: it works on the connection that `alerts.store.schema` hands over.

It reads no file and sets up no logging: Alembic's own words are for the people who write migrations.
"""

from alembic import context

from alerts.store import tables as alerts_tables
from crawler.archive import tables as crawler_tables
from crawler.archive.db import metadata

# Both modules put their tables into the metadata when they are imported.
assert {alerts_tables.changes, crawler_tables.revisions} <= set(metadata.tables.values())

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite alters a table by making it anew
)
with context.begin_transaction():
    context.run_migrations()
