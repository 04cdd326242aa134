"""The main job as its user does it: the command line against a real feed over HTTP and a real mail server."""

import json
import re
import signal
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from crawler import clock
from crawler.archive import sources, tables
from crawler.archive.db import Database
from crawler.model import Source
from tests.conftest import Smewatch
from tests.servers import Answer, MailSink, NewsSite

TARGET_ARTICLE = (
    "示例省：到2027年培育三千家专精特新中小企业",
    "示例省日前印发《示例省中小企业梯度培育三年行动方案》，对全省优质中小企业培育作出部署。",
    "方案提出，到2027年，全省力争培育3000家专精特新中小企业、300家专精特新“小巨人”企业，"
    "进一步完善创新型中小企业的梯度培育体系。",
    "各市要把中小企业公共服务体系建设摆在突出位置，推动政策直达中小微企业。",
)
STATEMENT_ARTICLE = (
    "示例省工信厅：让惠企政策直达中小企业",
    "示例省人民政府新闻办公室今天举行新闻发布会，介绍促进中小企业高质量发展的有关情况。",
    "示例省工业和信息化厅副厅长林示范表示，下一步将把惠企政策直达快享作为重点，"
    "为中小企业提供更加精准的服务，让专精特新企业敢投入、有奔头。",
    "“我们要当好中小企业的服务员。”林示范说。",
)
IRRELEVANT_ARTICLE = (
    "示例市举行春季马拉松",
    "示例市春季马拉松今天上午鸣枪开跑，来自各地的选手在湖畔赛道上尽情奔跑。",
    "赛事沿途设置了多个补给点和医疗点，志愿者为选手提供了周到的服务。",
)


def page(title: str, *paragraphs: str) -> bytes:
    body = "".join(f"<p>　　{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{title}_示例网</title>'
        f'<meta property="article:published_time" content="2026-03-02T08:30:00+08:00"></head>'
        f"<body><nav><a href='/'>首页</a></nav><h1>{title}</h1><div class='article'>{body}"
        f"<p>责任编辑：王小明</p></div><footer>版权所有 示例网</footer></body></html>"
    ).encode()


def rss(*entries: tuple[str, str]) -> Answer:
    items = "".join(
        f"<item><title>{title}</title><link>{url}</link><guid>{url}</guid>"
        f"<pubDate>Mon, 02 Mar 2026 08:30:00 +0800</pubDate></item>"
        for title, url in entries
    )
    return Answer(
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>示例网</title>'
        f"<link>http://example.org/</link><description>示例</description>{items}</channel></rss>".encode(),
        content_type="application/rss+xml; charset=utf-8",
    )


def publish(site: NewsSite, *articles: tuple[str, ...], feed: str = "/feed.xml") -> str:
    """Put articles on the site and into a feed; return the feed's address."""
    entries = []
    for number, article in enumerate(articles, 1):
        path = f"{feed}-{number}.html"
        site.pages[path] = Answer(page(*article))
        entries.append((article[0], site.url + path))
    site.pages[feed] = rss(*entries)
    return site.url + feed


def report(stdout: str) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(stdout)
    return parsed


def test_a_feed_goes_in_and_a_digest_comes_out_once(
    smewatch: Smewatch, news_site: NewsSite, mail_sink: MailSink
) -> None:
    feed = publish(news_site, TARGET_ARTICLE, STATEMENT_ARTICLE, IRRELEVANT_ARTICLE)
    assert smewatch("init").returncode == 0
    assert smewatch("subscribers", "add", "reader@example.org", "--every", "instant", "--confirmed").returncode == 0

    crawled = smewatch("crawl", "--feed", feed, "--announce", "--json")
    assert crawled.returncode == 0, crawled.stderr
    run = report(crawled.stdout)
    assert (run["state"], run["entries"], run["new"], run["irrelevant"]) == ("finished", 3, 3, 1)
    assert run["sources_failed"] == []
    assert run["changes"] >= 3

    sent = smewatch("digest", "send", SMTP_URL=mail_sink.url)
    assert sent.returncode == 0, sent.stderr
    assert mail_sink.recipients == ["reader@example.org"]
    (mail,) = mail_sink.mails
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    for part in (text.get_content(), html.get_content()):
        assert "3000" in part
        assert "2027" in part
        assert "林示范" in part
        assert "工业和信息化厅" in part
        assert news_site.url in part
        assert "马拉松" not in part

    news_site.requests.clear()
    again = smewatch("crawl", "--feed", feed, "--announce", "--json")
    assert again.returncode == 0, again.stderr
    second = report(again.stdout)
    assert (second["new"], second["revised"], second["changes"]) == (0, 0, 0)
    assert [path for path in news_site.requests if path.endswith(".html")] == []
    assert smewatch("digest", "send", SMTP_URL=mail_sink.url).returncode == 0
    assert len(mail_sink.mails) == 1


