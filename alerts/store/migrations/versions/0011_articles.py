"""What articles are searched and shown by: publisher, date of publication, and the stories that take another one up."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the indexes by which they are found without reading the rest."""
    op.create_index("ix_revisions_publisher_number", "revisions", ["publisher", "number"])
    op.create_index("ix_revisions_published", "revisions", ["published"])
    taken_up = sa.text("takes_up IS NOT NULL")
    op.create_index(
        op.f("ix_stories_takes_up"), "stories", ["takes_up"], sqlite_where=taken_up, postgresql_where=taken_up
    )
