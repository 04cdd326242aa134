"""The spider behind every kind of source: poll each, read its entries, fetch the pages that are needed, read those.

A kind of source adds a pure function that reads its bytes into entries. Parsing happens in threads, so that a large or
hostile document does not hold up the others; nothing is stored here, the pipeline does that.
"""

import logging
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import replace
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

import scrapy
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError
from scrapy.http import Request, Response, TextResponse
from scrapy.settings import BaseSettings
from scrapy.utils.asyncio import run_in_thread
from twisted.python.failure import Failure

from crawler import article, catalog, clock, config, encoding
from crawler.archive import runs, sources
from crawler.archive.db import Database
from crawler.archive.entries import Wanted
from crawler.config import Settings
from crawler.errors import ArticleError, ConfigurationError, FetchError
from crawler.ingest import Arrival
from crawler.model import Article, FeedEntry, Kind, Page, Reason, Source
from crawler.recorder import Fetched, OpenPoll, Recorder
from crawler.spiders.failures import classify, is_permanent
from seeds.errors import SmewatchError

logger = logging.getLogger(__name__)


class SourceSpider(scrapy.Spider):
    """Polls sources of one kind.

    `-a source=NAME|URL[,…]` names publishers, sources or addresses; a run that was begun elsewhere is taken up with
    `-a run=NUMBER`.
    """

    kind: ClassVar[Kind]
    read: ClassVar[Callable[..., tuple[FeedEntry, ...]]]

    recorder: Recorder

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Refuse to start on a database that is not ready: this is where Scrapy's command still tells it in a line."""
        super().update_settings(settings)
        try:
            config.prepare_data_dir(settings["SMEWATCH"])
            with closing(Database(settings["SMEWATCH"].database)) as database:
                database.check_schema()
        except SmewatchError as error:
            raise UsageError(str(error), print_help=False) from None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, run: str = "", source: str = "", **kwargs: Any) -> Self:
        """Take up a run, or begin one; a refusal ends the process with its sentence, where Scrapy has a traceback."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        try:
            spider._prepare(crawler.settings["SMEWATCH"], run, source)
        except SmewatchError as error:
            sys.stderr.write(f"scrapy: {error}\n")
            raise SystemExit(2) from None
        return spider

    def _prepare(self, settings: Settings, run: str, source: str) -> None:
        database = Database(settings.database)
        with database.read() as connection:
            self._catalog = catalog.load(sources.added(connection))
        topics = catalog.topics(settings.data_dir)
        number = int(run) if run else self._begin(database, source)
        with database.read() as connection:
            order = runs.order(connection, number)
        self._sources = [it for it in order.sources if it.kind is self.kind]
        self._limit = settings.crawl.max_entries
        self.recorder = Recorder(database, number, topics, announce=order.announce)

    def _begin(self, database: Database, source: str) -> int:
        chosen = self._catalog.resolve(name.strip() for name in source.split(",") if name.strip())
        if not chosen:
            raise ConfigurationError("no source to crawl: say which with -a source=NAME|URL[,…]")
        with database.write() as connection:
            return runs.begin(connection, chosen, trigger="scrapy", announce=False, now=clock.now())

    async def start(self) -> AsyncIterator[Request]:
        """Ask each source for what is new."""
        for source in self._sources:
            poll = await run_in_thread(self.recorder.open, source, clock.now())
            before = poll.before
            conditions = {"If-None-Match": before.etag, "If-Modified-Since": before.last_modified}
            yield Request(
                source.url,
                callback=self.parse_source,
                errback=self.source_failed,
                headers={name: value for name, value in conditions.items() if value},
                cb_kwargs={"poll": poll},
                meta={"handle_httpstatus_list": [304]},
                dont_filter=True,
            )

    async def parse_source(self, response: Response, poll: OpenPoll) -> AsyncIterator[Request]:
        """Read a source's answer, and ask for the pages of the entries that are new or have changed."""
        etag, modified = _header(response, "ETag"), _header(response, "Last-Modified")
        if not self.recorder.answered(poll, status=response.status, body=response.body, etag=etag, modified=modified):
            return
        try:
            found = await run_in_thread(self._entries, response, poll.source)
        except Exception as error:  # parsers trip over the wild web in ways nobody lists: one source fails, no more
            self.recorder.failed(poll, self._classified(error, response.url))
            return
        wanted = await run_in_thread(self.recorder.want, poll, found, clock.now())
        self.recorder.listed(poll, found=len(found), wanted=len(wanted))
        for it in wanted:
            yield Request(
                it.entry.url,
                callback=self.parse_page,
                errback=self.page_failed,
                cb_kwargs={"poll": poll, "wanted": it},
                dont_filter=True,
            )

    async def parse_page(self, response: Response, poll: OpenPoll, wanted: Wanted) -> AsyncIterator[Fetched]:
        """Read the article in a page."""
        try:
            found = await run_in_thread(self._article, response, wanted.entry, poll.source)
        except Exception as error:  # as above: one page fails, no more
            self._missed(poll, wanted, error, response.url)
            return
        yield Fetched(Arrival(found, wanted.entry.url, wanted.announced), poll)

    def source_failed(self, failure: Failure) -> None:
        """Note why a source gave no answer."""
        request, error = _asked(failure)
        self.recorder.failed(request.cb_kwargs["poll"], self._classified(error, request.url))

    def page_failed(self, failure: Failure) -> None:
        """Note why a page gave no answer."""
        request, error = _asked(failure)
        self._missed(request.cb_kwargs["poll"], request.cb_kwargs["wanted"], error, request.url)

    def _missed(self, poll: OpenPoll, wanted: Wanted, error: BaseException, url: str) -> None:
        classified = self._classified(error, url)
        self.recorder.missed(poll, wanted.entry.url, classified, permanent=is_permanent(error))

    def _classified(self, error: BaseException, url: str) -> FetchError:
        classified = classify(error, url)
        if classified.reason is Reason.ERROR:  # nobody foresaw it: the log says where it came from
            logger.warning("fetch failed unexpectedly url=%s", url, exc_info=error)
        return classified

    def _entries(self, response: Response, source: Source) -> tuple[FeedEntry, ...]:
        publisher = self._catalog.publisher_of(source)
        headers = {name.decode("latin-1"): b",".join(it).decode("latin-1") for name, it in response.headers.items()}
        where = replace(source, url=response.url)
        zone = ZoneInfo(publisher.zone)
        return self.read(response.body, where, clock.now(), headers=headers, zone=zone, limit=self._limit)

    def _article(self, response: Response, entry: FeedEntry, source: Source) -> Article:
        if not isinstance(response, TextResponse):
            raise ArticleError(f"the address answers with {_header(response, 'Content-Type') or 'no page'}")
        text = encoding.decode(response.body, _header(response, "Content-Type"))
        page = Page(response.url, text, clock.now())
        return article.extract(entry, page, self._catalog.publisher_of(source, response.url), source)


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def _asked(failure: Failure) -> tuple[Request, BaseException]:
    """Return the request that failed (after redirects: the last one), and why."""
    assert failure.value is not None
    return failure.request, failure.value  # type: ignore[attr-defined]
