"""山东省人民政府. Its lists stand as XML in a script of the page, with whole addresses.

Script, columns and the older page (`.article`, `.xq-tit`) are recorded; the newer containers are remembered.
"""

from crawler.model import Addresses, HtmlList, Kind, Level, Publisher, Source

_COLUMN = HtmlList(items="li", date="span", embedded="script[type='text/xml']")

PUBLISHER = Publisher(
    name="shandong",
    title="山东省人民政府",
    level=Level.PROVINCE,
    hosts=("shandong.gov.cn",),
    region="山东省",
    sources=(
        Source(
            name="shandong/news",
            publisher="shandong",
            url="http://www.shandong.gov.cn/col/col97564/index.html",
            kind=Kind.LISTING,
            categories=("地方", "要闻", "山东"),
            rules=_COLUMN,
        ),
        Source(
            name="shandong/policy",
            publisher="shandong",
            url="http://www.shandong.gov.cn/col/col107851/index.html",
            kind=Kind.LISTING,
            categories=("政策", "政策文件", "山东"),
            rules=_COLUMN,
        ),
    ),
    body=("#zoom", ".wip_art_con", ".article"),
    headline=("meta[name=ArticleTitle]", ".xq-tit span"),
    date=("meta[name=PubDate]", ".R-tit span"),
    addresses=Addresses(mirrors=(("shandong.gov.cn", "www.shandong.gov.cn"),), scheme="http"),
)
