"""Stories, copies and near-duplicates; visits to pages; texts whose time is up; rules of users' own sources.

What stands in the archive becomes one story an article. Its prints are made by `crawler.renewal`: that needs the texts.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the new tables, and give the old ones their new columns."""
    _make_stories()
    _widen_articles()
    _widen_revisions()
    op.add_column("runs", sa.Column("left", sa.Integer(), server_default="0", nullable=False))
    _say_what_pages_show()
    _make_copies()
    _make_prints()
    op.add_column("sources", sa.Column("rules", sa.JSON()))
    op.add_column("sources", sa.Column("referer", sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("changes", table_kwargs={"sqlite_autoincrement": True}) as changes:
        changes.drop_constraint(op.f("ck_changes_one_finding"), type_="check")
        changes.create_check_constraint(op.f("ck_changes_one_entry"), "target_id IS NULL OR statement_id IS NULL")


def _make_stories() -> None:
    op.create_table(
        "stories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("takes_up", sa.Integer()),
        sa.ForeignKeyConstraint(["takes_up"], ["stories.id"], name=op.f("fk_stories_takes_up_stories")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stories")),
    )
    op.execute("INSERT INTO stories (id) SELECT id FROM articles ORDER BY id")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "SELECT setval(pg_get_serial_sequence('stories', 'id'), coalesce(max(id), 0) + 1, false) FROM stories"
        )


def _widen_articles() -> None:
    for column in (
        sa.Column("visit_at", _MOMENT),
        sa.Column("visits", sa.Integer(), server_default="0", nullable=False),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column("muted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("removed_at", _MOMENT),
    ):
        op.add_column("articles", column)
    op.create_index(op.f("ix_articles_visit_at"), "articles", ["visit_at"])
    op.create_index(
        op.f("ix_articles_muted"),
        "articles",
        ["url"],
        sqlite_where=sa.text("muted = 1"),
        postgresql_where=sa.text("muted"),
    )


def _widen_revisions() -> None:
    for column in (
        sa.Column("extraction", sa.Integer(), server_default="1", nullable=False),
        sa.Column("story_id", sa.Integer()),
        sa.Column("relation", sa.String(length=20)),
        sa.Column("measure", sa.Float()),
        sa.Column("nearest", sa.Integer()),
        sa.Column("before", sa.Integer()),
        sa.Column("edit", sa.String(length=20)),
    ):
        op.add_column("revisions", column)
    op.execute("UPDATE revisions SET story_id = article_id")
    with op.batch_alter_table("revisions", table_kwargs={"sqlite_autoincrement": True}) as revisions:
        revisions.alter_column("story_id", existing_type=sa.Integer(), nullable=False)
        revisions.alter_column("document", existing_type=sa.LargeBinary(), nullable=True)
        revisions.create_foreign_key(op.f("fk_revisions_story_id_stories"), "stories", ["story_id"], ["id"])
        revisions.create_foreign_key(op.f("fk_revisions_nearest_revisions"), "revisions", ["nearest"], ["number"])
        revisions.create_foreign_key(op.f("fk_revisions_before_revisions"), "revisions", ["before"], ["number"])
    op.create_index(op.f("ix_revisions_story_id"), "revisions", ["story_id"])


def _say_what_pages_show() -> None:
    op.add_column("articles", sa.Column("shows", sa.Integer()))
    op.execute("UPDATE articles SET shows = (SELECT max(number) FROM revisions WHERE article_id = articles.id)")
    op.execute(
        'UPDATE revisions SET "before" = (SELECT max(earlier.number) FROM revisions AS earlier'
        " WHERE earlier.article_id = revisions.article_id AND earlier.number < revisions.number)"
    )


def _make_copies() -> None:
    op.create_table(
        "copies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("publisher", sa.String(length=100), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), server_default="", nullable=False),
        sa.Column("published", _MOMENT, nullable=False),
        sa.Column("fetched_at", _MOMENT, nullable=False),
        sa.Column("recurrence", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["revision"], ["revisions.number"], name=op.f("fk_copies_revision_revisions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copies")),
        sa.UniqueConstraint("revision", "url", name=op.f("uq_copies_revision")),
    )


def _make_prints() -> None:
    op.drop_column("seed_prints", "sketch")
    op.create_table(
        "prints",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer()),
        sa.Column("seed", sa.String(length=80)),
        sa.Column("published", _MOMENT, nullable=False),
        sa.Column("rate", sa.Integer(), nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=False),
        sa.Column("particulars", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["revision"], ["revisions.number"], name=op.f("fk_prints_revision_revisions")),
        sa.ForeignKeyConstraint(["seed"], ["seed_prints.content_hash"], name=op.f("fk_prints_seed_seed_prints")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prints")),
        sa.UniqueConstraint("revision", name=op.f("uq_prints_revision")),
    )
    op.create_index(op.f("ix_prints_seed"), "prints", ["seed"])
    op.create_table(
        "shingles",
        sa.Column("hash", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("print", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("hash", "print", name=op.f("pk_shingles")),
        sqlite_with_rowid=False,
    )