def test_a_topic_of_ones_own_is_one_file_and_can_be_subscribed_to(
    smewatch: Smewatch, news_site: NewsSite, mail_sink: MailSink
) -> None:
    topics = smewatch.home / "data" / "topics"
    topics.mkdir(parents=True)
    (topics / "ladder.toml").write_text(
        'name = "ladder"\ntitle = "示例梯度"\nparent = "sme-policy"\nthreshold = 0.3\n[terms]\n"梯度培育" = 1.0\n',
        encoding="utf-8",
    )
    refused = smewatch("subscribers", "add", "reader@example.org", "--topic", "ladders")
    assert refused.returncode == 2
    assert "there is no topic 'ladders'" in refused.stderr
    assert "financing" in refused.stderr
    assert "ladder," in refused.stderr
    added = smewatch(
        "subscribers", "add", "reader@example.org", "--every", "instant", "--confirmed", "--topic", "ladder"
    )
    assert added.returncode == 0, added.stderr
    assert "示例梯度" in smewatch("subscribers", "list").stdout

    assert smewatch("crawl", "--feed", publish(news_site, STATEMENT_ARTICLE), "--announce").returncode == 0
    assert smewatch("digest", "send", SMTP_URL=mail_sink.url).returncode == 0
    assert mail_sink.mails == []
    assert smewatch("crawl", "--feed", publish(news_site, TARGET_ARTICLE, feed="/b.xml"), "--announce").returncode == 0
    assert "示例梯度" in smewatch("articles").stdout
    assert smewatch("digest", "send", SMTP_URL=mail_sink.url).returncode == 0
    (mail,) = mail_sink.mails
    text = mail.get_body(("plain",))
    assert text is not None
    assert "（主题：示例梯度）" in text.get_content()

    (topics / "ladder.toml").write_text('name = "ladder"\ntitle = 3\n', encoding="utf-8")
    broken = smewatch("crawl", "--feed", f"{news_site.url}/feed.xml")
    assert broken.returncode == 2
    assert "ladder.toml" in broken.stderr


def test_the_same_text_at_another_portal_is_dropped_and_a_changed_page_is_a_revision(
    smewatch: Smewatch, news_site: NewsSite
) -> None:
    feed = publish(news_site, TARGET_ARTICLE)
    smewatch("crawl", "--feed", feed, "--announce")
    headline, *paragraphs = TARGET_ARTICLE
    spaced = [re.sub(r"(\d+|“|”)", r" \1 ", paragraph) for paragraph in paragraphs]
    reprint = publish(news_site, (f"转载：{headline}", *spaced), feed="/reprint.xml")
    run = report(smewatch("crawl", "--feed", reprint, "--announce", "--json").stdout)
    assert (run["entries"], run["new"], run["duplicates"], run["changes"]) == (1, 0, 1, 0)

    changed = [paragraph.replace("3000家", "3500家") for paragraph in paragraphs]
    publish(news_site, (f"{headline}（更新）", *changed))
    run = report(smewatch("crawl", "--feed", feed, "--json").stdout)
    assert (run["new"], run["revised"]) == (0, 1)
    assert run["changes"] >= 1
    raised = smewatch("targets", "--json")
    values = {row["value"] for row in map(json.loads, raised.stdout.splitlines())}
    assert 3500 in values


def test_a_first_poll_is_the_baseline_and_nobody_is_told_of_it(
    smewatch: Smewatch, news_site: NewsSite, mail_sink: MailSink
) -> None:
    feed = publish(news_site, TARGET_ARTICLE)
    smewatch("subscribers", "add", "reader@example.org", "--every", "instant", "--confirmed")
    run = report(smewatch("crawl", "--feed", feed, "--json").stdout)
    assert (run["new"], run["changes"]) == (1, 0)
    publish(news_site, TARGET_ARTICLE, STATEMENT_ARTICLE)
    run = report(smewatch("crawl", "--feed", feed, "--json").stdout)
    assert run["new"] == 1
    assert run["changes"] >= 1
    assert smewatch("digest", "send", SMTP_URL=mail_sink.url).returncode == 0
    (mail,) = mail_sink.mails
    body = mail.get_body(("plain",))
    assert body is not None
    assert "林示范" in body.get_content()
    assert "3000" not in body.get_content()


