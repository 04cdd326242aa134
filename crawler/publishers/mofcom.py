"""商务部. List, body and date are recorded; the two columns' addresses by others than their form."""

from crawler.model import Addresses, HtmlList, Kind, Level, Publisher, Source

_COLUMN = HtmlList(items=".txtList_01 li:has(a)", date="span")

PUBLISHER = Publisher(
    name="mofcom",
    title="商务部",
    level=Level.MINISTRY,
    hosts=("mofcom.gov.cn",),
    sources=(
        Source(
            name="mofcom/news",
            publisher="mofcom",
            url="http://www.mofcom.gov.cn/xwfb/index.html",
            kind=Kind.LISTING,
            categories=("部委动态", "新闻发布", "商务部"),
            rules=_COLUMN,
        ),
        Source(
            name="mofcom/policy",
            publisher="mofcom",
            url="http://www.mofcom.gov.cn/zcfb/index.html",
            kind=Kind.LISTING,
            categories=("政策", "政策发布", "商务部"),
            rules=_COLUMN,
        ),
    ),
    body=(".art-con", ".textlive"),
    headline=("meta[name=ArticleTitle]", ".art-title"),
    date=("meta[name=PubDate]",),
    noise=(".listline",),
    addresses=Addresses(
        mirrors=(("mofcom.gov.cn", "www.mofcom.gov.cn"), ("m.mofcom.gov.cn", "www.mofcom.gov.cn")), scheme="http"
    ),
)
