"""A reader may have any number of subscriptions, and mails remember what they told."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Part readers from what they ask for; every reader so far has one subscription, with the reader's own id."""
    given = {table: _last_given(table) for table in ("subscribers", "outbox")}
    for table in ("outbox", "subscribers"):
        # By way of a copy: dropping a table that SQLite makes anew would take along what refers to it.
        op.execute(f"CREATE TABLE kept_{table} AS SELECT * FROM {table}")  # noqa: S608
        op.drop_table(table)
    _create()
    op.execute("INSERT INTO subscribers (id, address, added_at) SELECT id, email, added_at FROM kept_subscribers")
    op.execute(
        "INSERT INTO subscriptions "
        "(id, subscriber_id, cadence, filter, confirmed, watermark, last_period, added_at) "
        "SELECT id, id, cadence, filter, confirmed, watermark, last_period, added_at FROM kept_subscribers"
    )
    shared = (
        "id, subscriber_id, period, recipient, subject, text, html, message_id, date, state, attempts, "
        "next_attempt_at, answer"
    )
    op.execute(
        f"INSERT INTO outbox (subscription_id, {shared}) SELECT subscriber_id, {shared} FROM kept_outbox"  # noqa: S608
    )
    for table in ("outbox", "subscribers"):
        op.drop_table(f"kept_{table}")
    for table, number in (*given.items(), ("subscriptions", given["subscribers"])):
        _continue_after(table, number)


def _create() -> None:
    op.create_table(
        "subscribers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("language", sa.String(10), server_default="zh-CN", nullable=False),
        sa.Column("zone", sa.String(60), server_default="Asia/Shanghai", nullable=False),
        sa.Column("quiet_start", sa.String(5), server_default="00:00", nullable=False),
        sa.Column("quiet_end", sa.String(5), server_default="00:00", nullable=False),
        sa.Column("standing", sa.String(20), server_default="active", nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("bounces", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", _MOMENT),
        sa.Column("told", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("added_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscribers")),
        sa.UniqueConstraint("address", name=op.f("uq_subscribers_address")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("cadence", sa.String(20), nullable=False),
        sa.Column("hour", sa.Integer(), server_default="7", nullable=False),
        sa.Column("filter", sa.JSON(), nullable=False),
        sa.Column("when_empty", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("watermark", sa.Integer(), nullable=False),
        sa.Column("last_period", sa.String(40), server_default="", nullable=False),
        sa.Column("last_at", _MOMENT),
        sa.Column("added_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_subscriptions_subscriber_id_subscribers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_subscriptions_subscriber_id"), "subscriptions", ["subscriber_id"])
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subscriber_id", sa.Integer()),
        sa.Column("subscription_id", sa.Integer()),
        sa.Column("period", sa.String(40), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("headers", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("digest", sa.JSON(none_as_null=True)),
        sa.Column("message_id", sa.String(200), nullable=False),
        sa.Column("date", _MOMENT, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_attempt_at", _MOMENT, nullable=False),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["subscriber_id"], ["subscribers.id"], name=op.f("fk_outbox_subscriber_id_subscribers"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscriptions.id"],
            name=op.f("fk_outbox_subscription_id_subscriptions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_id")),
        sa.UniqueConstraint("subscription_id", "period", name=op.f("uq_outbox_subscription_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_state_next_attempt_at", "outbox", ["state", "next_attempt_at"])
    op.create_index(op.f("ix_outbox_subscriber_id"), "outbox", ["subscriber_id"])


def _last_given(table: str) -> int:
    """Return the highest id that a table has given out; its row may be gone."""
    if op.get_bind().dialect.name == "sqlite":
        query = sa.text("SELECT seq FROM sqlite_sequence WHERE name = :table").bindparams(table=table)
    else:
        query = sa.text(f"SELECT last_value FROM {table}_id_seq WHERE is_called")  # noqa: S608
    highest = sa.text(f"SELECT max(id) FROM {table}")  # noqa: S608
    return max(op.get_bind().execute(it).scalar() or 0 for it in (query, highest))


def _continue_after(table: str, number: int) -> None:
    """Have a table give out none of the ids up to a number again."""
    if not number:
        return
    if op.get_bind().dialect.name == "sqlite":
        op.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = :table").bindparams(table=table))
        added = sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :number)")
        op.execute(added.bindparams(table=table, number=number))
    else:
        op.execute(sa.text("SELECT setval(:sequence, :number)").bindparams(sequence=f"{table}_id_seq", number=number))
