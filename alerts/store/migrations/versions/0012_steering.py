"""What came of a source or a run is found without reading the rest; who is sending a mail holds it by a claim."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index and the claim; what is being sent meanwhile is left alone until its next attempt."""
    op.create_index("ix_revisions_source_fetched_at", "revisions", ["source", "fetched_at"])
    op.add_column("outbox", sa.Column("claimed_until", sa.DateTime(timezone=True)))
