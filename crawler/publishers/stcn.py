"""证券时报网, the pages of the Securities Times.

The article's selectors and the headlines' classes in the lists are recorded; where a list puts its date is remembered.
"""

from crawler.model import Addresses, HtmlList, Kind, Level, Publisher, Source

# Some columns write `tt`, others `t` or `title`.
_COLUMN = HtmlList(
    items="li:has(.tt), li:has(.t), li:has(.title)", link=".tt a, .t a, .title a", date=".info span:last-of-type"
)

PUBLISHER = Publisher(
    name="stcn",
    title="证券时报网",
    level=Level.PORTAL,
    hosts=("stcn.com",),
    sources=(
        Source(
            name="stcn/news",
            publisher="stcn",
            url="https://www.stcn.com/article/list/yw.html",
            kind=Kind.LISTING,
            categories=("财经", "要闻", "证券时报"),
            rules=_COLUMN,
        ),
        Source(
            name="stcn/finance",
            publisher="stcn",
            url="https://www.stcn.com/article/list/finance.html",
            kind=Kind.LISTING,
            categories=("财经", "金融", "证券时报"),
            rules=_COLUMN,
        ),
    ),
    body=(".detail-content",),
    headline=(".detail-title",),
    date=(".detail-info span:last-of-type", ".detail-info"),
    noise=(".detail-content-tags",),
    addresses=Addresses(mirrors=(("stcn.com", "www.stcn.com"), ("m.stcn.com", "www.stcn.com")), scheme="https"),
)
