"""The clean-up removes what is old and not needed, and everything that reads documents copes with their absence."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from alerts import signup, subscriptions, watch
from alerts.app import listings
from alerts.app.bootstrap import App
from alerts.app.jobs import cleanup
from alerts.app.jobs.cleanup import CleanupReport
from alerts.audience import Cadence, Subscriber, Subscription
from alerts.links import Links
from alerts.model import Delivery, DeliveryState, Message
from alerts.store import outbox, schema
from alerts.store import tables as alerts_tables
from crawler import catalog
from crawler.archive import articles, entries, polls, retention, runs, search, tables
from crawler.archive.db import Database
from crawler.archive.search import Wanted
from crawler.config import RetentionSettings, Settings
from crawler.ingest import keep_text, print_of_article
from crawler.model import (
    Article,
    FeedEntry,
    Novelty,
    Poll,
    Reason,
    Relevance,
    Revision,
    RunState,
    Source,
    Validators,
    Verdict,
)
from seeds.document import Document
from seeds.fingerprint import content_hash
from seeds.text import plain

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
SPORT = "示例市马拉松周日开跑，来自各地的跑者将从滨江广场出发，途经老城区和大学城，沿途设置十二个补给点。"
RELEVANT, IRRELEVANT = Relevance(0.9, ("sme-policy",), ()), Relevance(0.1, (), ())


def days(count: int) -> datetime:
    return NOW - timedelta(days=count)


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[App]:
    database = Database(database_url)
    schema.upgrade(database)
    yield App(Settings(data_dir=tmp_path), database, catalog.load())
    database.close()


@pytest.fixture
def keep(app: App) -> Callable[..., Revision]:
    def keep(words: str, at: datetime, judged: Relevance = IRRELEVANT) -> Revision:
        document = Document("示例市消息", ("体育",), "示例网", at, f"<p>{words}</p>")
        text = plain(document.body)
        digest = content_hash(document.title, text)
        article = Article(document, text, digest, f"https://news.example/{digest}", "example", "example/news", at)
        with app.database.write() as connection:
            _, kept = keep_text(connection, article, print_of_article(article), judged, announced=True)
        assert kept is not None
        return kept

    return keep


def documents(app: App) -> list[bool]:
    with app.database.read() as connection:
        rows = connection.execute(select(tables.revisions.c.document).order_by(tables.revisions.c.number))
        return [it is not None for it in rows.scalars()]


def test_an_irrelevant_text_loses_its_document_and_stays_known(app: App, keep: Callable[..., Revision]) -> None:
    old = keep(SPORT, days(91))
    keep(SPORT.replace("十二", "二十"), days(91), RELEVANT)
    keep(SPORT.replace("十二", "三十"), days(89))
    assert cleanup.clean_up(app, NOW) == CleanupReport(documents=1, polls=0, runs=0, entries=0)
    assert documents(app) == [False, True, True]
    assert cleanup.clean_up(app, NOW) == CleanupReport(0, 0, 0, 0)
    with app.database.read() as connection:
        left = articles.revision(connection, old.number)
        assert left is not None
        assert (left.article.document.title, left.relevance, left.article.text) == ("示例市消息", IRRELEVANT, "")
        assert articles.known(connection, old.article).same is not None
    with app.database.write() as connection:
        near = replace(
            old.article, text=SPORT + "赛后有颁奖。", content_hash=f"2:{'0' * 32}", url="https://news.example/near"
        )
        novelty, _ = keep_text(connection, near, print_of_article(near), IRRELEVANT, announced=True)
    assert (novelty.verdict, novelty.nearest) == (Verdict.NEAR_DUPLICATE, old.number)


def test_whatever_reads_texts_copes_with_those_without_a_document(app: App, keep: Callable[..., Revision]) -> None:
    keep(SPORT, days(91))
    search.catch_up(app.database)
    cleanup.clean_up(app, NOW)
    with app.database.read() as connection:
        (listed,) = search.find(connection, Wanted("示例市"), 10)
        (read,) = articles.revisions_after(connection, 0, 10)
    assert listed == read
    assert listings.article_row(listed)["title"] == "示例市消息"
    assert watch.catch_up(app.database, {}, NOW) == ()


def test_the_setting_says_how_long(app: App, keep: Callable[..., Revision]) -> None:
    keep(SPORT, days(40))
    shorter = app.settings.model_copy(update={"retention": RetentionSettings(irrelevant_days=30)})
    assert cleanup.clean_up(app, NOW).documents == 0
    assert cleanup.clean_up(replace(app, settings=shorter), NOW).documents == 1


def test_all_windows_are_swept(app: App, keep: Callable[..., Revision], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "_WINDOW", 2)
    for number in range(5):
        keep(f"第{number}届示例市马拉松开跑，{number}万人参加，报名从{number}月开始，路线有{number}条。", days(100))
    assert cleanup.clean_up(app, NOW).documents == 5
    assert documents(app) == [False] * 5


SOURCES = [Source(it, "example", f"https://news.example/{it}.xml") for it in ("quiet", "busy")]


def poll(app: App, source: str, at: datetime, reason: Reason | None = None) -> None:
    left = Validators(etag=f'"{at:%d}"') if reason is None else Validators()
    with app.database.write() as connection:
        run = runs.begin(connection, SOURCES, trigger="test", announce=False, now=at)
        polls.remember(connection, run, [Poll(source, at, 200, 1, 1, 1, 1, reason, validators=left)])
        runs.end(connection, run, RunState.FINISHED, now=at)


def baselines(app: App) -> dict[str, Validators]:
    with app.database.write() as connection:
        run = runs.begin(connection, SOURCES, trigger="test", announce=False, now=NOW)
        left = polls.baselines(connection, run)
        runs.end(connection, run, RunState.FINISHED, now=NOW)
    return left


def test_old_polls_go_but_for_the_last_that_succeeded(app: App) -> None:
    poll(app, "quiet", days(200))
    poll(app, "quiet", days(150))
    poll(app, "quiet", days(100), Reason.HTTP)
    poll(app, "busy", days(100))
    poll(app, "busy", days(1))
    before = baselines(app)
    assert before.keys() == {"quiet", "busy"}
    report = cleanup.clean_up(app, NOW)
    assert (report.polls, report.runs) == (3, 3)  # the runs that have no poll any more go with them
    report = cleanup.clean_up(app, NOW)
    assert (report.polls, report.runs) == (0, 0)
    assert baselines(app) == before


def test_entries_of_a_list_that_has_not_changed_for_long_stay(app: App) -> None:
    gone, still = FeedEntry("https://news.example/gone", "撤下"), FeedEntry("https://news.example/still", "还在")
    with app.database.write() as connection:
        entries.wanted(connection, "static", [gone, still], announced=True, now=days(900))
        entries.wanted(connection, "static", [still], announced=True, now=days(800))  # the last list that was new
        for entry in (gone, still):
            entries.settle(connection, "static", entry.url, Novelty(Verdict.NEW, "new"), f"2:{'0' * 32}")
    assert cleanup.clean_up(app, NOW).entries == 1
    with app.database.read() as connection:
        assert connection.execute(select(tables.entries.c.url)).scalars().all() == [still.url]


def test_entries_go_that_are_settled_and_were_not_listed_for_long(app: App) -> None:
    found = [FeedEntry(f"https://news.example/{name}", name) for name in ("settled", "failing", "let go", "listed")]
    with app.database.write() as connection:
        entries.wanted(connection, "example", found, announced=True, now=days(500))
        for entry in found:
            if entry.title in {"settled", "listed"}:
                entries.settle(connection, "example", entry.url, Novelty(Verdict.NEW, "new"), f"2:{'0' * 32}")
        for _ in range(entries.ATTEMPTS):
            entries.miss(connection, "example", found[2].url, "gone", permanent=True)
        entries.wanted(connection, "example", found[3:], announced=True, now=days(399))
    assert cleanup.clean_up(app, NOW).entries == 2
    with app.database.read() as connection:
        left = connection.execute(select(tables.entries.c.url).order_by(tables.entries.c.id)).scalars().all()
    assert left == [found[1].url, found[3].url]


def test_mails_that_were_sent_long_ago_lose_what_they_said(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleanup, "_AT_ONCE", 2)
    ends = [DeliveryState.SENT, DeliveryState.GIVEN_UP, DeliveryState.RETURNED, DeliveryState.QUEUED]
    with app.database.write() as connection:
        for number, state in enumerate([*ends, DeliveryState.SENT]):
            message = Message("reader@example.org", "3 个新目标", "text", "html", f"<{number}@news.example>", days(31))
            outbox.add_notice(connection, message, days(31))
            settled = days(29 if number == len(ends) else 31)
            outbox.settle(connection, Delivery(number + 1, message, state, 1, settled, "250 taken"))
    assert cleanup.clean_up(app, NOW).mails == 3
    assert cleanup.clean_up(app, NOW).mails == 0
    with app.database.read() as connection:
        rows = connection.execute(select(alerts_tables.outbox).order_by(alerts_tables.outbox.c.id)).all()
    assert [bool(it.text or it.html) for it in rows] == [False, False, False, True, True]
    assert {(it.subject, it.answer) for it in rows} == {("3 个新目标", "250 taken")}
    assert [it.state for it in rows] == [*ends, DeliveryState.SENT]


def test_sign_ups_that_nobody_confirmed_go_after_a_week(app: App) -> None:
    links = Links("https://policy.example", "a secret of the service")
    for address, at in (("silent@example.org", days(8)), ("late@example.org", days(6))):
        wish = Subscription(0, Subscriber(0, address), Cadence.DAY)
        signup.ask(app.database, wish, links, app.settings.mail_from, now=at, topics=())
    assert cleanup.clean_up(app, NOW).signups == 1
    assert [it.subscriber.address for it in subscriptions.everyone(app.database)] == ["late@example.org"]
