"""What the ledger is listed by. The text that words are looked for in is written with the names (`identities`)."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the text, and the indexes by which a page of a list is found without reading the rest."""
    merged = sa.text("merged_into IS NOT NULL")
    for table in ("ledger_targets", "ledger_statements"):
        op.add_column(table, sa.Column("search_text", sa.Text(), server_default="", nullable=False))
        index = op.f(f"ix_{table}_merged_into")
        op.drop_index(index, table)
        op.create_index(index, table, ["merged_into"], sqlite_where=merged, postgresql_where=merged)
    op.create_index("ix_ledger_statements_origin_date", "ledger_statements", ["origin_date", "id"])
    for entry in ("target_id", "statement_id"):
        op.drop_index(op.f(f"ix_changes_{entry}"), "changes")
        op.create_index(op.f(f"ix_changes_{entry}"), "changes", [entry, "withdrawn", "kind", "number"])
