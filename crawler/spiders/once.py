"""The process of a one-off fetch: `python -m crawler.spiders.once` prints what addresses answer, as JSON lines.

`crawler.fetch` starts it, writes `{"urls": [URL, …], "headers": {NAME: VALUE, …}}` to its standard input and reads the
lines. It opens no database, and its environment says all else that it may know.
"""

import base64
import json
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Request, Response, TextResponse
from scrapy.settings import Settings
from twisted.python.failure import Failure

from crawler import config, walls
from crawler.errors import FetchError
from crawler.model import Reason
from crawler.spiders.failures import classify


class OnceSpider(scrapy.Spider):
    """Fetches addresses and prints the answers; without a name of its own, so that `scrapy list` does not offer it."""

    def __init__(self, urls: Sequence[str], headers: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(name="once", **kwargs)
        self._urls = urls
        self._headers = headers

    async def start(self) -> AsyncIterator[Request]:
        """Ask for each address."""
        for asked, url in enumerate(self._urls):
            try:
                yield Request(
                    url,
                    headers=dict(self._headers),
                    callback=self.answered,
                    errback=self.failed,
                    cb_kwargs={"asked": asked},
                    # robots.txt says what else may be read, not whether it may be read itself (RFC 9309, 2.3).
                    meta={"dont_obey_robotstxt": urlsplit(url).path == "/robots.txt"},
                    dont_filter=True,
                )
            except ValueError as error:  # an address that looks like one, and is none
                _print_failure(asked, error, url)

    def answered(self, response: Response, asked: int) -> None:
        """Print an answer, unless it is a wall."""
        if wall := walls.sign(response.body):
            _print_failure(asked, FetchError(Reason.BLOCKED, f"the site answers with a wall: {wall}"), response.url)
            return
        text, encoding = (response.text, response.encoding) if isinstance(response, TextResponse) else ("", "")
        headers = {it.decode("latin-1").lower(): b",".join(them) for it, them in response.headers.items()}
        row = {
            "asked": asked,
            "url": response.url,
            "status": response.status,
            "headers": {name: value.decode("latin-1") for name, value in headers.items()},
            "body": base64.b64encode(response.body).decode("ascii"),
            "encoding": encoding,
            "text": text,
        }
        _print(row)

    def failed(self, failure: Failure) -> None:
        """Print why an address gave no answer."""
        request: Request = failure.request  # type: ignore[attr-defined]
        assert failure.value is not None
        _print_failure(request.cb_kwargs["asked"], failure.value, request.url)


def main(urls: Sequence[str], headers: Mapping[str, str]) -> None:
    """Fetch addresses with these headers, and print a line for each."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.set("SPIDER_MODULES", [], priority="project")
    settings.set("ITEM_PIPELINES", {}, priority="cmdline")  # above the add-on's: there is nothing to store
    settings.set("SMEWATCH", config.load(file=False), priority="project")
    process = AsyncCrawlerProcess(settings)
    process.crawl(OnceSpider, urls=urls, headers=headers)
    process.start()


def _print_failure(asked: int, error: BaseException, url: str) -> None:
    failed = classify(error, url)
    _print({"asked": asked, "reason": failed.reason.value, "detail": failed.detail})


def _print(row: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(row) + "\n")
    sys.stdout.flush()  # whoever waits may give the rest up


if __name__ == "__main__":
    main(**json.load(sys.stdin))
