"""上海市人民政府. Lists, body and meta elements are recorded by several."""

from crawler.model import Addresses, HtmlList, Kind, Level, Publisher, Source

_COLUMN = HtmlList(items="ul.tadaty-list li, ul.list-date li", date=".time, span")

PUBLISHER = Publisher(
    name="shanghai",
    title="上海市人民政府",
    level=Level.PROVINCE,
    hosts=("shanghai.gov.cn", "sh.gov.cn"),
    region="上海市",
    sources=(
        Source(
            name="shanghai/news",
            publisher="shanghai",
            url="https://www.shanghai.gov.cn/nw4411/index.html",
            kind=Kind.LISTING,
            categories=("地方", "上海要闻", "上海"),
            rules=_COLUMN,
        ),
        Source(
            name="shanghai/documents",
            publisher="shanghai",
            url="https://www.shanghai.gov.cn/nw12344/index.html",
            kind=Kind.LISTING,
            categories=("政策", "市政府文件", "上海"),
            rules=_COLUMN,
        ),
    ),
    body=("#ivs_content", ".Article_content"),
    headline=("#ivs_title", "meta[name=ArticleTitle]"),
    date=("meta[name=PubDate]", "meta[name=pubdate]"),
    noise=(".xgfj",),
    addresses=Addresses(mirrors=(("shanghai.gov.cn", "www.shanghai.gov.cn"),), scheme="https"),
)
