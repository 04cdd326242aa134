"""The tables of the alerts: what is known, what changed, who is told, and what is on its way.

Declarations only. The functions beside this module read and write them; `alerts.store.migrations` makes them.
"""

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)

from crawler.archive.db import UTCDateTime, metadata

# Few entries are, and an index of the others would be taken for the way to all of them.
_MERGED: dict[str, Any] = dict.fromkeys(("sqlite_where", "postgresql_where"), text("merged_into IS NOT NULL"))
_RESTATED: dict[str, Any] = dict.fromkeys(("sqlite_where", "postgresql_where"), text("restated IS NOT NULL"))
# What lists show (`alerts.store.ledger.current`), as each database is asked for it.
_CURRENT: dict[str, Any] = {
    "sqlite_where": text("replaced_by IS NULL AND merged_into IS NULL AND withdrawn = 0"),
    "postgresql_where": text("replaced_by IS NULL AND merged_into IS NULL AND NOT withdrawn"),
}

#: The ledger of figures: one row for each distinct one, by its first sighting; rows are never rewritten. `object`,
#: `unit`, `scope` and `measure` are its identity (`alerts.identity`), `target` is all that was read. A figure that
#: takes the place of another one (raised, postponed …) is named in the other's `replaced_by`: rows without one are
#: current. `origin` and `origin_date` tell of the first sighting; every later one is a row of `changes`. One that a
#: person has `merged_into` another keeps its sightings; one of which no sighting stands any more is `withdrawn`.
#: `search_text` is what words are looked for in (`alerts.identity.searchable`), beside the object.
ledger_targets = Table(
    "ledger_targets",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("object", Text, nullable=False),
    Column("unit", String(40), nullable=False),
    Column("scope", String(100), nullable=False),
    Column("measure", String(20), nullable=False),
    Column("status", String(20), nullable=False),
    Column("value", Float, nullable=False),
    Column("period", String(20)),
    Column("target", JSON, nullable=False),
    Column("origin", JSON, nullable=False),
    Column("origin_date", UTCDateTime, nullable=False),
    Column("replaced_by", ForeignKey("ledger_targets.id")),
    Column("merged_into", ForeignKey("ledger_targets.id")),
    Column("withdrawn", Boolean, nullable=False, server_default=false()),
    Column("search_text", Text, nullable=False, server_default=""),
    Index("ix_ledger_targets_identity", "object", "unit", "scope", "measure"),
    Index("ix_ledger_targets_merged_into", "merged_into", **_MERGED),
    # Lists are counted, narrowed and ordered in it alone: the rows are long, and most of them are not current.
    Index(
        "ix_ledger_targets_current",
        *("status", "period", "value", "object", "unit", "scope", "origin_date"),
        *("replaced_by", "merged_into", "withdrawn"),
        **_CURRENT,
    ),
)

#: The ledger of statements: one row for each distinct one, by its first sighting. `words` are normalised; where they
#: are empty, `sketch` is that of the whole article which holds them. `search_text` is as for figures, beside the
#: speaker.
ledger_statements = Table(
    "ledger_statements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("speaker", String(100), index=True),
    Column("organization", String(200), index=True),
    Column("words", Text, nullable=False),
    Column("words_hash", String(32), nullable=False, index=True),
    Column("sketch", JSON, nullable=False),
    Column("statement", JSON, nullable=False),
    Column("origin", JSON, nullable=False),
    Column("origin_date", UTCDateTime, nullable=False),
    Column("merged_into", ForeignKey("ledger_statements.id")),
    Column("withdrawn", Boolean, nullable=False, server_default=false()),
    Column("search_text", Text, nullable=False, server_default=""),
    Index("ix_ledger_statements_origin_date", "origin_date", "id"),
    Index("ix_ledger_statements_merged_into", "merged_into", **_MERGED),
)

