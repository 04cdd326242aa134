"""What runs by itself, how it went last, and which process sees to it; and what a run is at."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables of schedules and of the one who leads; runs say what they are at."""
    op.add_column("runs", sa.Column("fetching", sa.JSON()))
    op.create_table(
        "schedules",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("times", sa.Text()),
        sa.Column("enabled", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("started", _MOMENT),
        sa.Column("ended", _MOMENT),
        sa.Column("exit_code", sa.Integer()),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_schedules")),
    )
    op.create_table(
        "leaders",
        sa.Column("task", sa.String(40), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("heartbeat", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("task", name=op.f("pk_leaders")),
    )
