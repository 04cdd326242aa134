"""Scrapy's own commands in this project: listing, crawling with a feed export in the seed format, and refusals."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from scrapy.settings import Settings as ScrapySettings

from crawler import clock
from crawler.addon import SmewatchAddon
from crawler.archive import runs
from crawler.archive.db import Database
from crawler.config import CrawlSettings, Settings
from crawler.exporter import Folder, FolderStorage, SeedExporter
from crawler.model import Article, RunState
from seeds import codec
from tests.servers import Answer, NewsSite

Scrapy = Callable[..., "subprocess.CompletedProcess[str]"]

FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>示例</title>
<item><title>示例省支持中小企业</title><link>/1.html</link><pubDate>2026-03-02 08:30</pubDate></item>
</channel></rss>"""
TEXT = "示例省日前印发若干措施，支持中小企业发展，为企业减免租金，并设立纾困基金。"


@pytest.fixture
def scrapy(tmp_path: Path) -> Scrapy:
    """`scrapy ARGUMENTS` in a project's folder."""
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = crawler.settings\n")

    def command(*arguments: str) -> "subprocess.CompletedProcess[str]":
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SMEWATCH_")}
        ours = {
            "SMEWATCH_DATA_DIR": str(tmp_path),
            "SMEWATCH_ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8",
            "SMEWATCH_CRAWL__DELAY": "0",
        }
        return subprocess.run(
            [sys.executable, "-m", "scrapy", *arguments],
            cwd=tmp_path,
            env=kept | ours,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )

    return command


def test_a_crawl_exports_what_is_new_as_seed_documents_in_folders(
    scrapy: Scrapy, database: Database, news_site: NewsSite, tmp_path: Path, now: datetime
) -> None:
    news_site.pages["/feed.xml"] = Answer(FEED.encode(), content_type="application/rss+xml")
    news_site.pages["/1.html"] = Answer(f"<html><body><div><p>{TEXT}</p></div></body></html>".encode())
    crawled = scrapy("crawl", "rss", "-a", f"source={news_site.url}/feed.xml", "-O", "out:seed")
    assert crawled.returncode == 0, crawled.stderr
    assert "Traceback" not in crawled.stderr
    (written,) = (tmp_path / "out").rglob("*.txt")
    document = codec.loads(written.read_bytes())
    assert document.title == "示例省支持中小企业"
    assert TEXT in document.body
    assert written.parent != tmp_path / "out"
    with database.read() as connection:
        (summary,) = runs.latest(connection, 10, now)
    assert (summary.state, summary.trigger, summary.new) == (RunState.FINISHED, "scrapy", 1)

    written.unlink()
    again = scrapy("crawl", "rss", "-a", f"source={news_site.url}/feed.xml", "-O", "out:seed")
    assert again.returncode == 0
    assert list((tmp_path / "out").rglob("*.txt")) == []


def test_the_spiders_are_listed_without_a_database(scrapy: Scrapy) -> None:
    listed = scrapy("list")
    assert (listed.returncode, listed.stdout.split()) == (0, ["json", "listing", "rss", "sitemap", "sources"])


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("json", b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/1.html", "title": "A"}]}'),
        ("sitemap", b"<urlset><url><loc>/1.html</loc></url></urlset>"),
        ("sources", FEED.encode()),
    ],
)
def test_an_address_by_hand_is_of_the_kind_whose_spider_was_asked_for(
    kind: str, body: bytes, scrapy: Scrapy, database: Database, news_site: NewsSite
) -> None:
    news_site.pages["/list"] = Answer(body, content_type="text/plain")
    news_site.pages["/1.html"] = Answer(f"<html><body><h1>题</h1><div><p>{TEXT}</p></div></body></html>".encode())
    crawled = scrapy("crawl", kind, "-a", f"source={news_site.url}/list")
    assert crawled.returncode == 0, crawled.stderr
    with database.read() as connection:
        (summary,) = runs.latest(connection, 10, clock.now())
    assert (summary.state, summary.new, summary.sources_failed) == (RunState.FINISHED, 1, ())


