"""Crawls beside each other, and one that is killed: nothing is kept twice, nothing is lost."""

import threading
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from crawler import run
from crawler.archive import articles, tables
from crawler.archive.db import Database
from crawler.config import Settings
from crawler.model import RunState, RunSummary, Source
from tests import crawls
from tests.servers import Answer, NewsSite

if TYPE_CHECKING:
    from subprocess import Popen

STORIES = 120
SUBJECTS = ("租金减免", "贷款贴息", "设备更新", "人才引进", "账款清欠", "市场开拓", "标准制定", "展会补贴")


def text(number: int) -> str:
    """A text of its own: what it shares with others are no five characters in a row."""
    own = "".join(chr(0x6000 + (number * 37 + at * 11) % 6000) for at in range(60))
    return f"第{number}号通知：{SUBJECTS[number % len(SUBJECTS)]}政策面向中小企业。{own}。"


def publish(site: NewsSite, name: str) -> Source:
    """Put a portal on the site that prints all stories, under addresses of its own."""
    items = []
    for number in range(STORIES):
        path = f"/{name}/{number}.html"
        html = f"<meta charset='utf-8'><h1>第{number}号</h1><div><p>{text(number)}</p></div>"
        site.pages[path] = Answer(f"<html><body>{html}</body></html>".encode())
        items.append(f"<item><title>第{number}号</title><link>{site.url}{path}</link></item>")
    feed = f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>{''.join(items)}</channel></rss>"
    site.pages[f"/{name}.xml"] = Answer(feed.encode(), content_type="application/rss+xml")
    return Source(f"{name}/news", name, f"{site.url}/{name}.xml")


@pytest.fixture
def place(each_database: Database, settings: Settings, tmp_path: Path) -> Settings:
    url = each_database.engine.url.render_as_string(hide_password=False)
    return settings.model_copy(update={"database_url": url, "data_dir": tmp_path})


def kept(database: Database) -> Counter[str]:
    with database.read() as connection:
        return Counter(it.article.text for it in articles.revisions_after(connection, 0, 10 * STORIES))


def counted(database: Database) -> tuple[int, int]:
    """The copies noted, and the entries of which nothing has come."""
    copies, entries = tables.copies, tables.entries
    open_entries = select(func.count()).select_from(entries).where(entries.c.verdict.is_(None))
    with database.read() as connection:
        noted = connection.execute(select(func.count()).select_from(copies)).scalar_one()
        return noted, connection.execute(open_entries).scalar_one()


def test_two_crawls_that_bring_the_same_texts_at_once_keep_each_once(
    each_database: Database, place: Settings, news_site: NewsSite
) -> None:
    summaries: list[RunSummary] = []

    def crawl(source: Source) -> None:
        summaries.append(crawls.crawl(place, each_database, [source], announce=True))

    portals = [publish(news_site, name) for name in ("first", "second")]
    threads = [threading.Thread(target=crawl, args=[it]) for it in portals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [it.state for it in summaries] == [RunState.FINISHED] * 2
    assert kept(each_database) == Counter(text(number) for number in range(STORIES))
    assert counted(each_database) == (STORIES, 0)
    assert (sum(it.new for it in summaries), sum(it.duplicates for it in summaries)) == (STORIES, STORIES)


def test_a_crawl_that_is_killed_again_and_again_loses_nothing_and_doubles_nothing(
    each_database: Database, place: Settings, news_site: NewsSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    children: list[Popen[bytes]] = []
    spawn = run._spawn

    def spawned(settings: Settings, number: int) -> "Popen[bytes]":
        children.append(spawn(settings, number))
        return children[-1]

    def kill(summary: RunSummary) -> None:
        if summary.new:  # a batch has been stored, and others are on their way
            children[-1].kill()

    monkeypatch.setattr(run, "_spawn", spawned)
    portal = publish(news_site, "first")
    slowly = place.model_copy(update={"crawl": place.crawl.model_copy(update={"delay": 0.03})})
    stored = 0
    for _ in range(3):
        killed = crawls.crawl(slowly, each_database, [portal], announce=True, on_progress=kill)
        assert killed.state is RunState.FAILED
        assert stored < sum(kept(each_database).values()) < STORIES
        stored = sum(kept(each_database).values())

    again = crawls.crawl(place, each_database, [portal], announce=True)
    assert again.state is RunState.FINISHED
    assert kept(each_database) == Counter(text(number) for number in range(STORIES))
    assert counted(each_database) == (0, 0)
