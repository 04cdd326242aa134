"""`crawl --due`, `sources list`, `sources check` and `doctor` as their user meets them, over real HTTP and SMTP."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from subprocess import CompletedProcess
from zoneinfo import ZoneInfo

import pytest

from tests.servers import Answer, MailSink, NewsSite

Command = Callable[..., CompletedProcess[str]]

YESTERDAY = datetime.now(ZoneInfo("Asia/Shanghai")).replace(second=0, microsecond=0) - timedelta(days=1)
TEXT = "示例省日前印发方案，力争到2027年培育3000家专精特新中小企业，完善公共服务体系，减轻企业负担。"
PAGE = Answer(f"<html><body><h1>示例省出台措施</h1><div class='article'><p>{TEXT}</p></div></body></html>".encode())


@pytest.fixture
def feed(news_site: NewsSite) -> str:
    """A feed with one entry whose page is there."""
    news_site.pages["/1.html"] = PAGE
    news_site.pages["/feed.xml"] = Answer(
        f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>示例</title>
        <item><title>示例省出台措施</title><link>{news_site.url}/1.html</link>
        <pubDate>{YESTERDAY:%Y-%m-%d %H:%M}</pubDate></item>
        <item><title>预告</title><link>{news_site.url}/2.html</link><pubDate>2099-03-02 08:30 +0800</pubDate></item>
        </channel></rss>""".encode(),
        content_type="application/rss+xml; charset=utf-8",
    )
    news_site.pages["/2.html"] = PAGE
    return f"{news_site.url}/feed.xml"


def row(smewatch: Command, source: str) -> dict[str, object]:
    printed = smewatch("sources", "list", "--json")
    rows: dict[str, dict[str, object]] = {it["name"]: it for it in map(json.loads, printed.stdout.splitlines())}
    return rows[source]


def test_only_what_is_due_is_polled_and_the_list_says_how_sources_fare(
    smewatch: Command, news_site: NewsSite, feed: str
) -> None:
    smewatch("sources", "add", feed)
    assert row(smewatch, feed)["state"] == "unknown"
    first = smewatch("crawl", feed, "--due", "--json")
    assert (first.returncode, json.loads(first.stdout)["new"]) == (0, 1), first.stderr
    news_site.requests.clear()
    again = smewatch("crawl", feed, "--due", "--json")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "nothing is due\n")
    assert news_site.requests == []
    fare = row(smewatch, feed)
    assert (fare["state"], fare["reason"]) == ("ok", "answers, and is known for less than a day")
    assert str(fare["polled"]) < str(fare["next_poll"])
    shown = next(line for line in smewatch("sources", "list").stdout.splitlines() if line.startswith(feed))
    assert " ok " in shown


def test_a_feed_is_told_with_its_entries_dates_and_encoding(smewatch: Command, feed: str) -> None:
    (found,) = map(json.loads, smewatch("sources", "check", feed, "--json").stdout.splitlines())
    assert (found["form"], found["kind"], found["usable"]) == ("RSS", "rss", True)
    assert found["preview"][0]["date"] == YESTERDAY.astimezone(UTC).isoformat()
    dates = found["dates"]
    assert (dates["entries"], dates["dated"], dates["without_zone"], dates["future"]) == (2, 2, 1, 1)
    assert found["encoding"] == {"header": "utf-8", "declared": "utf-8", "fitting": "utf-8"}
    shown = smewatch("sources", "check", feed)
    assert shown.returncode == 0
    assert "1 dates without a zone (taken for Asia/Shanghai), 1 in the future" in shown.stdout
    assert f"to watch it: smewatch sources add {feed}\n" in shown.stdout


def test_a_page_leads_to_the_feeds_of_its_site(smewatch: Command, news_site: NewsSite, feed: str) -> None:
    site = news_site.url
    head = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    news_site.pages["/"] = Answer(f"<html><head>{head}</head><body>{TEXT}</body></html>".encode())
    news_site.pages["/rss.xml"] = news_site.pages["/feed.xml"]
    news_site.pages["/robots.txt"] = Answer(f"Sitemap: {site}/maps.xml".encode(), content_type="text/plain")
    news_site.pages["/maps.xml"] = Answer(
        f"<sitemapindex><sitemap><loc>{site}/map1.xml</loc></sitemap></sitemapindex>".encode(), content_type="text/xml"
    )
    news_site.pages["/sitemap.xml"] = Answer(
        f"<urlset><url><loc>{site}/1.html</loc><lastmod>2026-03-02</lastmod></url></urlset>".encode(),
        content_type="text/xml",
    )
    found = list(map(json.loads, smewatch("sources", "check", site, "--json").stdout.splitlines()))
    assert [(it["url"], it["form"], it["parts"]) for it in found] == [
        (feed, "RSS", 0),
        (f"{site}/sitemap.xml", "sitemap", 0),
        (f"{site}/maps.xml", "sitemap index", 1),
    ]


