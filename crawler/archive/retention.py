"""What need not be kept for ever: documents of irrelevant texts, old polls and runs, entries that feeds left long ago.

Each kind is swept in windows of numbers, a transaction each, so that a crawl beside it never waits for long, however
large the archive is. Doing it again finds nothing. SQLite puts new rows where old ones were; the file stays as large.
"""

from datetime import datetime

from sqlalchemy import Column, Delete, String, Update, bindparam, cast, delete, exists, func, select, update

from crawler.archive import tables
from crawler.archive.db import Database
from crawler.archive.entries import ATTEMPTS

_WINDOW = 1000  # numbers in a transaction


def drop_documents(database: Database, before: datetime) -> int:
    """Drop the documents of texts that belong to no topic and came in before a moment; return how many.

    Hash, print, title and score stay: the text is known, and can be judged no more.
    """
    table = tables.revisions
    statement = update(table).values(document=None)
    expired = (table.c.document.is_not(None), cast(table.c.topics, String) == "[]", table.c.fetched_at < before)
    return _sweep(database, table.c.number, statement.where(*expired))


def drop_polls(database: Database, before: datetime) -> int:
    """Drop polls of before a moment; return how many. The last that succeeded of each source stays, for the next one.

    It tells that the source has had its baseline, and what its server may answer with “nothing has changed”.
    """
    table = tables.polls
    last = select(func.max(table.c.id)).where(table.c.reason.is_(None)).group_by(table.c.source)
    with database.read() as connection:  # once for all windows: it looks at every poll
        needed = connection.execute(last).scalars().all()
    return _sweep(database, table.c.id, delete(table).where(table.c.at < before, table.c.id.not_in(needed)))


def drop_entries(database: Database, before: datetime) -> int:
    """Drop entries that no feed has listed since a moment, and that are settled or were let go; return how many.

    One that comes back is fetched once more, and known by its text. Those of a source's last list stay however old it
    is: a list that has not changed since is not read again, and notes nothing.
    """
    table = tables.entries
    settled = table.c.verdict.is_not(None) | (table.c.attempts >= ATTEMPTS)
    listed = table.alias()
    left = exists().where(listed.c.source == table.c.source, listed.c.last_seen > table.c.last_seen)
    return _sweep(database, table.c.id, delete(table).where(table.c.last_seen < before, settled, left))


def drop_runs(database: Database, before: datetime) -> int:
    """Drop runs that ended before a moment and that no poll is remembered of; return how many."""
    table = tables.runs
    polled = exists().where(tables.polls.c.run_id == table.c.id)
    held = exists().where(tables.leases.c.run_id == table.c.id)
    return _sweep(database, table.c.id, delete(table).where(table.c.ended < before, ~polled, ~held))


def _sweep(database: Database, number: Column[int], statement: Update | Delete) -> int:
    statement = statement.where(number > bindparam("after"), number <= bindparam("upto"))
    with database.read() as connection:
        lowest, highest = connection.execute(select(func.min(number), func.max(number))).one()
    swept = 0
    for after in range((lowest or 1) - 1, highest or 0, _WINDOW):
        with database.write() as connection:
            swept += connection.execute(statement, {"after": after, "upto": after + _WINDOW}).rowcount
    return swept