def test_a_spider_of_one_kind_takes_no_source_of_another(scrapy: Scrapy, database: Database) -> None:
    refused = scrapy("crawl", "sitemap", "-a", "source=people/finance")
    assert "no source of sitemap to crawl" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_an_unprepared_database_is_one_sentence(scrapy: Scrapy) -> None:
    refused = scrapy("crawl", "rss", "-a", "source=people")
    assert refused.returncode == 2
    assert "run `smewatch init`" in refused.stderr.splitlines()[-1]
    assert "Traceback" not in refused.stderr


def test_a_source_that_nobody_knows_is_one_sentence(scrapy: Scrapy, database: Database, now: datetime) -> None:
    refused = scrapy("crawl", "rss", "-a", "source=nobody")
    assert refused.returncode == 2
    (sentence,) = refused.stderr.splitlines()
    assert "'nobody' is no publisher" in sentence
    with database.read() as connection:
        assert runs.latest(connection, 1, now) == []


def test_the_folder_of_an_export_holds_one_file_a_document(
    tmp_path: Path, make_article: Callable[..., Article]
) -> None:
    storage = FolderStorage(str(tmp_path / "deep" / "out"), feed_options={"format": "seed"})
    folder = storage.open(None)  # type: ignore[arg-type]
    assert isinstance(folder, Folder)
    exporter = SeedExporter(folder, encoding="utf-8")
    for article in (make_article("第一条消息，关于中小企业。"), make_article("第二条消息，关于小微企业。")):
        exporter.export_item(article)
    bodies = [codec.loads(path.read_bytes()).body for path in (tmp_path / "deep" / "out").rglob("*.txt")]
    assert sorted(bodies) == ["<p>第一条消息，关于中小企业。</p>", "<p>第二条消息，关于小微企业。</p>"]


def test_other_formats_go_into_a_file_as_ever(tmp_path: Path) -> None:
    storage = FolderStorage(str(tmp_path / "out.json"), feed_options={"format": "json", "overwrite": True})
    file = storage.open(None)  # type: ignore[arg-type]
    file.write(b"[]")
    storage.store(file)
    assert (tmp_path / "out.json").read_bytes() == b"[]"


def test_scrapy_gets_its_share_of_the_settings_and_nothing_that_executes_or_reads_files(tmp_path: Path) -> None:
    ours = Settings(data_dir=tmp_path, crawl=CrawlSettings(delay=2, timeout=7, max_bytes=99, obey_robots=False))
    settings = ScrapySettings({"SMEWATCH": ours})
    SmewatchAddon.update_pre_crawler_settings(settings)
    assert settings.getfloat("DOWNLOAD_DELAY") == 2
    assert settings.getfloat("DOWNLOAD_TIMEOUT") == 7
    assert settings.getint("DOWNLOAD_MAXSIZE") == 99
    assert not settings.getbool("ROBOTSTXT_OBEY")
    assert settings.getbool("AUTOTHROTTLE_ENABLED")
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
    assert settings["TWISTED_DNS_RESOLVER"] == "crawler.resolver.PublicResolver"
    for dangerous in ("TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED", "HTTPPROXY_ENABLED"):
        assert not settings.getbool(dangerous)
    extensions = [name.rpartition(".")[2] for name in settings.getwithbase("EXTENSIONS")]
    assert not {"TelnetConsole", "RemoteControl"} & set(extensions)  # nor imported
    assert {"AutoThrottle", "FeedExporter"} <= set(extensions)
    handlers = settings.getwithbase("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, handler in handlers.items() if handler} == {"http", "https"}


def test_a_setting_on_scrapys_command_line_goes_before_ours(tmp_path: Path) -> None:
    settings = ScrapySettings({"SMEWATCH": Settings(data_dir=tmp_path)})
    settings.set("LOG_LEVEL", "DEBUG", priority="cmdline")
    SmewatchAddon.update_pre_crawler_settings(settings)
    assert settings["LOG_LEVEL"] == "DEBUG"
