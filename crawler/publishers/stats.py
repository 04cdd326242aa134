"""国家统计局. Its feed exists on paper; body, headline, date and the doubled elements for telephones are recorded."""

from crawler.model import Addresses, HtmlList, Kind, Level, Publisher, Source

PUBLISHER = Publisher(
    name="stats",
    title="国家统计局",
    level=Level.MINISTRY,
    hosts=("stats.gov.cn",),
    sources=(
        Source(
            name="stats/releases",
            publisher="stats",
            url="https://www.stats.gov.cn/sj/zxfb/rss.xml",
            categories=("数据", "最新发布", "国家统计局"),
        ),
        Source(
            name="stats/interpretation",
            publisher="stats",
            url="https://www.stats.gov.cn/sj/sjjd/",
            kind=Kind.LISTING,
            categories=("数据", "数据解读", "国家统计局"),
            # Every entry stands there twice, for wide screens (`pchide`) and for narrow ones.
            rules=HtmlList(items=".list-content li:has(.pchide)", link="a.pchide", date="span"),
        ),
    ),
    body=(".TRS_Editor", ".TRS_UEDITOR", ".txt-content"),
    headline=(".detail-title h1",),
    date=(".detail-title-des p", "meta[name=PubDate]"),
    noise=(".pchide",),
    addresses=Addresses(mirrors=(("stats.gov.cn", "www.stats.gov.cn"),), scheme="https"),
)
