"""Every publisher reads its own feed and page into the expected document; its fixtures are discovered, never listed.

A publisher's folder holds `feed.xml`, `page.html` (the article of the feed's first entry) and `expected.txt`, the
document in the seed format. All are written for the test, in the publisher's real shape.
"""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crawler import article, catalog
from crawler.model import FeedEntry, Page, Publisher, Source
from crawler.spiders import rss
from seeds import codec

HERE = Path(__file__).parent
NOW = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
PUBLISHERS = catalog.load().publishers


def first_entry(publisher: Publisher) -> tuple[FeedEntry, Source]:
    own = publisher.sources[0] if publisher.sources else None
    source = own or Source("feed", publisher.name, "https://example.org/feed.xml", categories=("财经", publisher.title))
    feed = (HERE / publisher.name / "feed.xml").read_bytes()
    return rss.entries(feed, source, NOW, zone=ZoneInfo(publisher.zone))[0], source


def test_every_folder_of_fixtures_has_its_publisher() -> None:
    assert {folder.name for folder in HERE.iterdir() if folder.is_dir() and folder.name != "__pycache__"} == set(
        PUBLISHERS
    )


@pytest.mark.parametrize("publisher", PUBLISHERS.values(), ids=PUBLISHERS.keys())
def test_a_publisher_reads_its_page_into_the_expected_document(publisher: Publisher) -> None:
    entry, source = first_entry(publisher)
    page = Page(entry.url, (HERE / publisher.name / "page.html").read_text(encoding="utf-8"), NOW)
    read = article.extract(entry, page, publisher, source)
    assert codec.dumps(read.document) == (HERE / publisher.name / "expected.txt").read_bytes()


@pytest.mark.parametrize("publisher", PUBLISHERS.values(), ids=PUBLISHERS.keys())
def test_a_publishers_page_tells_its_own_date_where_the_feed_tells_none(publisher: Publisher) -> None:
    entry, source = first_entry(publisher)
    assert entry.published is not None
    page = Page(entry.url, (HERE / publisher.name / "page.html").read_text(encoding="utf-8"), NOW)
    undated = FeedEntry(entry.url, entry.title)
    read = article.extract(undated, page, publisher, source)
    zone = ZoneInfo(publisher.zone)
    assert read.published.astimezone(zone).date() == entry.published.astimezone(zone).date()


@pytest.mark.parametrize("publisher", PUBLISHERS.values(), ids=PUBLISHERS.keys())
def test_a_publisher_owns_the_addresses_of_its_pages(publisher: Publisher) -> None:
    entry, _ = first_entry(publisher)
    aggregated = Source("aggregated", "example.org", "https://example.org/feed.xml")
    assert catalog.load().publisher_of(aggregated, entry.url) == publisher
