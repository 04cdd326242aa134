"""The database is copied while it is in use."""

from datetime import timedelta
from pathlib import Path

import pytest

from alerts.app.bootstrap import App
from alerts.app.jobs import backup
from alerts.store import tables
from crawler import clock
from crawler.archive.db import Database
from crawler.errors import ConfigurationError, UnusableDatabaseError

NOW = clock.now()


def test_a_copy_holds_what_the_database_held_and_only_the_last_ones_are_kept(installation: App) -> None:
    with installation.database.write() as connection:
        connection.execute(tables.cursors.insert().values(name="watch", revision=7))
    made = [backup.back_up(installation, NOW + timedelta(days=day), keep=2) for day in range(3)]
    assert [it.removed for it in made] == [0, 0, 1]
    assert sorted(made[0].path.parent.iterdir()) == [made[1].path, made[2].path]
    assert made[2].path.stat().st_mode & 0o777 == 0o600
    copy = Database(f"sqlite:///{made[2].path}")
    with copy.read() as connection:
        assert connection.execute(tables.cursors.select()).one().revision == 7
    copy.check_schema()
    copy.close()


def test_a_folder_that_cannot_be_written_leaves_nothing_behind(installation: App, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UnusableDatabaseError, match="cannot be copied"):
        backup.back_up(installation, NOW, tmp_path / "file")


def test_a_database_on_a_server_is_backed_up_there(installation: App) -> None:
    server = App(installation.settings, Database("postgresql+psycopg://host/news"), installation.catalog)
    with pytest.raises(ConfigurationError, match="pg_dump"):
        backup.back_up(server, NOW)
