"""Which functions read which kind of source: the one table. Nothing here needs Scrapy.

A kind's module is loaded with the first answer of that kind that has to be read. Most polls find nothing changed, and
loading feedparser takes as long as ten of those.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from crawler import discovery
from crawler.model import Kind, Source
from crawler.spiders.reading import Reader

_MODULES: Mapping[Kind, str] = {
    Kind.RSS: "rss",
    Kind.JSON: "jsonlist",
    Kind.LISTING: "listing",
    Kind.SITEMAP: "sitemap",
}
_HEAD = 20_000  # bytes that tell what an answer is


@cache
def reader(kind: Kind) -> Reader:
    """Return how a kind of source is read: its module's READER."""
    declared: Reader = import_module(f"{__package__}.{_MODULES[kind]}").READER
    return declared


def reader_of(source: Source, body: bytes) -> Reader:
    """Return how a source's answer is read: by the source's kind, and what is taken for a feed as what it is.

    That is what every address counts as that somebody gives by hand: a JSON Feed and a sitemap show what they are.
    """
    form = discovery.form(body[:_HEAD].decode("utf-8", "replace")) if source.kind is Kind.RSS else None
    return reader((form and form.kind) or source.kind)
