"""What persons say about findings, and what becomes of the findings then."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the log of corrections; entries can be merged and withdrawn, changes withdrawn and corrected."""
    for table in ("ledger_targets", "ledger_statements"):
        with op.batch_alter_table(table) as entries:
            entries.add_column(sa.Column("merged_into", sa.Integer()))
            entries.add_column(sa.Column("withdrawn", sa.Boolean(), server_default=sa.false(), nullable=False))
            entries.create_foreign_key(op.f(f"fk_{table}_merged_into_{table}"), table, ["merged_into"], ["id"])
            entries.create_index(op.f(f"ix_{table}_merged_into"), ["merged_into"])
    op.add_column("changes", sa.Column("read", sa.JSON()))
    op.add_column("changes", sa.Column("withdrawn", sa.String(20)))
    op.create_table(
        "corrections",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("finding", sa.Integer()),
        sa.Column("text", sa.String(80)),
        sa.Column("read", sa.JSON()),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("other", sa.Integer()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("instead", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Integer()),
        sa.ForeignKeyConstraint(["finding"], ["changes.number"], name=op.f("fk_corrections_finding_changes")),
        sa.ForeignKeyConstraint(["other"], ["changes.number"], name=op.f("fk_corrections_other_changes")),
        sa.ForeignKeyConstraint(["undoes"], ["corrections.number"], name=op.f("fk_corrections_undoes_corrections")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_corrections")),
        sa.UniqueConstraint("undoes", name=op.f("uq_corrections_undoes")),
        sqlite_autoincrement=True,
    )
