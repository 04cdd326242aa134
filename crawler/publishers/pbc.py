"""中国人民银行. Its pages are tables; a wall that asks for JavaScript is reported in front of it.

The list's and the body's selectors are recorded; those of the date and the source in a page are remembered.
"""

from crawler.model import Addresses, HtmlList, Kind, Level, Publisher, Source

PUBLISHER = Publisher(
    name="pbc",
    title="中国人民银行",
    level=Level.MINISTRY,
    hosts=("pbc.gov.cn",),
    sources=(
        Source(
            name="pbc/news",
            publisher="pbc",
            url="http://www.pbc.gov.cn/goutongjiaoliu/113456/113469/index.html",
            kind=Kind.LISTING,
            categories=("部委动态", "新闻发布", "中国人民银行"),
            rules=HtmlList(items="font.newslist_style"),  # the date stands beside it, in a layout of tables
        ),
    ),
    body=("#zoom",),
    headline=("meta[name=ArticleTitle]", "h2[style]"),
    date=("meta[name=PubDate]", "#shijian"),
    addresses=Addresses(mirrors=(("pbc.gov.cn", "www.pbc.gov.cn"),), scheme="http"),
)
