"""That a change says another thing than before can be told without reading any."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the count of restatements, and its index; those of the past are not counted."""
    op.add_column("changes", sa.Column("restated", sa.Integer()))
    restated = sa.text("restated IS NOT NULL")
    op.create_index("ix_changes_restated", "changes", ["restated"], sqlite_where=restated, postgresql_where=restated)
