"""The demo's news site: documents in, an RSS feed and article pages on a free port of the loopback out.

It answers as a portal does, validators included, so that a crawl of it meets what a crawl of the web meets. It is never
reached from another machine.
"""

import hashlib
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader

from seeds.document import Document

_FEED = "/feed.xml"

_ZONE = ZoneInfo("Asia/Shanghai")
_TEMPLATES = Environment(loader=PackageLoader(__package__), autoescape=True)


@dataclass(frozen=True, slots=True)
class Site:
    """A site that is being served: the address of its feed, and its articles by address, newest first."""

    feed: str
    articles: Mapping[str, Document]


@contextmanager
def serve(documents: Iterable[Document]) -> Iterator[Site]:
    """Serve documents, each of which must have a date, for as long as the context lasts."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        root = f"http://127.0.0.1:{server.server_port}"
        numbered = enumerate(sorted(documents, key=_published, reverse=True), 1)
        site = Site(root + _FEED, {f"{root}/{_published(it):%Y/%m/%d}/{number:03}.html": it for number, it in numbered})
        server.resources = _publish(site)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


@dataclass(frozen=True, slots=True)
class _Resource:
    """What stands at one path. The ETag follows from the body, and so changes with it alone."""

    body: bytes
    content_type: str
    modified: datetime

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'

    def is_unchanged(self, etags: str | None, since: str | None) -> bool:
        """Whether a client that sends these validators has this body already (RFC 9110, 13.2.2: the ETag decides)."""
        if etags is not None:
            return self.etag in (etag.strip() for etag in etags.split(","))
        try:
            return since is not None and self.modified <= parsedate_to_datetime(since)
        except ValueError:
            return False


def _publish(site: Site) -> dict[str, _Resource]:
    """Render every page of a site, by path."""
    feed = _TEMPLATES.get_template("feed.xml").render(site=site, rfc822=format_datetime)
    newest = max(map(_published, site.articles.values()))
    resources = {_FEED: _Resource(feed.encode(), "application/rss+xml; charset=utf-8", newest)}
    article = _TEMPLATES.get_template("article.html")
    for url, document in site.articles.items():
        page = article.render(document=document, published=_published(document).astimezone(_ZONE))
        resources[urlsplit(url).path] = _Resource(page.encode(), "text/html; charset=utf-8", _published(document))
    return resources


def _published(document: Document) -> datetime:
    if document.date is None:
        raise ValueError(f"{document.title} has no date: a portal publishes nothing without one")
    return document.date


class _Server(ThreadingHTTPServer):
    resources: dict[str, _Resource]


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        resource = self.server.resources.get(self.path)
        if resource is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        unchanged = resource.is_unchanged(self.headers["If-None-Match"], self.headers["If-Modified-Since"])
        self.send_response(HTTPStatus.NOT_MODIFIED if unchanged else HTTPStatus.OK)
        self.send_header("ETag", resource.etag)
        self.send_header("Last-Modified", format_datetime(resource.modified, usegmt=True))
        if not unchanged:
            self.send_header("Content-Type", resource.content_type)
            self.send_header("Content-Length", str(len(resource.body)))
        self.end_headers()
        if not unchanged:
            self.wfile.write(resource.body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what the crawl makes of the site is the show."""
