"""国家发展和改革委员会. Lists, body and meta elements are recorded; the column of notices (`zcfb/tz`) is remembered."""

from crawler.model import Addresses, HtmlList, Kind, Level, Publisher, Source

_COLUMN = HtmlList(items=".u-list li:has(a)", date="span")

PUBLISHER = Publisher(
    name="ndrc",
    title="国家发展改革委",
    level=Level.MINISTRY,
    hosts=("ndrc.gov.cn",),
    sources=(
        Source(
            name="ndrc/news",
            publisher="ndrc",
            url="https://www.ndrc.gov.cn/xwdt/xwfb/",
            kind=Kind.LISTING,
            categories=("部委动态", "新闻发布", "国家发展改革委"),
            rules=_COLUMN,
        ),
        Source(
            name="ndrc/notices",
            publisher="ndrc",
            url="https://www.ndrc.gov.cn/xxgk/zcfb/tz/",
            kind=Kind.LISTING,
            categories=("政策", "通知", "国家发展改革委"),
            rules=_COLUMN,
        ),
    ),
    body=(".article_con .TRS_Editor", ".TRS_Editor", ".article_con"),
    headline=("meta[name=ArticleTitle]", ".article_title"),
    date=("meta[name=PubDate]",),
    addresses=Addresses(mirrors=(("ndrc.gov.cn", "www.ndrc.gov.cn"),), scheme="https"),
)
