"""浙江省人民政府. Its lists stand as XML in a script of the page.

The script, `#zoom` and the column's number are recorded; the meta elements are those of most provinces.
"""

from crawler.model import Addresses, HtmlList, Kind, Level, Publisher, Source

PUBLISHER = Publisher(
    name="zhejiang",
    title="浙江省人民政府",
    level=Level.PROVINCE,
    hosts=("zj.gov.cn",),
    region="浙江省",
    sources=(
        Source(
            name="zhejiang/news",
            publisher="zhejiang",
            url="https://www.zj.gov.cn/col/col1554467/index.html",
            kind=Kind.LISTING,
            categories=("地方", "省政府要闻", "浙江"),
            rules=HtmlList(items="li", date="span, b", embedded="script[type='text/xml']"),
        ),
    ),
    body=("#zoom", ".art_con"),
    headline=("meta[name=ArticleTitle]", ".art_title"),
    date=("meta[name=PubDate]",),
    addresses=Addresses(mirrors=(("zj.gov.cn", "www.zj.gov.cn"),), scheme="https"),
)
