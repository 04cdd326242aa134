"""每经网, the pages of the National Business Daily.

Headlines in lists, body, headline and date of a page are recorded; the date beside a headline in a list is remembered.
"""

from crawler.model import Addresses, HtmlList, Kind, Level, Publisher, Source

_COLUMN = HtmlList(items=".u-news-title", date="span")

PUBLISHER = Publisher(
    name="nbd",
    title="每经网",
    level=Level.PORTAL,
    hosts=("nbd.com.cn",),
    sources=(
        Source(
            name="nbd/news",
            publisher="nbd",
            url="https://www.nbd.com.cn/columns/3/",
            kind=Kind.LISTING,
            categories=("财经", "要闻", "每日经济新闻"),
            rules=_COLUMN,
        ),
    ),
    body=(".g-articl-text",),
    headline=(".g-article-top h1",),
    date=(".g-article-top .time",),
    addresses=Addresses(mirrors=(("m.nbd.com.cn", "www.nbd.com.cn"),), scheme="https"),
)
