"""财政部. Some of its pages are in GB 2312.

The lists' classes, the body's containers and the meta elements are recorded by several.
"""

from crawler.model import Addresses, HtmlList, Kind, Level, Publisher, Source

_COLUMN = HtmlList(items="ul.xwfb_listbox li, ul.liBox li, .xwbd_lianbolistfrcon li", date="span")

PUBLISHER = Publisher(
    name="mof",
    title="财政部",
    level=Level.MINISTRY,
    hosts=("mof.gov.cn",),
    sources=(
        Source(
            name="mof/news",
            publisher="mof",
            url="https://www.mof.gov.cn/zhengwuxinxi/caizhengxinwen/",
            kind=Kind.LISTING,
            categories=("部委动态", "财政新闻", "财政部"),
            rules=_COLUMN,
        ),
        Source(
            name="mof/policy",
            publisher="mof",
            url="https://www.mof.gov.cn/zhengwuxinxi/zhengcefabu/",
            kind=Kind.LISTING,
            categories=("政策", "政策发布", "财政部"),
            rules=_COLUMN,
        ),
    ),
    body=(".my_conboxzw .TRS_Editor", ".my_doccontent", ".my_conboxzw"),
    headline=("h2.title_con", "meta[name=ArticleTitle]"),
    date=("meta[name=PubDate]", ".docreltime"),
    noise=(".gu-download",),
    addresses=Addresses(mirrors=(("mof.gov.cn", "www.mof.gov.cn"),), scheme="https"),
)
