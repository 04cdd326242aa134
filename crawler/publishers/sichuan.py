"""四川省人民政府. Its pages hold the article in an element of their own (`ucapcontent`). Older pages are recorded."""

from crawler.model import Addresses, HtmlList, Kind, Level, Publisher, Source

PUBLISHER = Publisher(
    name="sichuan",
    title="四川省人民政府",
    level=Level.PROVINCE,
    hosts=("sc.gov.cn",),
    region="四川省",
    sources=(
        Source(
            name="sichuan/news",
            publisher="sichuan",
            url="https://www.sc.gov.cn/10462/10464/10797/jrsc_list.shtml",
            kind=Kind.LISTING,
            categories=("地方", "今日四川", "四川"),
            rules=HtmlList(items="#content tr:has(a), #content li:has(a)", date="td:last-child, span"),
        ),
    ),
    body=("#cmsArticleContent ucapcontent", "#cmsArticleContent", ".contText"),
    headline=("ucaptitle", "#articlecontent h2"),
    date=("#articleattribute li", "meta[name=PubDate]"),
    addresses=Addresses(mirrors=(("sc.gov.cn", "www.sc.gov.cn"),), scheme="https"),
)
