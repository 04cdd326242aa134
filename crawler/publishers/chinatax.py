"""国家税务总局. The list of the latest documents, the body and the date are recorded; the news column is remembered."""

from crawler.model import Addresses, HtmlList, Kind, Level, Publisher, Source

_COLUMN = HtmlList(items="ul.list.whlist li, ul.list li", date="span")

PUBLISHER = Publisher(
    name="chinatax",
    title="国家税务总局",
    level=Level.MINISTRY,
    hosts=("chinatax.gov.cn",),
    sources=(
        Source(
            name="chinatax/documents",
            publisher="chinatax",
            url="http://www.chinatax.gov.cn/chinatax/n810341/n810755/index.html",
            kind=Kind.LISTING,
            categories=("政策", "最新文件", "国家税务总局"),
            rules=_COLUMN,
        ),
        Source(
            name="chinatax/news",
            publisher="chinatax",
            url="http://www.chinatax.gov.cn/chinatax/n810219/n810724/index.html",
            kind=Kind.LISTING,
            categories=("部委动态", "总局新闻", "国家税务总局"),
            rules=_COLUMN,
        ),
    ),
    body=("#fontzoom",),
    headline=("meta[name=ArticleTitle]", ".title h1"),
    date=("meta[name=PubDate]",),
    addresses=Addresses(mirrors=(("chinatax.gov.cn", "www.chinatax.gov.cn"),), scheme="http"),
)
