"""Which functions read which kind of source: the one table. Nothing here needs Scrapy.

A kind's module is loaded with the first answer of that kind that has to be read. Most polls find nothing changed, and
loading feedparser takes as long as ten of those.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from crawler.model import Kind
from crawler.spiders.reading import Reader

_MODULES: Mapping[Kind, str] = {
    Kind.RSS: "rss",
    Kind.JSON: "jsonlist",
    Kind.LISTING: "listing",
    Kind.SITEMAP: "sitemap",
}


@cache
def reader(kind: Kind) -> Reader:
    """Return how a kind of source is read: its module's READER."""
    declared: Reader = import_module(f"{__package__}.{_MODULES[kind]}").READER
    return declared
