"""A spider for each kind of source, for Scrapy's command line: `scrapy crawl KIND -a source=NAME|URL[,…]`."""

from crawler.model import Kind
from crawler.spiders.base import SourceSpider


class RssSpider(SourceSpider):
    """Polls RSS and Atom feeds."""

    name = Kind.RSS.value
    kinds = (Kind.RSS,)


class JsonSpider(SourceSpider):
    """Polls JSON Feeds and JSON lists."""

    name = Kind.JSON.value
    kinds = (Kind.JSON,)


class ListingSpider(SourceSpider):
    """Polls HTML lists."""

    name = Kind.LISTING.value
    kinds = (Kind.LISTING,)


class SitemapSpider(SourceSpider):
    """Polls sitemaps, and the parts of sitemap indexes."""

    name = Kind.SITEMAP.value
    kinds = (Kind.SITEMAP,)
