"""What the situations of the pages to steer by are made of: sources that were polled, runs, a site with feeds."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from ipaddress import ip_network

from alerts.app.bootstrap import App
from crawler.archive import polls, runs, sources, states
from crawler.config import CrawlSettings
from crawler.model import Poll, Reason, RunState, Source
from crawler.polling import DEFAULT_PACE
from tests.servers import Answer, NewsSite

#: A feed whose address holds what nobody but the administrator may read.
SECRET = "https://feeds.example.org/news.xml?key=geheim"

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>示例</title>
<item><title>示例省出台措施</title><link>{url}/1.html</link><pubDate>Sat, 21 Nov 2026 01:00:00 GMT</pubDate></item>
</channel></rss>"""


def near(app: App) -> App:
    """Let a program reach the loopback, and hurry."""
    loopback = (ip_network("127.0.0.0/8"),)
    settings = app.settings.model_copy(
        update={"allow_private_addresses": loopback, "crawl": CrawlSettings(delay=0, timeout=10)}
    )
    return replace(app, settings=settings)


def feed(site: NewsSite, path: str = "/feed.xml") -> str:
    """Put a feed on a site; returns its address."""
    site.pages[path] = Answer(FEED.format(url=site.url).encode(), content_type="application/rss+xml")
    body = "".join(f"<p>示例省将为第{it}批中小企业减免租金，并设立纾困基金，帮助企业渡过难关。</p>" for it in range(9))
    site.pages["/1.html"] = Answer(f"<html><body><h1>示例省出台措施</h1><div>{body}</div></body></html>".encode())
    return f"{site.url}{path}"


def hanging(site: NewsSite) -> threading.Event:
    """Put the feed on a site, whose only page does not come before the event."""
    over = threading.Event()
    feed(site)

    class Slow(dict[str, Answer]):
        def get(self, path: str, default: Answer) -> Answer:  # type: ignore[override]
            if path == "/1.html":
                over.wait(60)
            return super().get(path, default)

    site.pages = Slow(site.pages)
    return over


def added(app: App, url: str = SECRET, now: datetime | None = None) -> Source:
    """Add a source by its address, as a user does."""
    source = Source(url, "feeds.example.org", url)
    with app.database.write() as connection:
        assert sources.add(connection, source, now or datetime.fromisoformat("2026-11-01T00:00:00+00:00"))
    return source


def polled(
    app: App, source: str, outcomes: Sequence[Reason | None], now: datetime, detail: str = "HTTP status 403"
) -> int:
    """Poll a source once an hour up to now, each time in a run of its own; returns the number of the last run."""
    run = 0
    with app.database.write() as connection:
        for hours, reason in enumerate(reversed(outcomes)):
            at = now - timedelta(hours=len(outcomes) - 1 - hours)
            run = runs.begin(
                connection, [Source(source, "example", source)], trigger="schedule", announce=False, now=at
            )
            poll = Poll(
                source, at, None if reason else 200, 10, 5, 0 if reason else 2, 40, reason, detail if reason else ""
            )
            polls.remember(connection, run, [poll])
            states.advance(connection, [poll], DEFAULT_PACE, lambda: 0.0)
            runs.end(connection, run, RunState.FINISHED, now=at + timedelta(seconds=5))
    return run
