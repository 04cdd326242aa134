"""The process of one run: `python -m crawler.spiders RUN` does what the run's row says, and writes there how it went.

It ends with its parent, whose end of standard input closes then. Its environment says all it may know (no settings
file is read), and everything else is in the database.
"""

import gc
import os
import signal
import sys
import threading

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler import config
from crawler.spiders.base import SourceSpider

_GARBAGE = 20_000  # objects that are made and not let go of before there is a search for them
_GRACE = 20  # seconds for an orphan to close in good order


def main(run: str) -> None:
    """Crawl what a run asks for."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.set("SMEWATCH", config.load(file=False), priority="project")
    process = AsyncCrawlerProcess(settings)
    process.crawl(SourceSpider, run=run)
    gc.freeze()  # all that was loaded stays: to search it for garbage again and again is a tenth of a poll's time
    gc.set_threshold(_GARBAGE, 20, 20)  # and what a crawl makes is mostly let go of without a search
    process.start()


def _end_with_parent() -> None:
    os.read(sys.stdin.fileno(), 1)  # not through the buffer, whose lock would be held when the interpreter ends
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(_GRACE)
    os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1])
