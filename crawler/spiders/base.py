"""The spider of all kinds of source: poll each, read its entries, fetch the pages that are needed, read those.

How a kind is read is in `readers`. Parsing happens in threads, so that a large or hostile document does not hold up the
others; nothing is stored here, the pipeline does that.
"""

import logging
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

import scrapy
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.asyncio import run_in_thread
from twisted.python.failure import Failure

from crawler import address, article, catalog, clock, data_dir, polling, rsshub
from crawler.archive import runs, sources
from crawler.archive.db import Database
from crawler.archive.entries import Wanted
from crawler.archive.pages import DuePage
from crawler.config import Settings
from crawler.errors import ArticleError, ConfigurationError, FetchError
from crawler.ingest import Arrival, Found, Visit
from crawler.model import Article, FeedEntry, Kind, Reason, Source
from crawler.recorder import Fetched, OpenPoll, Recorder
from crawler.spiders import answers
from crawler.spiders.failures import classify, is_gone, is_permanent
from crawler.spiders.following import Answer, Followed, follow
from crawler.spiders.gathering import foremost, gather
from crawler.spiders.readers import reader_of
from crawler.spiders.reading import Further
from seeds.errors import SmewatchError

logger = logging.getLogger(__name__)

_NOT_MODIFIED = 304


