"""Mails that came back → refusals of their readers' addresses.

A report counts for the mail whose Message-ID it names, and for no other: nobody can guess one, so nobody can have an
address suspended by a letter. What is dealt with leaves the mailbox; what is damaged is named once and set aside;
what is about something else stays.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from alerts import bounces
from alerts.bounces import Report
from alerts.errors import DamagedReportError
from alerts.mailboxes import Mailbox
from alerts.store import outbox, refusals
from crawler.archive.db import Database

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReturnReport:
    """What a look into the mailbox found: mails that came back, and reports that cannot be read, by name and reason.

    `unavailable` says why the mailbox could not be looked into, or not to its end.
    """

    returned: int = 0
    damaged: tuple[str, ...] = ()
    unavailable: str = ""

    @property
    def failed(self) -> bool:
        """Whether something needs a person's attention."""
        return bool(self.damaged or self.unavailable)

    @property
    def parts(self) -> list[str]:
        """What there is to say, in words."""
        parts = [f"{self.returned} came back"] if self.returned else []
        parts += [f"a report on a returned mail cannot be read, {it}" for it in self.damaged]
        return parts + ([self.unavailable] if self.unavailable else [])


def collect(database: Database, mailbox: Mailbox, now: datetime) -> ReturnReport:
    """Take down what the reports in a mailbox say. Raises ServerUnavailableError where it cannot be read to its end.

    Doing it again, or after it was broken off at any point, counts nothing twice.
    """
    returned, damaged = 0, list[str]()
    for name, raw in mailbox.letters():
        try:
            report = bounces.read(raw)
        except DamagedReportError as error:
            damaged.append(f"{name}: {error}")
            mailbox.set_aside(name)  # it would be no better the next time
            continue
        if report is None or not _is_ours(database, report):
            continue  # somebody's letter, or about somebody else's
        returned += report.failed and _take_down(database, report, now)
        mailbox.done(name)
    _log.info("mails returned=%d damaged=%d", returned, len(damaged))
    return ReturnReport(returned, tuple(damaged))


def _is_ours(database: Database, report: Report) -> bool:
    with database.read() as connection:
        return outbox.has(connection, report.message_id)


def _take_down(database: Database, report: Report, now: datetime) -> bool:
    """Note a mail that came back, and that its address was refused; False where that is noted already."""
    with database.write() as connection:
        back, reader = outbox.take_back(connection, report.message_id, report.words)
        if back and reader is not None:
            refusals.note(connection, reader, report.words, hard=report.hard, now=now)
        return back
