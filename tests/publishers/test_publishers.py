"""Every publisher reads its own lists and its page into the expected document; its fixtures are discovered.

A publisher's folder holds what its first source answers, named by its kind (`feed.xml`, `list.json`, `list.html`,
`sitemap.xml`), `answer.json` where a list must be asked for in a second step, `page.html` (the article of the first
entry) and `expected.txt`, the document in the seed format. A source that needs an answer of its own has it under its
name (`gov/documents` in `gov/documents.html`). All are written for the test, in the publisher's real shape.
"""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crawler import address, article, catalog
from crawler.extraction import markup
from crawler.model import FeedEntry, HtmlList, JsonList, Kind, Page, Publisher, Source
from crawler.spiders import jsonlist, listing, rss, sitemap
from seeds import codec

HERE = Path(__file__).parent
NOW = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
PUBLISHERS = catalog.load().publishers
SOURCES = catalog.load().sources
READERS = {
    Kind.RSS: rss.entries,
    Kind.JSON: jsonlist.entries,
    Kind.LISTING: listing.entries,
    Kind.SITEMAP: sitemap.entries,
}

of_each_publisher = pytest.mark.parametrize("publisher", PUBLISHERS.values(), ids=PUBLISHERS.keys())
of_each_source = pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES.keys())


def answer_of(source: Source) -> Path:
    """The file that stands for a source's answer."""
    in_a_page = isinstance(source.rules, JsonList) and source.rules.embedded
    kind = Kind.LISTING if in_a_page else source.kind
    usual = {Kind.RSS: "feed.xml", Kind.JSON: "list.json", Kind.LISTING: "list.html", Kind.SITEMAP: "sitemap.xml"}[kind]
    own = HERE / source.publisher / f"{source.name.partition('/')[2]}{Path(usual).suffix}"
    return own if own.exists() else HERE / source.publisher / usual


def entries_of(source: Source) -> tuple[FeedEntry, ...]:
    """What a source's answer announces, after the second step where one is needed."""
    body, where = answer_of(source).read_bytes(), source
    if isinstance(source.rules, HtmlList) and source.rules.built_by:
        (further,) = listing.further(body, source)
        body, where = (HERE / source.publisher / "answer.json").read_bytes(), replace(source, url=further.url)
    return READERS[source.kind](body, where, NOW, zone=ZoneInfo(PUBLISHERS[source.publisher].zone))


def first_entry(publisher: Publisher) -> tuple[FeedEntry, Source]:
    source = publisher.sources[0]
    return entries_of(source)[0], source


def page_of(publisher: Publisher, url: str) -> Page:
    return Page(url, (HERE / publisher.name / "page.html").read_text(encoding="utf-8"), NOW)


def test_every_folder_of_fixtures_has_its_publisher() -> None:
    assert {folder.name for folder in HERE.iterdir() if folder.is_dir() and folder.name != "__pycache__"} == set(
        PUBLISHERS
    )


@of_each_publisher
def test_every_fixture_is_the_answer_of_a_source(publisher: Publisher) -> None:
    answers = {answer_of(source).name for source in publisher.sources} | {"page.html", "expected.txt", "answer.json"}
    assert {file.name for file in (HERE / publisher.name).iterdir()} - answers == set()


@of_each_source
def test_a_source_reads_its_list(source: Source) -> None:
    found = entries_of(source)
    assert len(found) == 2
    dated = not isinstance(source.rules, HtmlList) or source.rules.date
    assert all(entry.title and (entry.published is not None) == bool(dated) for entry in found)


@of_each_publisher
def test_a_publisher_reads_its_page_into_the_expected_document(publisher: Publisher) -> None:
    entry, source = first_entry(publisher)
    read = article.extract(entry, page_of(publisher, entry.url), publisher, source)
    assert codec.dumps(read.document) == (HERE / publisher.name / "expected.txt").read_bytes()


@pytest.mark.parametrize("publisher", [it for it in PUBLISHERS.values() if it.noise], ids=lambda it: it.name)
def test_a_publishers_page_holds_noise_that_is_cut(publisher: Publisher) -> None:
    entry, source = first_entry(publisher)
    page = page_of(publisher, entry.url)
    noisy = article.extract(entry, page, replace(publisher, noise=()), source)
    assert len(noisy.document.body) > len(article.extract(entry, page, publisher, source).document.body)


@of_each_publisher
def test_a_publishers_own_selectors_find_their_parts_of_its_page(publisher: Publisher) -> None:
    """What they miss, general rules might find in this page, and not in the next."""
    tree = markup.parsed(page_of(publisher, "").html, "https://example.org/")
    for selectors in (publisher.body, publisher.headline, publisher.date):
        assert next(markup.values(tree, selectors), "") != ""


@of_each_publisher
def test_a_publishers_page_tells_its_own_date_where_the_list_tells_none(publisher: Publisher) -> None:
    entry, source = first_entry(publisher)
    undated = FeedEntry(entry.url, entry.title)
    read = article.extract(undated, page_of(publisher, entry.url), publisher, source)
    expected = codec.loads((HERE / publisher.name / "expected.txt").read_bytes()).date
    assert expected is not None
    zone = ZoneInfo(publisher.zone)
    assert read.published.astimezone(zone).date() == expected.astimezone(zone).date()


@of_each_publisher
def test_a_publisher_owns_the_addresses_of_its_pages(publisher: Publisher) -> None:
    entry, _ = first_entry(publisher)
    aggregated = Source("aggregated", "example.org", "https://example.org/feed.xml")
    assert catalog.load().publisher_of(aggregated, entry.url) == publisher


@of_each_publisher
def test_a_publisher_owns_its_mirrors_and_what_they_repeat(publisher: Publisher) -> None:
    aggregated = Source("aggregated", "example.org", "https://example.org/feed.xml")
    for mirror, repeated in publisher.addresses.mirrors:
        for name in (mirror, repeated):
            assert catalog.load().publisher_of(aggregated, f"https://{name}/a.html") == publisher
        known_as = address.canonical(f"http://{mirror}/a.html", publisher.addresses)
        assert known_as == address.canonical(f"https://{repeated}/a.html", publisher.addresses)
        assert address.canonical(known_as, publisher.addresses) == known_as
