from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crawler.archive.entries import Wanted
from crawler.errors import FetchError
from crawler.model import FeedEntry, Kind, Reason, Source
from crawler.spiders.following import Answer, Fault, Followed
from crawler.spiders.gathering import foremost, gather

NOW = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
BEIJING = ZoneInfo("Asia/Shanghai")
SOURCE = Source("example", "example", "https://example.org/feed.xml")


def item(number: int, date: str = "2026-03-09 08:30") -> str:
    link = f"<link>/{number}.html</link>"
    return f"<item><title>第{number}条</title>{link}<pubDate>{date}</pubDate></item>"


def feed(*items: str) -> str:
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>示例</title>{''.join(items)}</channel></rss>"


def gathered(*bodies: str, kind: Kind = Kind.RSS, most: int = 100) -> tuple[list[FeedEntry], list[FetchError]]:
    answers = tuple(Answer(f"https://example.org/{n}.xml", body.encode(), {}) for n, body in enumerate(bodies))
    source = Source("example", "example", "https://example.org/feed.xml", kind)
    found, faults = gather(Followed(answers), source, NOW, BEIJING, most)
    return list(found), [error for _, error in faults if isinstance(error, FetchError)]


def test_a_whole_feed_lacks_nothing() -> None:
    found, faults = gathered(feed(item(1), item(2)))
    assert [it.url for it in found] == ["https://example.org/1.html", "https://example.org/2.html"]
    assert faults == []


@pytest.mark.parametrize("cut", ["<title>第3", "<link>/3.ht", "</channel", "</rs"])
def test_a_feed_that_breaks_off_is_named_and_what_is_whole_of_it_is_read(cut: str) -> None:
    whole = feed(item(1), item(2), item(3))
    end = whole.rindex(cut) + len(cut)
    found, (fault,) = gathered(whole[:end])
    complete = 3 if cut.startswith("</") else 2
    assert [it.url for it in found] == [f"https://example.org/{n}.html" for n in range(1, complete + 1)]
    assert (fault.reason, fault.detail) == (Reason.MALFORMED, f"breaks off after {complete} entries")


def test_a_sitemap_that_breaks_off_is_named() -> None:
    sitemap = "<urlset><url><loc>https://example.org/1.html</loc></url><url><loc>https://example.org/22"
    found, (fault,) = gathered(sitemap, kind=Kind.SITEMAP)
    assert [it.url for it in found] == ["https://example.org/1.html"]
    assert fault.reason is Reason.MALFORMED


@pytest.mark.parametrize(
    "sloppy",
    [
        feed(item(1), "<item><title>甲&乙 &nbsp;<b></title></item><br>"),
        feed(item(1)) + "<!-- 0.3 s --><script>count()</script>",
        feed(item(1)).replace("</rss>", "</RSS >"),
        feed(item(1)).replace("<channel>", "<channel><link/>&undefined;"),
    ],
    ids=["open tags", "something after the end", "another spelling of the end", "an undefined entity"],
)
def test_a_feed_that_is_merely_sloppy_lacks_nothing(sloppy: str) -> None:
    found, faults = gathered(sloppy)
    assert "https://example.org/1.html" in {it.url for it in found}
    assert faults == []


def test_a_date_that_lies_days_ahead_counts_as_none() -> None:
    tomorrow, someday = "2026-03-11 09:00", "2029-03-09 08:30"
    found, _ = gathered(feed(item(1, tomorrow), item(2, someday)))
    assert [it.published for it in found] == [NOW + timedelta(hours=21), None]


def test_a_feed_of_more_entries_than_anybody_publishes_is_named_and_its_newest_are_read() -> None:
    items = [item(number, f"2026-03-0{number} 08:30") for number in range(1, 7)]
    found, (fault,) = gathered(feed(*items), most=4)
    assert [it.url for it in found] == [f"https://example.org/{n}.html" for n in range(3, 7)]
    assert (fault.reason, fault.detail) == (Reason.TOO_LARGE, "lists more than 4 entries: the newest of them are read")
    assert gathered(feed(*items), most=6)[1] == []


def test_a_part_that_cannot_be_read_is_missing_and_an_empty_one_is_not() -> None:
    found, faults = gathered(feed(item(1)), feed(), "no feed")
    assert len(found) == 1
    assert [fault.reason for fault in faults] == [Reason.NOT_A_FEED]


def test_where_nothing_can_be_read_the_first_fault_is_the_sources() -> None:
    with pytest.raises(FetchError) as refused:
        gathered("no feed", feed())
    assert refused.value.reason is Reason.NOT_A_FEED
    unanswered: Fault = ("https://example.org/1.xml", FetchError(Reason.HTTP, "HTTP status 500"))
    with pytest.raises(FetchError) as refused:
        gather(Followed((), (unanswered,)), SOURCE, NOW, BEIJING)
    assert refused.value.reason is Reason.HTTP
    with pytest.raises(FetchError) as refused:
        gather(Followed(()), SOURCE, NOW, BEIJING)
    assert refused.value.reason is Reason.EMPTY


def test_the_newest_entries_are_fetched_first() -> None:
    dates = [None, NOW - timedelta(days=2), NOW, NOW - timedelta(days=1)]
    wanted = [Wanted(FeedEntry(f"https://example.org/{n}", "题", date), True) for n, date in enumerate(dates)]
    assert [it.entry.published for it in foremost(wanted, 2)] == [NOW, NOW - timedelta(days=1)]
    assert len(foremost(wanted, 10)) == 4
