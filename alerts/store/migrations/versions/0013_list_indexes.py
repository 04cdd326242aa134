"""What lists are ordered by: current figures without the rest of the ledger, officials by their last day."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the indexes; that of what is current has all columns that are asked for, and SQLite reads nothing else."""
    op.create_index(
        "ix_ledger_targets_current",
        "ledger_targets",
        [
            "status", "period", "value", "object", "unit", "scope", "origin_date",
            "replaced_by", "merged_into", "withdrawn",
        ],
        sqlite_where=sa.text("replaced_by IS NULL AND merged_into IS NULL AND withdrawn = 0"),
        postgresql_where=sa.text("replaced_by IS NULL AND merged_into IS NULL AND NOT withdrawn"),
    )  # fmt: skip
    op.create_index(op.f("ix_terms_last_seen"), "terms", ["last_seen"])