def test_every_bad_source_is_named_with_its_reason_and_the_rest_is_stored(
    smewatch: Smewatch, news_site: NewsSite, closed_port: int
) -> None:
    good = publish(news_site, TARGET_ARTICLE, STATEMENT_ARTICLE)
    news_site.pages["/feed.xml-2.html"] = Answer(b"oops", 500)
    news_site.pages["/page.html"] = Answer(page(*IRRELEVANT_ARTICLE))
    news_site.pages["/broken.xml"] = Answer(b"<?xml version='1.0'?><rss><channel><item><ti", content_type="text/xml")
    news_site.pages["/empty.xml"] = rss()
    dead = f"http://127.0.0.1:{closed_port}/feed.xml"
    feeds = [good, dead, f"{news_site.url}/page.html", f"{news_site.url}/broken.xml", f"{news_site.url}/empty.xml"]

    crawled = smewatch("crawl", *[part for feed in feeds for part in ("--feed", feed)], "--announce", "--json")
    assert crawled.returncode == 1
    assert "Traceback" not in crawled.stderr
    run = report(crawled.stdout)
    assert run["new"] == 1
    reasons = {failure["source"]: failure["reason"] for failure in run["sources_failed"]}
    assert reasons == {
        good: "http",
        dead: "connection",
        f"{news_site.url}/page.html": "not_a_feed",
        f"{news_site.url}/broken.xml": "malformed",
        f"{news_site.url}/empty.xml": "empty",
    }
    detail = next(f["detail"] for f in run["sources_failed"] if f["source"] == good)
    assert "/feed.xml-2.html" in detail
    assert "500" in detail

    news_site.pages["/feed.xml-2.html"] = Answer(page(*STATEMENT_ARTICLE))
    healed = report(smewatch("crawl", "--feed", good, "--json").stdout)
    assert (healed["new"], healed["sources_failed"]) == (1, [])


def test_a_mail_server_that_is_away_keeps_the_mail_queued(
    smewatch: Smewatch, news_site: NewsSite, mail_sink: MailSink, closed_port: int
) -> None:
    feed = publish(news_site, TARGET_ARTICLE)
    smewatch("subscribers", "add", "reader@example.org", "--every", "instant", "--confirmed")
    smewatch("crawl", "--feed", feed, "--announce")
    failed = smewatch("digest", "send", SMTP_URL=f"smtp://127.0.0.1:{closed_port}")
    assert failed.returncode == 1
    assert "Traceback" not in failed.stderr
    assert "reader@example.org" not in failed.stderr
    sent = smewatch("digest", "send", "--now", "2099-01-01T00:00:00Z", SMTP_URL=mail_sink.url)
    assert sent.returncode == 0, sent.stderr
    assert mail_sink.recipients == ["reader@example.org"]


def test_ctrl_c_while_mails_are_sent_records_the_one_under_way_and_leaves_the_rest(
    smewatch: Smewatch, news_site: NewsSite, mail_sink: MailSink
) -> None:
    feed = publish(news_site, TARGET_ARTICLE)
    for name in ("ann", "bob"):
        smewatch("subscribers", "add", f"{name}@example.org", "--every", "instant", "--confirmed")
    smewatch("crawl", "--feed", feed, "--announce")
    mail_sink.answering.clear()
    with smewatch.start("digest", "send", SMTP_URL=mail_sink.url) as sending:
        assert mail_sink.began.wait(60)
        sending.send_signal(signal.SIGINT)
        assert sending.stderr is not None
        assert "stopping after this mail" in sending.stderr.readline()
        mail_sink.answering.set()
        assert sending.wait(60) == 130
    assert mail_sink.recipients == ["ann@example.org"]
    assert smewatch("digest", "send", SMTP_URL=mail_sink.url).returncode == 0
    assert mail_sink.recipients == ["ann@example.org", "bob@example.org"]


