"""What a person has to see to: the database, the runs, the sources, the queue and the mail settings, looked at in turn.

Each look gives a `Finding` in words. Nothing is repaired here, and nothing printed.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import make_msgid, parseaddr

from alerts import subscribe
from alerts.app import settings_faults
from alerts.app.bootstrap import App
from alerts.app.fares import Fare, fares
from alerts.channels import email
from alerts.errors import DeliveryError
from alerts.model import DeliveryState, Message
from alerts.store import outbox, subscribers
from crawler import catalog, health, renewal
from crawler.archive import runs
from crawler.errors import ConfigurationError
from crawler.health import State
from crawler.model import RunState

_ASLEEP = timedelta(days=1)  # a poll that is overdue for longer says that nobody calls `crawl`


@dataclass(frozen=True, slots=True)
class Finding:
    """What a look at a part of the installation found; `fine` is False where a person is needed."""

    part: str
    fine: bool
    words: str


def examine(app: App, now: datetime) -> tuple[Finding, ...]:
    """Look at every part of the installation."""
    faring = tuple(it for it in fares(app) if it.enabled)
    return (
        _database(app),
        _prints(app),
        _last_run(app, now),
        _polling(faring, now),
        *_sources(faring),
        _queue(app),
        *_settings(app),
        _mail(app),
        *_subscriptions(app),
        *_proxy(app),
    )


def try_mail(app: App, address: str, now: datetime) -> Finding:
    """Send a mail that says that mails arrive, past the queue; tell what the server said.

    Raises ConfigurationError for what is no address.
    """
    recipient = subscribe.address(address)
    words = "这是 smewatch 的测试邮件，收到它说明邮件设置有效。\nA test mail of smewatch: its mail settings work.\n"
    message = Message(
        recipient=recipient,
        subject="smewatch：测试邮件 / test mail",
        text=words,
        html=f"<html><body><p>{words}</p></body></html>",
        message_id=make_msgid("smewatch", domain=parseaddr(app.settings.mail_from)[1].rpartition("@")[2]),
        date=now,
    )
    try:
        with email.open_channel(app.settings.smtp_url.get_secret_value(), app.settings.mail_from) as channel:
            return Finding("test mail", True, f"to {recipient}: {channel.send(message)}")
    except (ConfigurationError, DeliveryError) as error:
        return Finding("test mail", False, str(error))


def _database(app: App) -> Finding:
    with app.database.write() as connection:  # a disk that is full or read-only shows here
        damage = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() if _is_sqlite(app) else "ok"
    revision = app.database.revision()
    fine = damage == "ok"
    return Finding("database", fine, f"revision {revision}, writable" if fine else f"damaged: {damage}")


def _prints(app: App) -> Finding:
    with app.database.read() as connection:
        outdated = renewal.count_outdated(connection)
    if outdated:
        words = f"{outdated} texts have prints of an earlier version: run `smewatch db upgrade`"
        return Finding("prints", False, words)
    return Finding("prints", True, "all of this version")


def _last_run(app: App, now: datetime) -> Finding:
    with app.database.read() as connection:
        last = next(iter(runs.latest(connection, 1, now)), None)
    if last is None:
        return Finding("runs", True, "none so far: `smewatch crawl` begins the first")
    fine = last.state is not RunState.FAILED
    why = "" if fine else "".join(f", {it.detail}" for it in last.sources_failed if it.source == "crawl")
    return Finding("runs", fine, f"run {last.run} {last.state.value}{why}")


def _polling(faring: tuple[Fare, ...], now: datetime) -> Finding:
    polled = [it.state for it in faring if it.state]
    overdue = sum(now - it.next_poll > _ASLEEP for it in polled)
    if overdue:
        words = f"{overdue} of {len(faring)} sources are overdue for more than a day: is `smewatch crawl --due` called?"
        return Finding("polling", False, words)
    return Finding("polling", True, f"{len(polled)} of {len(faring)} sources polled so far, none long overdue")


def _sources(faring: tuple[Fare, ...]) -> Iterator[Finding]:
    counts = Counter(it.health.state for it in faring)
    yield Finding("sources", True, ", ".join(f"{counts[state]} {state}" for state in State if counts[state]) or "none")
    for it in faring:
        if it.health.state.troubled:
            yield Finding(it.source.name, not it.health.needs_person, f"{it.health.state}: {health.words(it.health)}")
        for number, url in it.muted:
            words = f"{url} shows another text at every fetch, and is muted: `smewatch articles unmute {number}`"
            yield Finding(it.source.name, True, words)


def _queue(app: App) -> Finding:
    with app.database.read() as connection:
        queued, given_up = (outbox.count(connection, it) for it in (DeliveryState.QUEUED, DeliveryState.GIVEN_UP))
    return Finding("queue", not given_up, f"{queued} mails queued, {given_up} given up")


def _settings(app: App) -> Iterator[Finding]:
    for fault in settings_faults.find(app.settings):
        yield Finding("settings", False, fault)


def _mail(app: App) -> Finding:
    with app.database.read() as connection:
        readers = subscribers.count(connection)
    if app.settings.smtp_url.get_secret_value():
        return Finding("mail", True, f"{readers} subscribers; `doctor --mail ADDRESS` tries whether mails go out")
    if not readers and not app.settings.operator:
        return Finding("mail", True, "not set up, and nobody subscribes")
    return Finding("mail", False, "SMEWATCH_SMTP_URL is not set: mails wait in the queue until it names a mail server")


def _subscriptions(app: App) -> Iterator[Finding]:
    """Look for subscriptions that ask for topics which there are no more: they would wait for ever."""
    watched = catalog.topic_titles(app.settings.data_dir)
    with app.database.read() as connection:
        asked = Counter(name for it in subscribers.everyone(connection) for name in it.filter.topics)
    for name, count in asked.items():
        if name not in watched:
            words = (
                f"{count} subscriptions ask for the topic {name}, which is watched no more: put its file back, or "
                "have them ask for others (`smewatch subscribers list` shows whose they are)"
            )
            yield Finding("topics", False, words)


def _proxy(app: App) -> Iterator[Finding]:
    """Look for the web server that must stand before this one, which speaks no https itself."""
    if app.settings.base_url.startswith("https:") and not app.settings.trusted_proxies:
        words = (
            "SMEWATCH_BASE_URL is https, and no proxy is trusted: all readers count as one, who signs in and up too "
            "often. Set SMEWATCH_TRUSTED_PROXIES to the address of the web server before this one"
        )
        yield Finding("proxy", False, words)


def _is_sqlite(app: App) -> bool:
    return app.settings.database.startswith("sqlite")