#: How many characters those names have at most by which the ledger knows its entries.
LONGEST: dict[str, int] = {
    column.name: column.type.length
    for table in (ledger_targets, ledger_statements)
    for column in table.columns
    if isinstance(column.type, String) and column.type.length
}

#: Every finding held against the ledger: what it meant and why. This is the list of an entry's sightings as well: a
#: repeated figure or statement is a row like any other. An edit of a page has no entry there. The number is never
#: reused (AUTOINCREMENT), so that watermarks stay true. Where `announced` is False, nobody is told. `before` is the
#: figure that it changes, contradicts or measures up to, `against` the origin of that. Where a person has corrected a
#: finding, `read` is as the rules had read it; one that stands no more is `withdrawn`: "rejected" by a person, or
#: "lost" to other rules. `restated` counts up from one restatement of a change to the next, whichever that is of: the
#: highest one is another whenever any change says another thing than before.
changes = Table(
    "changes",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("revision", Integer, nullable=False, index=True),
    Column("announced", Boolean, nullable=False),
    Column("noticed_at", UTCDateTime, nullable=False, index=True),
    Column("target_id", ForeignKey("ledger_targets.id")),
    Column("statement_id", ForeignKey("ledger_statements.id")),
    Column("finding", JSON, nullable=False),
    Column("before", JSON(none_as_null=True)),
    Column("against", JSON(none_as_null=True)),
    Column("origin", JSON, nullable=False),
    Column("reason", Text, nullable=False),
    Column("read", JSON(none_as_null=True)),
    Column("withdrawn", String(20)),
    Column("restated", Integer),
    CheckConstraint("target_id IS NULL OR statement_id IS NULL", name="one_entry"),
    # What is asked of an entry's sightings stands in the index: the rows are long.
    Index("ix_changes_target_id", "target_id", "withdrawn", "kind", "number"),
    Index("ix_changes_statement_id", "statement_id", "withdrawn", "kind", "number"),
    Index("ix_changes_restated", "restated", **_RESTATED),
    sqlite_autoincrement=True,
)

#: Who held which office, from the first to the last text that said so.
terms = Table(
    "terms",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("organization", String(200), primary_key=True),
    Column("position", String(200), primary_key=True),
    Column("first_seen", UTCDateTime, nullable=False),
    Column("last_seen", UTCDateTime, nullable=False, index=True),
    Column("sightings", Integer, nullable=False),
)

#: What persons have said about findings: `alerts.corrections.Correction`, field by field; `text` and `read` are its
#: reference. Rows are never rewritten, and what undoes one is a row as well.
corrections = Table(
    "corrections",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("action", String(20), nullable=False),
    Column("by", Text, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("why", Text, nullable=False),
    Column("finding", ForeignKey("changes.number")),
    Column("text", String(80)),
    Column("read", JSON(none_as_null=True)),
    Column("fields", JSON, nullable=False),
    Column("other", ForeignKey("changes.number")),
    Column("name", Text, nullable=False),
    Column("instead", Text, nullable=False),
    Column("undoes", ForeignKey("corrections.number"), unique=True),
    sqlite_autoincrement=True,
)

#: How far each reader of the archive has come: the number of the last revision it dealt with.
cursors = Table(
    "cursors",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("revision", Integer, nullable=False),
)

#: Who is told: `alerts.audience.Subscriber`. Ids are never reused (AUTOINCREMENT): signed links are made of one. Quiet
#: hours are times of day as “22:00”. `told` says whether the operator has heard of a suspension.
subscribers = Table(
    "subscribers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("address", Text, nullable=False, unique=True),
    Column("language", String(10), nullable=False, server_default="zh-CN"),
    Column("zone", String(60), nullable=False, server_default="Asia/Shanghai"),
    Column("quiet_start", String(5), nullable=False, server_default="00:00"),
    Column("quiet_end", String(5), nullable=False, server_default="00:00"),
    Column("standing", String(20), nullable=False, server_default="active"),
    Column("why", Text, nullable=False, server_default=""),
    Column("bounces", Integer, nullable=False, server_default="0"),
    Column("not_before", UTCDateTime),
    Column("told", Boolean, nullable=False, server_default=false()),
    Column("added_at", UTCDateTime, nullable=False),
    sqlite_autoincrement=True,
)

#: What they ask for: `alerts.audience.Subscription`. Ids are never reused: a mail's Message-ID is made of one.
subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subscriber_id", ForeignKey("subscribers.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", Text, nullable=False, server_default=""),
    Column("cadence", String(20), nullable=False),
    Column("hour", Integer, nullable=False, server_default="7"),
    Column("filter", JSON, nullable=False),
    Column("when_empty", Boolean, nullable=False, server_default=false()),
    Column("confirmed", Boolean, nullable=False),
    Column("watermark", Integer, nullable=False),
    Column("last_period", String(40), nullable=False, server_default=""),
    Column("last_at", UTCDateTime),
    Column("added_at", UTCDateTime, nullable=False),
    sqlite_autoincrement=True,
)

