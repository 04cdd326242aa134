"""A crawl lasts until what it brought is compared with the ledger."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alerts import watch
from alerts.app.bootstrap import App
from alerts.app.jobs import crawling
from alerts.model import Change
from alerts.store import schema
from crawler import catalog, clock, run
from crawler.archive.db import Database
from crawler.config import Settings
from crawler.model import RunState, RunSummary


def test_the_comparison_counts_in_the_seconds_and_shows_how_far_it_is(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)

    def compare(
        database: Database, publishers: object, now: datetime, on_progress: Callable[[int, int], None]
    ) -> tuple[Change, ...]:
        nonlocal moment
        for done in (0, 1):
            on_progress(done, 2)
            moment += timedelta(seconds=4)
        return ()

    monkeypatch.setattr(clock, "now", lambda: moment)
    monkeypatch.setattr(run, "carry_out", lambda *_: RunSummary(1, RunState.FINISHED, "cli", 3.25, 1))
    monkeypatch.setattr(watch, "catch_up", compare)
    database = Database(database_url)
    schema.upgrade(database)
    told: list[tuple[int, int]] = []
    app = App(Settings(data_dir=tmp_path), database, catalog.load())
    report = crawling.crawl(app, (), trigger="cli", on_compared=lambda done, total: told.append((done, total)))
    database.close()
    assert crawling.crawl_json(report)["seconds"] == 11.2
    assert told == [(0, 2), (1, 2)]