def test_a_quiet_edit_of_an_official_page_is_told_once(
    smewatch: Smewatch, news_site: NewsSite, mail_sink: MailSink, tmp_path: Path
) -> None:
    feed = publish(news_site, TARGET_ARTICLE)
    smewatch("init")
    smewatch("subscribers", "add", "reader@example.org", "--every", "instant", "--confirmed")
    database = Database(f"sqlite:///{tmp_path / 'data' / 'smewatch.db'}")
    with database.write() as connection:
        sources.add(connection, Source("miit/example", "miit", feed), clock.now())
    assert report(smewatch("crawl", "miit/example", "--json").stdout)["changes"] == 0  # the baseline

    headline, *paragraphs = TARGET_ARTICLE
    edited = [*(it.replace("3000家", "3500家") for it in paragraphs), "本方案自2026年4月1日起施行。"]
    news_site.pages["/feed.xml-1.html"] = Answer(page(headline, *edited))
    assert report(smewatch("crawl", "miit/example", "--json").stdout)["revised"] == 0  # not due yet
    with database.write() as connection:  # a day goes by
        connection.execute(update(tables.articles).values(visit_at=clock.now()))
    run = report(smewatch("crawl", "miit/example", "--json").stdout)
    assert (run["not_modified"], run["revised"], run["sources_failed"]) == (1, 1, [])
    assert run["changes"] >= 1

    diff = smewatch("articles", "diff", "2").stdout
    assert "[-3000家-]" in diff
    assert "{+3500家+}" in diff
    assert smewatch("digest", "send", SMTP_URL=mail_sink.url).returncode == 0
    (mail,) = mail_sink.mails
    assert "上调：专精特新中小企业 3000 家 → 3500 家；1 处页面修订" in mail["Subject"]
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "修改前：到 2027 年 3000 家" in text.get_content()
    assert "「方案提出，到2027年，全省力争培育3000家" in text.get_content()
    assert "「方案提出，到2027年，全省力争培育3500家" in text.get_content()
    assert text.get_content().count("3500家") == 1
    assert "＋ 本方案自2026年4月1日起施行。" in text.get_content()
    assert ">3000家</span>" in html.get_content()
    assert ">3500家</span>" in html.get_content()
    assert "本方案自2026年4月1日起施行。</ins>" in html.get_content()

    with database.write() as connection:
        connection.execute(update(tables.articles).values(visit_at=clock.now()))
    news_site.requests.clear()
    again = report(smewatch("crawl", "miit/example", "--json").stdout)
    assert "/feed.xml-1.html" in news_site.requests
    assert (again["revised"], again["duplicates"], again["changes"]) == (0, 0, 0)
    assert smewatch("digest", "send", SMTP_URL=mail_sink.url).returncode == 0
    assert len(mail_sink.mails) == 1
    database.close()


BAD_SETTINGS = {
    "an SMTP address that cannot be parsed": ({"SMTP_URL": "mail.example.org:banana"}, ["digest", "send"]),
    "a setting that does not exist": ({"COLOUR": "red"}, ["status"]),
    "a database of another kind": ({"DATABASE_URL": "oracle-of-delphi://x"}, ["init"]),
}


@pytest.mark.parametrize(("settings", "command"), BAD_SETTINGS.values(), ids=BAD_SETTINGS.keys())
def test_a_wrong_setting_is_one_sentence(smewatch: Smewatch, settings: dict[str, str], command: list[str]) -> None:
    refused = smewatch(*command, **settings)
    assert refused.returncode == 2
    assert len(refused.stderr.splitlines()) == 1
    assert "Traceback" not in refused.stderr


def test_a_data_directory_that_cannot_be_written_is_one_sentence(smewatch: Smewatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused = smewatch("init", DATA_DIR=str(tmp_path / "file" / "data"))
    assert refused.returncode == 2
    assert len(refused.stderr.splitlines()) == 1
    assert "SMEWATCH_DATA_DIR" in refused.stderr


def test_a_database_newer_than_the_program_is_refused(smewatch: Smewatch, tmp_path: Path) -> None:
    assert smewatch("init").returncode == 0
    database = sqlite3.connect(tmp_path / "data" / "smewatch.db")
    with database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    for command in (["init"], ["crawl", "--feed", "http://127.0.0.1:9/x"], ["digest", "send"]):
        refused = smewatch(*command)
        assert refused.returncode == 2, command
        assert len(refused.stderr.splitlines()) == 1
        assert "9999" in refused.stderr
