"""江苏省人民政府. Its lists stand as XML in a script of the page.

Script and columns are recorded; the body's containers and the meta elements are those of its neighbours.
"""

from crawler.model import Addresses, HtmlList, Kind, Level, Publisher, Source

_COLUMN = HtmlList(items="li", date="span, b, i", embedded="script[type='text/xml']")

PUBLISHER = Publisher(
    name="jiangsu",
    title="江苏省人民政府",
    level=Level.PROVINCE,
    hosts=("jiangsu.gov.cn",),
    region="江苏省",
    sources=(
        Source(
            name="jiangsu/news",
            publisher="jiangsu",
            url="https://www.jiangsu.gov.cn/col/col60096/index.html",
            kind=Kind.LISTING,
            categories=("地方", "要闻关注", "江苏"),
            rules=_COLUMN,
        ),
        Source(
            name="jiangsu/interpretation",
            publisher="jiangsu",
            url="https://www.jiangsu.gov.cn/col/col32648/index.html",
            kind=Kind.LISTING,
            categories=("政策", "政策解读", "江苏"),
            rules=_COLUMN,
        ),
    ),
    body=("#zoom", ".article_content", ".bt-content"),
    headline=("meta[name=ArticleTitle]",),
    date=("meta[name=PubDate]",),
    addresses=Addresses(mirrors=(("jiangsu.gov.cn", "www.jiangsu.gov.cn"),), scheme="https"),
)
