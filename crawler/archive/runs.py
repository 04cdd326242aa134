"""Runs and their leases: begun, counted, watched and ended.

A run holds one lease for each of its sources; the table's primary key is the lock, and the beat of the run's process
keeps it. A lease without a beat for STALE seconds is taken over, and the run that held it counts as failed.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from crawler.archive import tables
from crawler.archive.db import insert_new
from crawler.archive.sources import restored
from crawler.errors import RunRefusedError
from crawler.model import Failure, Reason, RunState, RunSummary, Source

#: Seconds without a beat after which a run counts as gone.
STALE = 60

_COUNTERS = ("done", "requests", "not_modified", "entries", "new", "revised", "duplicates", "near_duplicates", "left",
             "irrelevant")  # fmt: skip

# A run is looked at ten times a second while it lasts: its sources are counted where they are, not read.
_SUMMARISED: Select[Any] = select(
    *(column for column in tables.runs.c if column is not tables.runs.c.sources),
    func.json_array_length(tables.runs.c.sources).label("size"),
)


@dataclass(frozen=True, slots=True)
class Order:
    """What a run is to do: poll these sources, and tell of their first polls or not."""

    sources: tuple[Source, ...]
    announce: bool


def begin(connection: Connection, sources: Sequence[Source], *, trigger: str, announce: bool, now: datetime) -> int:
    """Begin a run and take its leases; return its number.

    Raises RunRefusedError, and then nothing is begun, where another run holds one of the sources.
    """
    row = {
        "state": RunState.RUNNING,
        "trigger": trigger,
        "announce": announce,
        "sources": [asdict(source) for source in sources],
        "started": now,
        "heartbeat": now,
        "failures": [],
    }
    run: int = connection.execute(insert(tables.runs).values(row).returning(tables.runs.c.id)).scalar_one()
    _free_stale_leases(connection, now)
    _take_leases(connection, run, [source.name for source in sources], now)
    return run


def order(connection: Connection, run: int) -> Order:
    """Return what a run is to do."""
    row = connection.execute(select(tables.runs.c.sources, tables.runs.c.announce).where(tables.runs.c.id == run)).one()
    return Order(tuple(map(restored, row.sources)), row.announce)


def readings(connection: Connection, numbers: Collection[int]) -> dict[int, dict[str, object]]:
    """Return what runs were to read, and how: for each run its sources' addresses, kinds and rules, by their names."""
    query = select(tables.runs.c.id, tables.runs.c.sources).where(tables.runs.c.id.in_(numbers))
    return {
        row.id: {it["name"]: (it["url"], it["kind"], it["rules"]) for it in row.sources}
        for row in connection.execute(query)
    }


def beat(
    connection: Connection,
    run: int,
    *,
    now: datetime,
    requests: int,
    counts: Mapping[str, int],
    failures: Sequence[Failure] = (),
    fetching: Sequence[str] = (),
) -> bool:
    """Note that a run's process lives and what it has done since; return whether it is to stop.

    It is where somebody asked for that, or has ended the run: a process that slept through its leases holds nothing.
    `requests` is the number so far, `counts` is added to the counters of those names, `fetching` is what is polled now.
    """
    table = tables.runs
    row = connection.execute(select(table.c.state, table.c.cancel, table.c.failures).where(table.c.id == run)).one()
    values: dict[Any, Any] = {table.c[name]: table.c[name] + count for name, count in counts.items() if count}
    values |= {table.c.heartbeat: now, table.c.requests: requests, table.c.fetching: list(fetching)}
    if failures:
        values |= {table.c.failures: [*row.failures, *map(asdict, failures)]}
    connection.execute(update(table).where(table.c.id == run).values(values))
    connection.execute(update(tables.leases).where(tables.leases.c.run_id == run).values(heartbeat=now))
    return bool(row.cancel) or row.state != RunState.RUNNING


def cancel(connection: Connection, run: int) -> bool:
    """Ask a run's process to stop; return False where the run is not running."""
    running = (tables.runs.c.id == run) & (tables.runs.c.state == RunState.RUNNING)
    return connection.execute(update(tables.runs).where(running).values(cancel=True)).rowcount > 0