#: Rendered messages: one for a subscription and a period, whatever happens. `claimed_until` is the claim of a sender
#: that is busy with the row: it lies ahead until the sender is done, or cannot be alive any more. Of a settled message
#: `next_attempt_at` says when that was. A notice to the operator belongs to no subscription, and its period is
#: "notice"; that of a request to confirm begins with "confirm". `digest` is what a digest was made of: the numbers of
#: its changes, those of the ledger's goals that were due, and what was watched; it outlives the text, which is dropped
#: some time after sending.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subscriber_id", ForeignKey("subscribers.id", ondelete="CASCADE"), index=True),
    Column("subscription_id", ForeignKey("subscriptions.id", ondelete="CASCADE")),
    Column("period", String(40), nullable=False),
    Column("recipient", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("headers", JSON, nullable=False, server_default="{}"),
    Column("digest", JSON(none_as_null=True)),
    Column("message_id", String(200), nullable=False, unique=True),
    Column("date", UTCDateTime, nullable=False),
    Column("state", String(20), nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_attempt_at", UTCDateTime, nullable=False),
    Column("claimed_until", UTCDateTime),
    Column("answer", Text, nullable=False, server_default=""),
    UniqueConstraint("subscription_id", "period"),
    Index("ix_outbox_state_next_attempt_at", "state", "next_attempt_at"),
    sqlite_autoincrement=True,
)

#: The sources that are in trouble as far as the operator knows, each with the state that was told last.
notices = Table(
    "notices",
    metadata,
    Column("source", Text, primary_key=True),
    Column("state", String(20), nullable=False),
    Column("told_at", UTCDateTime, nullable=False),
)

#: What is remembered of schedules (`alerts.app.schedules` declares them): other times than the declared ones where
#: somebody has set some, whether it is switched off, and how it went last.
schedules = Table(
    "schedules",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("times", Text),
    Column("enabled", Boolean, nullable=False, server_default=true()),
    Column("started", UTCDateTime),
    Column("ended", UTCDateTime),
    Column("exit_code", Integer),
    Column("words", Text, nullable=False, server_default=""),
)

#: Which process sees to a task that one alone may see to: the primary key is the lock, a stale heartbeat frees it.
leaders = Table(
    "leaders",
    metadata,
    Column("task", String(40), primary_key=True),
    Column("holder", Text, nullable=False),
    Column("heartbeat", UTCDateTime, nullable=False),
)

#: The tokens of those who script: of each only the SHA-256 of its secret, what it allows, and when it was used last.
tokens = Table(
    "tokens",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("scopes", JSON, nullable=False),
    Column("added_at", UTCDateTime, nullable=False),
    Column("expires_at", UTCDateTime),
    Column("used_at", UTCDateTime),
    sqlite_autoincrement=True,
)

#: Who is signed in as the administrator: of each session the digest of its secret, and when it ends.
sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("ends_at", UTCDateTime, nullable=False),
)
