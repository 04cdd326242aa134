"""What digests say of the service: its pages, and how the sources fare that it watches."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

from alerts import subscriptions
from alerts.app.bootstrap import App
from alerts.app.jobs import mailing
from alerts.audience import Cadence, Subscriber, Subscription
from alerts.links import Links, Purpose
from alerts.store import schema
from crawler import catalog, data_dir
from crawler.archive import polls, runs, states
from crawler.archive.db import Database
from crawler.config import Settings
from crawler.model import Poll, Reason
from crawler.polling import Pace

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def test_a_digest_tells_of_quiet_and_failing_sources_and_links_to_the_service(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'smewatch.db'}")
    schema.upgrade(database)
    settings = Settings(
        data_dir=tmp_path, base_url="https://policy.example", mail_from="smewatch <digest@news.example>"
    )
    app = App(settings, database, catalog.load())
    well, quiet, failing = sorted(app.catalog.sources)[:3]
    ended = [
        Poll(well, NOW, 200, 1, 1, 1, 1, newest=NOW),
        Poll(quiet, NOW, 200, 1, 1, 0, 1, newest=NOW - timedelta(days=90)),
        Poll(failing, NOW, 412, 1, 0, 0, 1, Reason.BLOCKED),
        Poll("gone/source", NOW, 200, 1, 1, 0, 1, newest=NOW - timedelta(days=90)),
    ]
    with database.write() as connection:
        run = runs.begin(connection, [], trigger="cli", announce=True, now=NOW)
        polls.remember(connection, run, ended)
        states.advance(connection, ended, Pace(), lambda: 0)
    wish = Subscription(0, Subscriber(0, "reader@example.org"), Cadence.WEEK, confirmed=True, when_empty=True)
    asked = subscriptions.add(database, wish, now=NOW, topics=())
    (page,) = mailing.preview_digests(app, NOW, tmp_path / "out")
    (mail,) = [
        message_from_bytes(it.read_bytes(), policy=policy.default) for it in sorted((tmp_path / "out").glob("*.eml"))
    ]
    text = mail.get_body(("plain",))
    assert text
    # Of quiet ones those alone that are still watched.
    assert f"监测范围：4 个来源，1 个异常：{failing}；1 个近来少有更新：{quiet}。" in text.get_content()
    end = Links(settings.base_url, data_dir.secret_key(settings)).to(Purpose.UNSUBSCRIBE, asked.id, NOW)
    assert mail["List-Unsubscribe"] == f"<{end}>, <mailto:digest@news.example?subject=unsubscribe>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Subject"] == "本周没有新内容，监测 4 个来源｜11月23日"
    assert end in page.read_text(encoding="utf-8")
    database.close()
