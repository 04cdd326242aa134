"""smewatch's settings into Scrapy's: how a crawl behaves, what it may reach, and what is switched off.

Scrapy asks for them before there is a crawler, because the resolver belongs to the process. `SMEWATCH` holds the
settings themselves for the components that need them.
"""

import logging

from scrapy.settings import BaseSettings

from crawler import config
from crawler.config import Settings
from seeds.errors import SmewatchError

_ALWAYS: dict[str, object] = {
    # Only the web: a feed must not make a crawl read files, or speak FTP.
    "DOWNLOAD_HANDLERS": {"file": None, "data": None, "ftp": None, "s3": None},
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "TWISTED_DNS_RESOLVER": "crawler.resolver.PublicResolver",
    # A proxy would resolve names itself, past the resolver above.
    "HTTPPROXY_ENABLED": False,
    # Both execute what they are sent. They are no part of the base either: what EXTENSIONS sets to None is imported all
    # the same, and aiohttp with it.
    "REMOTE_CONTROL_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "EXTENSIONS_BASE": {
        "scrapy.extensions.corestats.CoreStats": 0,
        "scrapy.extensions.closespider.CloseSpider": 0,
        "scrapy.extensions.feedexport.FeedExporter": 0,
        "scrapy.extensions.logstats.LogStats": 0,
        "scrapy.extensions.throttle.AutoThrottle": 0,
    },
    "COOKIES_ENABLED": False,
    "METAREFRESH_ENABLED": False,
    "REFERER_ENABLED": True,
    # So many workers are made for each answer, whatever it holds: the default of 100 was a quarter of a crawl's CPU.
    "CONCURRENT_ITEMS": 8,
    "RETRY_TIMES": 1,
    "REDIRECT_MAX_TIMES": 5,
    # Nearer to the downloader than RetryMiddleware (550), which would not wait.
    "DOWNLOADER_MIDDLEWARES": {"crawler.middlewares.PatienceMiddleware": 560},
    "ITEM_PIPELINES": {"crawler.pipelines.ArchivePipeline": 500},
    "LOG_LEVEL": "WARNING",
    "DEFAULT_DROPITEM_LOG_LEVEL": "DEBUG",
    "RETRY_GIVE_UP_LOG_LEVEL": "DEBUG",
    "STATS_DUMP": False,
}

#: These tell of failures with a traceback each. A site without an answer is named in the run's summary, once.
_OUTSPOKEN = ("scrapy.downloadermiddlewares.robotstxt", "scrapy.core.downloader.handlers.http11")


class SmewatchAddon:
    """Gives Scrapy its share of the settings."""

    @classmethod
    def update_pre_crawler_settings(cls, settings: BaseSettings) -> None:
        """Fill in Scrapy's settings; settings that cannot be read end the command with one sentence."""
        ours = settings.get("SMEWATCH")
        if ours is None:
            try:
                ours = config.load()
            except SmewatchError as error:
                raise SystemExit(f"scrapy: {error}") from None
            settings.set("SMEWATCH", ours, priority="addon")
        for name, value in (_ALWAYS | _chosen(ours)).items():
            settings.set(name, value, priority="addon")

    def update_settings(self, settings: BaseSettings) -> None:
        """Quiet the loggers once logging is configured, which would set their levels back."""
        for name in _OUTSPOKEN:
            logging.getLogger(name).setLevel(logging.CRITICAL)


def _chosen(ours: Settings) -> dict[str, object]:
    crawl = ours.crawl
    return {
        "USER_AGENT": crawl.user_agent,
        "ROBOTSTXT_OBEY": crawl.obey_robots,
        "CONCURRENT_REQUESTS": crawl.concurrent_requests,
        "DOWNLOAD_DELAY": crawl.delay,
        "DOWNLOAD_TIMEOUT": crawl.timeout,
        "DOWNLOAD_MAXSIZE": crawl.max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        # A slow site is asked more slowly; without a delay there is nothing to stretch.
        "AUTOTHROTTLE_ENABLED": crawl.delay > 0,
        "AUTOTHROTTLE_START_DELAY": crawl.delay,
    }