def is_cancelled(connection: Connection, run: int) -> bool:
    """Whether somebody has asked a run to stop."""
    return bool(connection.execute(select(tables.runs.c.cancel).where(tables.runs.c.id == run)).scalar())


def end(connection: Connection, run: int, state: RunState, *, now: datetime, failure: Failure | None = None) -> bool:
    """End a run that is running, and give its leases back; return False where it had ended before."""
    table = tables.runs
    row = connection.execute(select(table.c.state, table.c.failures).where(table.c.id == run)).one()
    if row.state != RunState.RUNNING:
        return False
    failures = [*row.failures, asdict(failure)] if failure else row.failures
    connection.execute(
        update(table).where(table.c.id == run).values(state=state, ended=now, failures=failures, fetching=[])
    )
    connection.execute(delete(tables.leases).where(tables.leases.c.run_id == run))
    return True


def holder(connection: Connection, source: str, now: datetime) -> int | None:
    """Return the run that may fetch a source at present, None where there is none."""
    leases = tables.leases
    alive = leases.c.heartbeat >= now - timedelta(seconds=STALE)
    return connection.execute(select(leases.c.run_id).where(leases.c.source == source, alive)).scalar()


def summary(connection: Connection, run: int, now: datetime) -> RunSummary | None:
    """Return what a run has been so far, None where there is no such run."""
    row = connection.execute(_SUMMARISED.where(tables.runs.c.id == run)).first()
    return _summary(row, now) if row else None


def latest(connection: Connection, limit: int, now: datetime, before: int | None = None) -> list[RunSummary]:
    """Return the last runs, the newest first; with `before`, those of lower numbers."""
    query = _SUMMARISED if before is None else _SUMMARISED.where(tables.runs.c.id < before)
    query = query.order_by(tables.runs.c.id.desc()).limit(limit)
    return [_summary(row, now) for row in connection.execute(query)]


def begun(connection: Connection, numbers: Collection[int]) -> dict[int, datetime]:
    """Return when runs began, by their numbers."""
    query = select(tables.runs.c.id, tables.runs.c.started).where(tables.runs.c.id.in_(numbers))
    return {row.id: row.started for row in connection.execute(query)}


def _free_stale_leases(connection: Connection, now: datetime) -> None:
    leases = tables.leases
    stale = leases.c.heartbeat < now - timedelta(seconds=STALE)
    gone = Failure("crawl", Reason.ERROR, f"its process gave no sign of life for {STALE} seconds")
    for run in connection.execute(select(leases.c.run_id).where(stale).distinct()).scalars().all():
        end(connection, run, RunState.FAILED, now=now, failure=gone)
    connection.execute(delete(leases).where(stale))


def _take_leases(connection: Connection, run: int, sources: Sequence[str], now: datetime) -> None:
    leases = tables.leases
    rows = [{"source": source, "run_id": run, "heartbeat": now} for source in sources]
    if rows:
        connection.execute(insert_new(connection, leases), rows)
    own = set(connection.execute(select(leases.c.source).where(leases.c.run_id == run)).scalars())
    if lacking := next((source for source in sources if source not in own), None):
        holder = connection.execute(select(leases.c.run_id).where(leases.c.source == lacking)).scalar_one()
        raise RunRefusedError(lacking, holder)


def _summary(row: Row[Any], now: datetime) -> RunSummary:
    gone = row.state == RunState.RUNNING and row.heartbeat < now - timedelta(seconds=STALE)
    return RunSummary(
        run=row.id,
        state=RunState.FAILED if gone else RunState(row.state),
        trigger=row.trigger,
        seconds=((row.ended or now) - row.started).total_seconds(),
        sources=row.size,
        sources_failed=tuple(Failure(it["source"], Reason(it["reason"]), it["detail"]) for it in row.failures),
        fetching=tuple(row.fetching or ()),
        **{name: row._mapping[name] for name in _COUNTERS},
    )
