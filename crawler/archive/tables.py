"""The tables of the archive: what was fetched, what came of it, and who is fetching.

Declarations only. The functions beside this module read and write them; `alerts.store.migrations` makes them.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)

from crawler.archive.db import UTCDateTime, metadata

#: One row for each canonical address that an article was read from. `shows` is the kept text that stands there now,
#: which may be one that was kept for another address (no foreign key: the two tables would refer to each other).
#: `visit_at` is when the page is looked at again for edits (null: never), `visits` counts those that found it
#: unchanged, `etag` and `last_modified` are those of its last answer. One that shows another text at every visit is
#: `muted`; one that is gone has been so since `removed_at`.
articles = Table(
    "articles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("publisher", String(100), nullable=False),
    Column("first_seen", UTCDateTime, nullable=False),
    Column("shows", Integer),
    Column("visit_at", UTCDateTime, index=True),
    Column("visits", Integer, nullable=False, server_default="0"),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("muted", Boolean, nullable=False, server_default=false()),
    Column("removed_at", UTCDateTime),
    # Few pages are, and they are asked for by themselves. Each database wants the condition as its queries have it.
    Index("ix_articles_muted", "url", sqlite_where=text("muted = 1"), postgresql_where=text("muted")),
)

#: A story is all that ran of one text: copies, excerpts and revisions. `takes_up` is the story whose text this one
#: quotes or puts together with others. Which member is the first source is `crawler.stories`'s to say.
stories = Table(
    "stories",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("takes_up", ForeignKey("stories.id")),
    # Few stories take another one up.
    Index(
        "ix_stories_takes_up",
        "takes_up",
        sqlite_where=text("takes_up IS NOT NULL"),
        postgresql_where=text("takes_up IS NOT NULL"),
    ),
)

#: One row for each text that is kept. Its unique content hash is what stops a second copy; its number is never reused
#: (AUTOINCREMENT), so that a reader's cursor stays true when rows are deleted. `document` is the article in the seed
#: format, zlib-compressed, null once an irrelevant one's time is up; `origin`, `issuer` and `document_number` are what
#: that format has no place for. `relation`, `measure` (0 to 1) and `nearest` (a number) say which kept text it is like;
#: `extraction` is the version of the rules by which it was read in its page (`crawler.article`).
#: `before` is the one that its page showed before it, and `edit` how much the two differ. A text that its page has come
#: back to is kept again, and its hash told apart from the first one's (`seeds.fingerprint.again`).
revisions = Table(
    "revisions",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("article_id", ForeignKey("articles.id"), nullable=False, index=True),
    Column("content_hash", String(80), nullable=False, unique=True),
    Column("text_version", Integer, nullable=False),
    Column("extraction", Integer, nullable=False, server_default="1"),
    Column("title", Text, nullable=False),
    Column("published", UTCDateTime, nullable=False),
    Column("publisher", String(100), nullable=False),
    Column("source", Text, nullable=False),
    Column("fetched_at", UTCDateTime, nullable=False),
    Column("score", Float, nullable=False),
    Column("topics", JSON, nullable=False),
    Column("hits", JSON, nullable=False),
    Column("story_id", ForeignKey("stories.id"), nullable=False, index=True),
    Column("verdict", String(20), nullable=False),
    Column("relation", String(20)),
    Column("measure", Float),
    Column("nearest", ForeignKey("revisions.number")),
    Column("before", ForeignKey("revisions.number")),
    Column("edit", String(20)),
    Column("reason", Text, nullable=False),
    Column("announced", Boolean, nullable=False),
    Column("origin", Text, nullable=False, server_default=""),
    Column("issuer", Text, nullable=False, server_default=""),
    Column("document_number", Text, nullable=False, server_default=""),
    Column("document", LargeBinary),
    Index("ix_revisions_source_fetched_at", "source", "fetched_at"),
    Index("ix_revisions_publisher_number", "publisher", "number"),
    Index("ix_revisions_published", "published"),
    sqlite_autoincrement=True,
)

#: Where else a kept text ran, letter for letter: `recurrence` is true where that was long after.
copies = Table(
    "copies",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("revision", ForeignKey("revisions.number"), nullable=False),
    Column("url", Text, nullable=False),
    Column("publisher", String(100), nullable=False),
    Column("source", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("origin", Text, nullable=False, server_default=""),
    Column("published", UTCDateTime, nullable=False),
    Column("fetched_at", UTCDateTime, nullable=False),
    Column("recurrence", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("revision", "url"),
)

#: The texts that are known without being kept: the seed corpus.
seed_prints = Table(
    "seed_prints",
    metadata,
    Column("content_hash", String(80), primary_key=True),
    Column("title", Text, nullable=False),
    Column("date", UTCDateTime),
    Column("publisher", String(100), nullable=False),
)

#: What nearly the same texts are recognised by: `crawler.resemblance.Print`, for each text that holds what no earlier
#: one of its story does. It belongs to a kept text or to one of the seed corpus.
prints = Table(
    "prints",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("revision", ForeignKey("revisions.number"), unique=True),
    Column("seed", ForeignKey("seed_prints.content_hash"), index=True),
    Column("published", UTCDateTime, nullable=False),
    Column("rate", Integer, nullable=False),
    Column("sketch", LargeBinary, nullable=False),
    Column("particulars", LargeBinary, nullable=False),
)

#: Which prints hold a sampled shingle. Of one that stands in too many to tell texts apart a single row is left, with
#: print 0. No foreign key: it would be looked up thirty times an article.
shingles = Table(
    "shingles",
    metadata,
    Column("hash", Integer, primary_key=True, autoincrement=False),
    Column("print", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

#: What became of each entry of each source. The same address with the same digest (of all that the feed says of the
#: entry) is not fetched again. `verdict` is null while no attempt has succeeded, `attempts` counts permanent failures
#: (of an entry that has its verdict and is to be read again: from below nought upwards), `announced` says whether
#: people are told of what the entry brings. A duplicate's row is all that remains of it: its
#: reason, and where else a text ran.
entries = Table(
    "entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("first_seen", UTCDateTime, nullable=False),
    Column("last_seen", UTCDateTime, nullable=False),
    Column("announced", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("verdict", String(20)),
    Column("reason", Text, nullable=False, server_default=""),
    Column("content_hash", String(80), index=True),
    UniqueConstraint("source", "url"),
)

#: Every poll of every source. `reason` is null for one that succeeded. Only a poll that left nothing to fetch carries
#: `etag`, `last_modified` and `body_hash`: a later one may then be told that nothing has changed.
polls = Table(
    "polls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run_id", ForeignKey("runs.id"), nullable=False, index=True),
    Column("source", Text, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("status", Integer),
    Column("bytes", Integer, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("milliseconds", Integer, nullable=False),
    Column("reason", String(20)),
    Column("detail", Text, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_hash", String(64)),
    Index("ix_polls_source_id", "source", "id"),
)

#: One row for each source that was ever polled: `crawler.health.History`, field by field, and when its next poll is
#: due. `volumes` maps days (ISO, Asia/Shanghai) to the entries that were new on them.
source_states = Table(
    "source_states",
    metadata,
    Column("source", Text, primary_key=True),
    Column("next_poll_at", UTCDateTime, nullable=False),
    Column("polled_at", UTCDateTime, nullable=False),
    Column("status", Integer),
    Column("first_at", UTCDateTime),
    Column("answered_at", UTCDateTime),
    Column("last_new_at", UTCDateTime),
    Column("failures", Integer, nullable=False),
    Column("recovered_from", Integer, nullable=False),
    Column("reason", String(20)),
    Column("detail", Text, nullable=False),
    Column("volumes", JSON, nullable=False),
)

#: Every run: what it was to do, how far it is, how it ended. `sources` and `failures` hold the values of
#: `crawler.model` field by field; `cancel` asks the run's process to stop.
runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("state", String(20), nullable=False, index=True),
    Column("trigger", String(40), nullable=False),
    Column("announce", Boolean, nullable=False),
    Column("sources", JSON, nullable=False),
    Column("started", UTCDateTime, nullable=False),
    Column("ended", UTCDateTime),
    Column("heartbeat", UTCDateTime, nullable=False),
    Column("cancel", Boolean, nullable=False, server_default=false()),
    Column("done", Integer, nullable=False, server_default="0"),
    Column("requests", Integer, nullable=False, server_default="0"),
    Column("not_modified", Integer, nullable=False, server_default="0"),
    Column("entries", Integer, nullable=False, server_default="0"),
    Column("new", Integer, nullable=False, server_default="0"),
    Column("revised", Integer, nullable=False, server_default="0"),
    Column("duplicates", Integer, nullable=False, server_default="0"),
    Column("near_duplicates", Integer, nullable=False, server_default="0"),
    Column("left", Integer, nullable=False, server_default="0"),
    Column("irrelevant", Integer, nullable=False, server_default="0"),
    Column("failures", JSON, nullable=False),
    Column("fetching", JSON),
    sqlite_autoincrement=True,
)

#: Which run may fetch a source: the primary key is the lock, a stale heartbeat frees it.
leases = Table(
    "leases",
    metadata,
    Column("source", Text, primary_key=True),
    Column("run_id", ForeignKey("runs.id"), nullable=False, index=True),
    Column("heartbeat", UTCDateTime, nullable=False),
)

#: Sources that users added to those which publishers declare. `rules` holds a list's rules field by field, null for a
#: source that has none.
sources = Table(
    "sources",
    metadata,
    Column("name", Text, primary_key=True),
    Column("publisher", String(100), nullable=False),
    Column("url", Text, nullable=False, unique=True),
    Column("kind", String(20), nullable=False),
    Column("categories", JSON, nullable=False),
    Column("rules", JSON(none_as_null=True)),
    Column("referer", Text, nullable=False, server_default=""),
    Column("enabled", Boolean, nullable=False, server_default=true()),
    Column("added_at", UTCDateTime, nullable=False),
)
