"""国家市场监督管理总局. A list's page says where to ask for the list, as at the MIIT; the entries are lists in it.

Lists, body and meta elements are recorded by several; that the list's script is marked as at the MIIT, by none.
"""

from crawler.model import Addresses, HtmlList, Kind, Level, Publisher, Source

_COLUMN = HtmlList(
    items="ul:has(.nav04Left02_content)",
    link=".nav04Left02_content a",
    date=".nav04Left02_contenttime",
    built_by="script[parseType=buildstatic], script[parseType=bulidstatic]",  # the second spelling is in use
)

PUBLISHER = Publisher(
    name="samr",
    title="市场监管总局",
    level=Level.MINISTRY,
    hosts=("samr.gov.cn",),
    sources=(
        Source(
            name="samr/news",
            publisher="samr",
            url="https://www.samr.gov.cn/xw/zj/index.html",
            kind=Kind.LISTING,
            categories=("部委动态", "总局新闻", "市场监管总局"),
            rules=_COLUMN,
        ),
        Source(
            name="samr/interpretation",
            publisher="samr",
            url="https://www.samr.gov.cn/zw/zcjd/index.html",
            kind=Kind.LISTING,
            categories=("政策", "政策解读", "市场监管总局"),
            rules=_COLUMN,
        ),
    ),
    body=("#zoom.Three_xilan_07", ".Three_xilan_07", "#zoom"),
    headline=("meta[name=ArticleTitle]", ".Three_xilan_02"),
    date=("meta[name=PubDate]",),
    addresses=Addresses(mirrors=(("samr.gov.cn", "www.samr.gov.cn"),), scheme="https"),
)
