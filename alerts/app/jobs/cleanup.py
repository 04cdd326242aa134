"""What is kept for a while only, and whose time is up, is removed."""

from dataclasses import dataclass
from datetime import datetime

from alerts import signup
from alerts.app.bootstrap import App
from alerts.store import outbox, subscribers
from crawler import run_log
from crawler.archive import retention
from crawler.archive.db import Database

_AT_ONCE = 500  # mails in a transaction: nobody waits for it for long


@dataclass(frozen=True, slots=True)
class CleanupReport:
    """What was removed: documents of irrelevant texts, polls, runs that had them, entries, texts of mails, sign-ups.

    `logs` counts the files of what runs said.
    """

    documents: int
    polls: int
    runs: int
    entries: int
    mails: int = 0
    signups: int = 0
    logs: int = 0


def clean_up(app: App, now: datetime) -> CleanupReport:
    """Remove what is older than the retention settings say; doing it again removes nothing.

    An interruption keeps what was done. A crawl may go on meanwhile.
    """
    kept = app.settings.retention
    with app.database.write() as connection:
        signups = subscribers.drop_unconfirmed(connection, now - signup.WAITS)
    return CleanupReport(
        documents=retention.drop_documents(app.database, now - kept.irrelevant),
        polls=retention.drop_polls(app.database, now - kept.polls),
        runs=retention.drop_runs(app.database, now - kept.polls),
        entries=retention.drop_entries(app.database, now - kept.entries),
        mails=_drop_mails(app.database, now - kept.mails),
        signups=signups,
        logs=run_log.drop(app.settings, now - kept.polls),
    )


def _drop_mails(database: Database, before: datetime) -> int:
    total = 0
    while True:
        with database.write() as connection:
            dropped = outbox.drop_texts(connection, before, _AT_ONCE)
        total += dropped
        if dropped < _AT_ONCE:
            return total