class SourceSpider(scrapy.Spider):
    """Polls sources of all kinds, or of those that a subclass names.

    `-a source=NAME|URL[,…]` names publishers, sources or addresses; a run that was begun elsewhere is taken up with
    `-a run=NUMBER`.
    """

    name = "sources"
    kinds: ClassVar[tuple[Kind, ...]] = tuple(Kind)

    recorder: Recorder
    _due: Mapping[str, Sequence[DuePage]]

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Refuse to start on a database that is not ready: this is where Scrapy's command still tells it in a line."""
        super().update_settings(settings)
        try:
            data_dir.prepare(settings["SMEWATCH"])
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
            self._catalog = catalog.load(sources.added(connection), sources.switched_off(connection))
        topics = catalog.topics(settings.data_dir)
        number = int(run) if run else self._begin(database, source)
        with database.read() as connection:
            order = runs.order(connection, number)
        self._sources = [it for it in order.sources if it.kind in self.kinds]
        self._settings = settings
        self.recorder = Recorder(database, number, topics, announce=order.announce, pace=settings.crawl.pace)

    def _begin(self, database: Database, source: str) -> int:
        chosen = self._catalog.resolve(name.strip() for name in source.split(",") if name.strip())
        # An address by hand says nothing of its kind: the spider that was asked for does.
        by_hand = (replace(it, kind=self.kinds[0]) if it.name not in self._catalog.sources else it for it in chosen)
        chosen = tuple(it for it in by_hand if it.kind in self.kinds)
        if not chosen:
            raise ConfigurationError(f"no source of {self.name} to crawl: say which with -a source=NAME|URL[,…]")
        with database.write() as connection:
            return runs.begin(connection, chosen, trigger="scrapy", announce=False, now=clock.now())

    async def start(self) -> AsyncIterator[Request]:
        """Ask each source for what is new."""
        await run_in_thread(self.recorder.look_back)
        self._due = await run_in_thread(self.recorder.due, self._sources, clock.now())
        for source in self._sources:
            poll = self.recorder.open(source, clock.now())
            try:
                yield self._poll(poll)
            except (FetchError, ValueError) as error:  # ValueError: an address that only looks like one
                self.recorder.failed(poll, self._classified(error, source.url))

    async def parse_poll(self, response: Response, poll: OpenPoll) -> AsyncIterator[Request | Fetched]:
        """Read a source's answer; then look again at those of its pages whose time has come."""
        async for it in self.parse_source(response, poll):
            yield it
        for page in self._due.get(poll.source.name, ()) if not poll.failed else ():
            try:
                request = self._visit(poll, page)
            except ValueError as error:  # as above: it only looks like an address, and says nothing of the page
                logger.warning("visit impossible url=%s reason=%s", page.entry.url, error)
                self.recorder.visited(Visit(page.entry.url, Found.NOTHING))
            else:
                yield request

    async def parse_source(self, response: Response, poll: OpenPoll) -> AsyncIterator[Request | Fetched]:
        """Read a source's answer, and ask for the pages of the entries that are new or have changed."""
        poll.status = response.status
        poll.asked = polling.asked_by(answers.headers(response), response.body, clock.now())
        try:
            followed = await self._followed(response, poll)
            if not self._has_changed(response, poll, followed):
                return
            zone = ZoneInfo(self._catalog.publisher_of(poll.source).zone)
            found, faults = await run_in_thread(gather, followed, poll.source, clock.now(), zone)
        except Exception as error:  # parsers trip over the wild web in ways nobody lists: one source fails, no more
            _heed(poll, error)
            self.recorder.failed(poll, self._classified(error, response.url))
            return
        for url, fault in faults:
            _heed(poll, fault)
            self.recorder.lacking(poll, url, self._classified(fault, url))
        new = await run_in_thread(self.recorder.want, poll, found, clock.now())
        wanted = foremost(new, self._settings.crawl.max_entries)
        self.recorder.listed(poll, found=len(found), wanted=len(wanted), left=len(new) - len(wanted))
        carried = await run_in_thread(self._carried, wanted, poll.source)
        for it, whole in zip(wanted, carried, strict=True):
            try:
                yield Fetched(Arrival(whole, it.entry.url, it.announced), poll) if whole else self._page(poll, it)
            except ValueError as error:
                self._missed(poll, it, error, it.entry.url)

    async def parse_page(self, response: Response, poll: OpenPoll, wanted: Wanted) -> AsyncIterator[Fetched]:
        """Read the article in a page."""
        try:
            found = await run_in_thread(self._article, response, wanted.entry, poll.source)
        except Exception as error:  # as above: one page fails, no more
            self._missed(poll, wanted, error, response.url)
            return
        watched = self._catalog.publisher_of(poll.source, response.url).level in polling.REVISITED
        answer = answers.validators(response)
        yield Fetched(Arrival(found, wanted.entry.url, wanted.announced, answer, watched), poll)

    async def parse_visit(self, response: Response, poll: OpenPoll, page: DuePage) -> AsyncIterator[Fetched]:
        """Read what a page says now; an edit is news, whether its first sighting was or not."""
        url = page.entry.url
        if response.status == _NOT_MODIFIED:
            self.recorder.visited(Visit(url, Found.UNCHANGED))
            return
        try:
            found = await run_in_thread(self._article, response, page.entry, poll.source)
        except Exception as error:  # as above
            self._visited_in_vain(poll, page, error)
            return
        if not address.is_same_page(found.url, url):
            self._visited_in_vain(poll, page, ArticleError(f"it leads to {found.url}"))
            return
        arrival = Arrival(replace(found, url=url), "", True, answers.validators(response), watched=True, visited=True)
        yield Fetched(arrival, None)

    def visit_failed(self, failure: Failure) -> None:
        """Note why a page that was looked at again gave no answer."""
        request, error = _asked(failure)
        self._visited_in_vain(request.cb_kwargs["poll"], request.cb_kwargs["page"], error)

    def _visited_in_vain(self, poll: OpenPoll, page: DuePage, error: BaseException) -> None:
        """Note a visit that brought nothing: no failure of the source, whose news are complete without it."""
        url = page.entry.url
        if address.host(url) in poll.resting:
            return  # the site asks for patience: it is due with the next poll still
        logger.info("visit failed url=%s reason=%s", url, self._classified(error, url))
        self.recorder.visited(Visit(url, Found.GONE if is_gone(error) else Found.NOTHING))

    def source_failed(self, failure: Failure) -> None:
        """Note why a source gave no answer."""
        request, error = _asked(failure)
        poll: OpenPoll = request.cb_kwargs["poll"]
        if isinstance(error, HttpError):
            poll.status = error.response.status
        _heed(poll, error)
        self.recorder.failed(poll, self._classified(error, request.url))

    def page_failed(self, failure: Failure) -> None:
        """Note why a page gave no answer."""
        request, error = _asked(failure)
        self._missed(request.cb_kwargs["poll"], request.cb_kwargs["wanted"], error, request.url)

    def _missed(self, poll: OpenPoll, wanted: Wanted, error: BaseException, url: str) -> None:
        _heed(poll, error)
        classified = self._classified(error, url)
        entry, permanent = wanted.entry.url, is_permanent(error, classified)
        rules = self._catalog.publisher_of(poll.source, entry).addresses
        gone = address.canonical(entry, rules) if is_gone(error) else ""
        self.recorder.missed(poll, entry, classified, permanent=permanent, gone=gone)

    def _classified(self, error: BaseException, url: str) -> FetchError:
        classified = classify(error, url)
        if classified.reason is Reason.ERROR:  # nobody foresaw it: the log says where it came from
            logger.warning("fetch failed unexpectedly url=%s", url, exc_info=error)
        return classified

    def _poll(self, poll: OpenPoll) -> Request:
        source = poll.source
        return Request(
            rsshub.resolved(source.url, self._settings.rsshub_url),
            callback=self.parse_poll,
            errback=self.source_failed,
            headers=answers.conditions(poll.before, source.referer),
            cb_kwargs={"poll": poll},
            meta={"handle_httpstatus_list": [_NOT_MODIFIED]},
            dont_filter=True,
        )

    def _visit(self, poll: OpenPoll, page: DuePage) -> Request:
        return Request(
            page.entry.url,
            callback=self.parse_visit,
            errback=self.visit_failed,
            headers=answers.conditions(page.before),
            cb_kwargs={"poll": poll, "page": page},
            meta={"handle_httpstatus_list": [_NOT_MODIFIED]},
            priority=-1,  # after what is new
            dont_filter=True,
        )

    def _page(self, poll: OpenPoll, wanted: Wanted) -> Request:
        return Request(
            wanted.entry.url,
            callback=self.parse_page,
            errback=self.page_failed,
            cb_kwargs={"poll": poll, "wanted": wanted},
            dont_filter=True,
        )

    async def _followed(self, response: Response, poll: OpenPoll) -> Followed:
        first = self._answer(response)
        if response.status == _NOT_MODIFIED or (further := reader_of(poll.source, first.body).further) is None:
            return Followed((first,))

        def leads_to(answer: Answer) -> tuple[Further, ...]:
            return further(answer.body, replace(poll.source, url=answer.url), headers=answer.headers)

        return await follow(first, leads_to, partial(self._ask, poll), max_bytes=self._settings.crawl.max_bytes)

    async def _ask(self, poll: OpenPoll, further: Further) -> Answer:
        assert self.crawler.engine is not None
        request = Request(further.url, headers=dict(further.headers), cb_kwargs={"poll": poll}, dont_filter=True)
        response = await self.crawler.engine.download_async(request)
        if not 200 <= response.status < 300:
            raise HttpError(response)
        return self._answer(response)

    def _answer(self, response: Response) -> Answer:
        return answers.of_source(response, self._settings.crawl.max_bytes)

    def _has_changed(self, response: Response, poll: OpenPoll, followed: Followed) -> bool:
        """Return whether a source says anything else than last time, in all of its answers together."""
        # The validators of an answer that leads on tell nothing of what it leads to.
        alone = [it.url for it in followed.answers] == [response.url]
        return self.recorder.answered(
            poll,
            status=response.status,
            body=b"".join(it.body for it in followed.answers),
            etag=answers.header(response, "ETag") if alone else None,
            modified=answers.header(response, "Last-Modified") if alone else None,
        )

    def _carried(self, wanted: Sequence[Wanted], source: Source) -> list[Article | None]:
        """Return the article of each entry whose feed carries it whole, None where its page is needed."""
        return [self._carried_whole(it.entry, source) for it in wanted]

    def _carried_whole(self, entry: FeedEntry, source: Source) -> Article | None:
        publisher = self._catalog.publisher_of(source, entry.url)
        if publisher.body or not article.is_whole(entry):
            return None
        with suppress(ArticleError):
            return article.from_feed(entry, publisher, source, clock.now())
        return None

    def _article(self, response: Response, entry: FeedEntry, source: Source) -> Article:
        return answers.article_in(response, entry, source, self._catalog)


def _heed(poll: OpenPoll, error: BaseException) -> None:
    """Note for how long a server that turns a request down asks to be left alone."""
    if isinstance(error, HttpError):
        poll.told_to_wait(polling.retry_after(answers.headers(error.response), clock.now()))


def _asked(failure: Failure) -> tuple[Request, BaseException]:
    """Return the request that failed (after redirects: the last one), and why."""
    assert failure.value is not None
    return failure.request, failure.value  # type: ignore[attr-defined]
