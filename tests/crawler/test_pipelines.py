import asyncio
import threading
from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace

import pytest
from scrapy.exceptions import DropItem
from twisted.python.failure import Failure

from crawler.archive.db import Database
from crawler.errors import UnusableDatabaseError
from crawler.ingest import Arrival, Batch, Intake
from crawler.model import Article, Source, Validators
from crawler.pipelines import ArchivePipeline
from crawler.recorder import Fetched, OpenPoll, Recorder
from crawler.spiders.kinds import RssSpider


class FullDisk(Recorder):
    """A recorder whose writes fail, as late as the test wants it."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, 1, [], announce=True)
        self.writing, self.go_on = threading.Event(), threading.Event()

    def write(self, batch: Batch, now: datetime) -> Intake:
        self.writing.set()
        assert self.go_on.wait(30)
        raise UnusableDatabaseError("the disk is full")


def test_no_article_waits_for_a_write_that_fails_after_the_run_has(
    database: Database, now: datetime, make_article: Callable[..., Article]
) -> None:
    spider = RssSpider()
    spider.recorder = recorder = FullDisk(database)
    pipeline = ArchivePipeline(SimpleNamespace(spider=spider, stats=None, engine=None))  # type: ignore[arg-type]
    source = Source("example/news", "example", "https://example.org/feed.xml")
    article = make_article()
    fetched = Fetched(Arrival(article, article.url, True), OpenPoll(source, now, Validators(), True, pending=1))

    async def crawl() -> None:
        pipeline.open_spider()
        waiting = asyncio.create_task(pipeline.process_item(fetched))
        await asyncio.to_thread(recorder.writing.wait, 30)
        pipeline.spider_error(Failure(UnusableDatabaseError("the disk is full")))  # type: ignore[no-untyped-call]
        recorder.go_on.set()
        with pytest.raises(DropItem):
            await asyncio.wait_for(waiting, 30)

    asyncio.run(crawl())
