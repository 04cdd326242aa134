"""Where the figure was read that a change is about: a contradiction is shown with both sources.

Of the changes that were noticed before it is not known any more.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give changes their second source."""
    op.add_column("changes", sa.Column("against", sa.JSON()))
