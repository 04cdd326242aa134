"""Writes what spiders bring, a batch at a time, and gives the run its beat.

An item waits for its batch; a known text is dropped with the reason, a kept one goes on as an `Article`, to the feed
export for instance. A batch that cannot be stored fails the run: nothing is lost silently.
"""

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.utils.asyncio import run_in_thread
from twisted.python.failure import Failure as TwistedFailure

from crawler import clock
from crawler.model import Article, Failure, Reason, RunState
from crawler.recorder import Fetched, Recorder
from crawler.spiders.base import SourceSpider

if TYPE_CHECKING:
    from crawler.ingest import Outcome

logger = logging.getLogger(__name__)

_BATCH = 50  # articles
_PATIENCE = 0.2  # seconds that an article waits for others at most
_BEAT = 1.0  # seconds between two signs of life
_UNWRITABLE = "the run has failed, nothing is written any more"

_STATES = {"finished": RunState.FINISHED, "shutdown": RunState.CANCELLED, "cancelled": RunState.CANCELLED}


class ArchivePipeline:
    """Hands the recorder's batches to the archive."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._waiting: list[asyncio.Future[Outcome]] = []
        self._full = asyncio.Event()
        self._fault: BaseException | None = None
        self._writer: asyncio.Task[None] | None = None
        self._ended = False
        self._closing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen for what ends a run."""
        pipeline = cls(crawler)
        crawler.signals.connect(pipeline.spider_error, signals.spider_error)
        crawler.signals.connect(pipeline.spider_closed, signals.spider_closed)
        return pipeline

    @property
    def _recorder(self) -> Recorder:
        return self._spider.recorder

    @property
    def _spider(self) -> SourceSpider:
        spider = self._crawler.spider
        assert isinstance(spider, SourceSpider)
        return spider

    def open_spider(self) -> None:
        """Begin to write."""
        self._writer = asyncio.create_task(self._write_to_the_end())

    async def process_item(self, item: Fetched) -> Article:
        """Store an article; DropItem, with the reason, for one that was known."""
        if self._fault:
            raise DropItem(_UNWRITABLE)
        outcome: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append(outcome)
        self._recorder.arrived(item)
        if self._recorder.waiting >= _BATCH:
            self._full.set()
        stored = await outcome
        if stored.revision is None:
            raise DropItem(stored.novelty.reason)
        return stored.revision.article

    def spider_error(self, failure: TwistedFailure) -> None:
        """Fail the run: what a spider foresees it reports itself, so this is the archive's failure or a fault."""
        self._fail(failure.value or RuntimeError("a spider failed without a word"))

    async def spider_closed(self, reason: str) -> None:
        """Write the rest, and how the run ended."""
        if self._writer is None:
            return
        self._ended = True
        await self._writer
        if self._fault is None:
            await self._write()
        state = RunState.FAILED if self._fault else _STATES.get(reason, RunState.FAILED)
        failure = Failure("crawl", Reason.ERROR, str(self._fault)) if self._fault else None
        await run_in_thread(self._recorder.end, state, clock.now(), failure)

    async def _write_to_the_end(self) -> None:
        loop = asyncio.get_running_loop()
        last_beat = loop.time()
        while self._fault is None and not self._ended:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._full.wait(), _PATIENCE)
            if self._recorder.waiting or loop.time() - last_beat >= _BEAT:
                await self._write()
                last_beat = loop.time()

    async def _write(self) -> None:
        self._full.clear()
        requests = self._crawler.stats.get_value("downloader/request_count", 0) if self._crawler.stats else 0
        batch, futures = self._recorder.drain(requests), self._waiting
        self._waiting = []
        try:
            intake = await run_in_thread(self._recorder.write, batch, clock.now())
        except Exception as error:  # whatever it is, the articles of this batch are not stored: the run has failed
            self._waiting += futures
            self._fail(error)
            return
        for future, outcome in zip(futures, intake.outcomes, strict=True):
            future.set_result(outcome)
        if intake.cancelled:
            self._close("cancelled")

    def _fail(self, error: BaseException) -> None:
        if self._fault is None:
            self._fault = error
            logger.error("run failed run=%s error=%s", self._recorder.run, error)
            self._close("failed")
        for future in self._waiting:  # nobody writes any more: an item that waited on would keep the spider open
            future.set_exception(DropItem(_UNWRITABLE))
        self._waiting = []

    def _close(self, reason: str) -> None:
        engine = self._crawler.engine
        if self._closing is None and engine is not None and engine.spider is not None:
            self._closing = asyncio.create_task(engine.close_spider_async(reason=reason))
