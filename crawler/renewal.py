"""Makes the hashes and prints of kept texts anew, after the rules by which texts are recognised have changed.

The version in a stored hash says what is left to do, so an interruption costs a batch at most, and another try goes on
from there. Where the new hash is one that another text has already, the one that comes to it later keeps its old hash
behind the new version (`seeds.fingerprint.twin`): it can equal nothing any more, and copies go to the other one. So
does one whose document is damaged. A text without a document stays as it is.
"""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, exists, func, select, update

from crawler.archive import prints, tables
from crawler.archive.db import Database, take_turns
from crawler.model import Verdict
from crawler.resemblance import print_of
from seeds import codec, fingerprint
from seeds.errors import SeedFormatError
from seeds.fingerprint import FINGERPRINT_VERSION, Fingerprint
from seeds.text import TEXT_VERSION

_BATCH = 100  # texts in a transaction


@dataclass(frozen=True, slots=True)
class Renewal:
    """What came of it: texts with a new hash, and those that have their old one behind the new version."""

    renewed: int
    twins: int


def count_outdated(connection: Connection) -> int:
    """Count the texts whose hash was made by other rules, and can be made anew."""
    query = select(func.count()).select_from(tables.revisions).where(*_outdated())
    counted: int = connection.execute(query).scalar_one()
    return counted


def renew(database: Database, on_progress: Callable[[int, int], None] = lambda done, total: None) -> Renewal:
    """Make hashes and prints anew where the rules have changed; `on_progress` is told of each batch: done, of how many.

    A crawl may go on meanwhile; it takes a text for new whose turn has not yet come.
    """
    with database.read() as connection:
        total = count_outdated(connection)
    renewed = done = last = 0
    while rows := _next(database, last):
        made = [_fingerprint(row.document) for row in rows]
        with database.write() as connection:
            take_turns(connection, "archive")
            renewed += sum(_renew(connection, row, it) for row, it in zip(rows, made, strict=True))
        last, done = rows[-1].number, done + len(rows)
        on_progress(done, max(done, total))
    return Renewal(renewed, done - renewed)


def _outdated() -> tuple[ColumnElement[bool], ...]:
    table = tables.revisions
    current = table.c.content_hash.startswith(f"{FINGERPRINT_VERSION}:", autoescape=True)
    return ~current, table.c.document.is_not(None)


def _next(database: Database, after: int) -> Sequence[Row[Any]]:
    table = tables.revisions
    columns = [table.c[it] for it in ("number", "content_hash", "published", "verdict", "document")]
    query = select(*columns).where(table.c.number > after, *_outdated()).order_by(table.c.number).limit(_BATCH)
    with database.read() as connection:
        return connection.execute(query).all()


def _fingerprint(document: bytes) -> Fingerprint | None:
    try:
        return fingerprint.of(codec.loads(zlib.decompress(document)))
    except (zlib.error, SeedFormatError):
        return None


def _renew(connection: Connection, row: Row[Any], made: Fingerprint | None) -> bool:
    """Give a text its new hash and print; return False where it has none, or keeps its old one."""
    if made is None or _is_taken(connection, made.content_hash):
        _rename(connection, row, _apart(row.content_hash, made))
        return False
    if not _rename(connection, row, made.content_hash):
        return False
    printed = connection.execute(select(exists().where(tables.prints.c.revision == row.number))).scalar_one()
    prints.forget(connection, tables.prints.c.revision == row.number)
    # A near-duplicate without a print is held by another text; before there were prints, there were none of those.
    if printed or row.verdict != Verdict.NEAR_DUPLICATE:
        mine = print_of(made.sketch, made.particulars)
        prints.keep(connection, mine, prints.sharing(connection, mine), row.published, revision=row.number)
    return True


def _apart(content_hash: str, made: Fingerprint | None) -> str:
    # Of a text that its page has come back to, the hash still tells what the page shows.
    if made and fingerprint.is_twin(content_hash):
        return fingerprint.again(made.content_hash, content_hash)
    return fingerprint.twin(content_hash)


def _rename(connection: Connection, row: Row[Any], content_hash: str) -> bool:
    """Replace a hash where it stands; return False where another program has been here since it was read."""
    table, entries = tables.revisions, tables.entries
    here = (table.c.number == row.number) & (table.c.content_hash == row.content_hash)
    values = {"content_hash": content_hash, "text_version": TEXT_VERSION}
    renamed = connection.execute(update(table).where(here).values(values)).rowcount > 0
    if renamed:
        listed = entries.c.content_hash == row.content_hash
        connection.execute(update(entries).where(listed).values(content_hash=content_hash))
    return renamed


def _is_taken(connection: Connection, content_hash: str) -> bool:
    query = select(exists().where(tables.revisions.c.content_hash == content_hash))
    return bool(connection.execute(query).scalar_one())