def test_a_page_without_feeds_and_an_address_without_answer_are_said_to_be_so(
    smewatch: Command, news_site: NewsSite
) -> None:
    news_site.pages["/page.html"] = PAGE
    nothing = smewatch("sources", "check", f"{news_site.url}/page.html")
    assert (nothing.returncode, nothing.stdout) == (
        1,
        f"{news_site.url}/page.html: web page, and no feed was found from there\n",
    )
    missing = smewatch("sources", "check", f"{news_site.url}/missing.html")
    assert (missing.returncode, missing.stderr) == (1, "smewatch: http: HTTP status 404\n")
    assert smewatch("sources", "check", "file:///etc/passwd").returncode == 2


def test_the_doctor_needs_nobody_on_a_sound_installation(smewatch: Command, mail_sink: MailSink, feed: str) -> None:
    smewatch("crawl", "--feed", feed)
    sound = smewatch("doctor", "--mail", "reader@example.org", "--json", SMTP_URL=mail_sink.url)
    findings = {it["part"]: it for it in map(json.loads, sound.stdout.splitlines())}
    assert sound.returncode == 0, sound.stdout
    assert {"database", "runs", "polling", "sources", "queue", "mail", "test mail"} <= findings.keys()
    assert mail_sink.recipients == ["reader@example.org"]


def test_a_source_that_fails_once_needs_a_person_by_doctor_and_status_alike(
    smewatch: Command, news_site: NewsSite, feed: str
) -> None:
    smewatch("sources", "add", feed)
    good, news_site.pages["/feed.xml"] = news_site.pages["/feed.xml"], Answer(b"no", 500)
    smewatch("crawl", feed)
    for command in ("doctor", "status"):
        sick = smewatch(command)
        assert sick.returncode == 1, command
        assert not [line for line in sick.stdout.splitlines() if feed in line and line.startswith("ok")]
    news_site.pages["/feed.xml"] = good
    smewatch("crawl", feed)
    assert [smewatch(command).returncode for command in ("doctor", "status")] == [0, 0]


def test_the_doctor_names_what_needs_a_person(smewatch: Command, news_site: NewsSite) -> None:
    url = f"{news_site.url}/feed.xml"
    news_site.pages["/feed.xml"] = Answer(b"no", 403)
    smewatch("sources", "add", url)
    assert smewatch("doctor").returncode == 0
    for _ in range(3):
        assert smewatch("crawl", url).returncode == 1
    sick = smewatch("doctor", "--mail", "reader@example.org")
    assert sick.returncode == 1
    lines = [line.split(maxsplit=3) for line in sick.stdout.splitlines() if line.startswith("see to it")]
    assert any(url in " ".join(line) and "turned away 3 times" in " ".join(line) for line in lines)
    assert any("SMEWATCH_SMTP_URL is not set" in " ".join(line) for line in lines)


def test_the_operator_is_mailed_about_a_trouble_once_and_about_its_end_once(
    smewatch: Command, news_site: NewsSite, mail_sink: MailSink, feed: str
) -> None:
    settings = {"SMTP_URL": mail_sink.url, "OPERATOR": "operator@example.org"}
    smewatch("sources", "add", feed)
    good, news_site.pages["/feed.xml"] = news_site.pages["/feed.xml"], Answer(b"no", 403)
    for _ in range(4):
        smewatch("crawl", feed)
        assert smewatch("digest", "send", **settings).returncode == 0
    news_site.pages["/feed.xml"] = good
    for _ in range(2):
        smewatch("crawl", feed)
        assert smewatch("digest", "send", **settings).returncode == 0
    assert [mail["Subject"] for mail in mail_sink.mails] == ["smewatch：1 个来源异常", "smewatch：1 个来源恢复"]
    assert mail_sink.recipients == ["operator@example.org"] * 2
    wrong = smewatch("digest", "send", SMTP_URL=mail_sink.url, OPERATOR="operator")
    assert (wrong.returncode, wrong.stderr.startswith("smewatch: SMEWATCH_OPERATOR: ")) == (2, True)
