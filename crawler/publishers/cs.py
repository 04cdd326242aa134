"""中证网, the pages of the China Securities Journal. Lists and pages are recorded; some of them are in GB 2312."""

from crawler.model import Addresses, HtmlList, Kind, Level, Publisher, Source

_COLUMN = HtmlList(items="ul.ch_type3_list li", title="h3", date="em")

PUBLISHER = Publisher(
    name="cs",
    title="中证网",
    level=Level.PORTAL,
    hosts=("cs.com.cn",),
    sources=(
        Source(
            name="cs/macro",
            publisher="cs",
            url="https://www.cs.com.cn/xwzx/hg/",
            kind=Kind.LISTING,
            categories=("财经", "财经要闻", "中证网"),
            rules=_COLUMN,
        ),
        Source(
            name="cs/industry",
            publisher="cs",
            url="https://www.cs.com.cn/cj2020/",
            kind=Kind.LISTING,
            categories=("财经", "产经", "中证网"),
            rules=_COLUMN,
        ),
    ),
    body=("article.cont_article section", ".article-t", ".Dtext"),
    headline=("article.cont_article header h1",),
    date=("article.cont_article .time", ".artc_info .time", ".artc_info"),
    addresses=Addresses(scheme="https"),
)
