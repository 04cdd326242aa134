"""The history of migrations makes exactly the tables that the code declares."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from alerts.audience import Cadence, Filter, Subscriber
from alerts.store import schema, subscribers, tables
from crawler.archive.db import SCHEMA, Database, metadata
from crawler.errors import NewerDatabaseError
from tests.declared import differences


@pytest.fixture
def empty(tmp_path: Path) -> Database:
    return Database(f"sqlite:///{tmp_path / 'empty.db'}")


def test_an_empty_database_gets_what_the_code_declares_and_nothing_else(empty: Database) -> None:
    assert schema.upgrade(empty)
    with empty.read() as connection:
        assert differences(connection) == []
    assert empty.revision() == SCHEMA
    empty.check_schema()


def test_numbers_that_watermarks_rest_on_are_never_reused(empty: Database) -> None:
    schema.upgrade(empty)
    declared = {table.name for table in metadata.tables.values() if table.dialect_options["sqlite"]["autoincrement"]}
    with empty.read() as connection:
        rows = connection.execute(text("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'"))
        assert {row.name for row in rows} == declared
    assert {"changes", "subscribers", "revisions"} <= declared


def test_a_second_upgrade_has_nothing_to_do_and_keeps_the_rows(empty: Database) -> None:
    schema.upgrade(empty)
    with empty.write() as connection:
        connection.execute(tables.cursors.insert().values(name="watch", revision=7))
    assert not schema.upgrade(empty)
    with empty.read() as connection:
        assert connection.execute(tables.cursors.select()).one().revision == 7


def test_a_database_of_a_later_program_is_left_alone(empty: Database) -> None:
    schema.upgrade(empty)
    with empty.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabaseError, match="9999"):
        schema.upgrade(empty)
    assert empty.revision() == "9999"


def test_the_schema_that_the_program_asks_for_is_the_head_of_the_history() -> None:
    assert schema.history().get_current_head() == SCHEMA


def test_upgrading_says_nothing(empty: Database, capfd: pytest.CaptureFixture[str]) -> None:
    schema.upgrade(empty)
    assert capfd.readouterr() == ("", "")


def test_a_reader_of_an_earlier_program_keeps_the_subscription_and_the_mails(empty: Database) -> None:
    schema.upgrade(empty, "0005")
    with empty.write() as connection:
        for statement in (
            "INSERT INTO subscribers (id, email, cadence, filter, confirmed, watermark, last_period, added_at) VALUES "
            "(4, 'reader@example.org', 'week', '{\"regions\": [\"示例省\"]}', true, 12, '2026-W40', "
            "'2026-10-01 00:00:00'), "
            "(9, 'other@example.org', 'day', '{}', false, 0, '', '2026-10-01 00:00:00')",
            "INSERT INTO outbox (subscriber_id, period, recipient, subject, text, html, message_id, date, state, "
            "next_attempt_at) VALUES (4, '2026-W40', 'reader@example.org', '', '', '', '<a@b>', "
            "'2026-10-01 00:00:00', 'sent', '2026-10-01 00:00:00')",
        ):
            connection.execute(text(statement))
    schema.upgrade(empty)
    with empty.write() as connection:
        kept, _ = subscribers.everyone(connection)
        assert (kept.id, kept.subscriber.address, kept.cadence) == (4, "reader@example.org", Cadence.WEEK)
        assert (kept.filter, kept.watermark, kept.last_period) == (Filter(regions=("示例省",)), 12, "2026-W40")
        assert connection.execute(tables.outbox.select()).one().subscription_id == 4
        added = subscribers.add(connection, Subscriber(0, "new@example.org"), datetime(2026, 11, 1, tzinfo=UTC))
        assert added.id == 10
