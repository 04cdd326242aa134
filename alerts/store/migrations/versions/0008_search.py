"""The index by which texts are found. It is filled after the next crawl."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index in the way that each database has for it (`crawler.archive.search`)."""
    if op.get_bind().dialect.name == "sqlite":
        # Terms are written between spaces; the tokeniser is to take them as they are.
        op.execute(
            "CREATE VIRTUAL TABLE search_terms USING fts5 (terms, content='', tokenize='unicode61 remove_diacritics 0')"
        )
        return
    op.execute("CREATE TABLE search_terms (number integer PRIMARY KEY, terms tsvector NOT NULL)")
    op.execute("CREATE INDEX ix_search_terms_terms ON search_terms USING gin (terms)")
