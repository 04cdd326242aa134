"""Which functions read which kind of source: the one table. Nothing here needs Scrapy."""

from collections.abc import Mapping

from crawler.model import Kind
from crawler.spiders import jsonlist, listing, rss, sitemap
from crawler.spiders.reading import Reader

READERS: Mapping[Kind, Reader] = {
    Kind.RSS: Reader(rss.entries),
    Kind.JSON: Reader(jsonlist.entries),
    Kind.LISTING: Reader(listing.entries, listing.further),
    Kind.SITEMAP: Reader(sitemap.entries, sitemap.further),
}
