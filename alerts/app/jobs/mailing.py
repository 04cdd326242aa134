"""Digests that are due are composed and sent, or shown without any effect."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from alerts import deliver, notices, queueing
from alerts.app import bootstrap, settings_faults
from alerts.app.bootstrap import App
from alerts.app.jobs.returning import collect_returns
from alerts.channels import Channel, email
from alerts.channels.apprise import Services
from alerts.channels.webhook import Webhooks
from alerts.deliver import Channels, DeliveryReport
from alerts.model import Coverage
from alerts.queueing import QueueReport
from alerts.render import Masthead
from alerts.returns import ReturnReport
from alerts.ways import Way
from crawler import data_dir, health
from crawler.archive import polls, states
from crawler.health import State

_LATELY = timedelta(days=1)  # what is said of the sources' health looks back this far
_SILENT = {State.QUIET, State.STALE}


@dataclass(frozen=True, slots=True)
class SendReport:
    """What came of sending: the digests that were due, the mails that were, and those that had come back before."""

    composing: QueueReport
    delivery: DeliveryReport
    returns: ReturnReport = field(default_factory=ReturnReport)

    @property
    def failed(self) -> bool:
        """Whether something needs a person's attention."""
        return self.delivery.failed or bool(self.composing.unrendered) or self.returns.failed

    @property
    def sentence(self) -> str:
        """What was done, in a sentence."""
        done, composed = self.delivery, self.composing.queued
        parts = self.returns.parts
        parts += [f"{composed} composed, {done.sent} sent"] if composed or done.sent else []
        parts += [f"cannot be rendered (the log says why): {it}" for it in self.composing.unrendered]
        if done.unavailable:
            parts.append(done.unavailable)
        parts += [f"put off: {it.masked}" for it in done.later] + [f"given up: {it.masked}" for it in done.given_up]
        if done.waiting:
            parts.append(f"{done.waiting} in the queue")
        return "; ".join(parts) or "nothing new, no mail"


def send_digests(app: App, now: datetime, stop: Callable[[], bool] = lambda: False) -> SendReport:
    """Compose every digest that is due and what the operator is to hear; send what is in the queue.

    Before that, mails that came back are looked for: whose address is no more gets no further digest.

    `stop` is asked before each mail whether to leave the rest for later. Raises ConfigurationError, and then nothing is
    composed, where the mail settings cannot be read.
    """
    operator = app.settings.operator and settings_faults.check_operator(app.settings.operator)
    with email.open_channel(app.settings.smtp_url.get_secret_value(), app.settings.mail_from) as mail:
        returned = collect_returns(app, now)
        if operator:
            notices.queue(app.database, operator, app.settings.mail_from, list(app.catalog.sources), now)
        publishers, coverage = app.catalog.publishers, _coverage(app, now)
        composed = queueing.queue_digests(app.database, publishers, _masthead(app), coverage, now)
        return SendReport(composed, deliver.deliver_due(app.database, _channels(app, mail), now, stop), returned)


def send_queued(app: App, now: datetime, stop: Callable[[], bool] = lambda: False) -> DeliveryReport:
    """Send what is in the queue, and compose nothing; `stop` and errors as in `send_digests`."""
    with email.open_channel(app.settings.smtp_url.get_secret_value(), app.settings.mail_from) as mail:
        return deliver.deliver_due(app.database, _channels(app, mail), now, stop)


def preview_digests(app: App, now: datetime, out: Path) -> list[Path]:
    """Write every digest that is due into a folder, as .eml and .html; nothing is sent or remembered."""
    messages = queueing.preview(app.database, app.catalog.publishers, _masthead(app), _coverage(app, now), now)
    written: list[Path] = []
    with email.open_channel(out.absolute().as_uri(), app.settings.mail_from) as folder:
        for number, (_, message) in enumerate(messages, 1):
            folder.send(message)
            page = out / f"{number:03}.html"
            page.write_text(message.html, encoding="utf-8")
            written.append(page)
    return written


def _channels(app: App, mail: Channel) -> Channels:
    webhooks = Webhooks(data_dir.secret_key(app.settings), app.settings.allow_private_addresses)
    return {Way.MAIL: mail, Way.WEBHOOK: webhooks, Way.SERVICE: Services()}


def _masthead(app: App) -> Masthead:
    return Masthead(app.settings.mail_from, bootstrap.topic_titles(app.settings), bootstrap.links(app.settings))


def _coverage(app: App, now: datetime) -> Coverage:
    with app.database.read() as connection:
        standing = polls.standing(connection, now - _LATELY)
        known = states.everything(connection, app.catalog.sources)
    silent = (name for name, it in known.items() if health.judge(it.history).state in _SILENT)
    return Coverage(standing.polled, standing.failing, tuple(sorted(silent)))
