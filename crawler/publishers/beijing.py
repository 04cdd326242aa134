"""北京市人民政府. Lists, body and meta elements are recorded; `PubDate` sometimes holds two dates, the first counts."""

from crawler.model import Addresses, HtmlList, Kind, Level, Publisher, Source

PUBLISHER = Publisher(
    name="beijing",
    title="北京市人民政府",
    level=Level.PROVINCE,
    hosts=("beijing.gov.cn",),
    region="北京市",
    sources=(
        Source(
            name="beijing/documents",
            publisher="beijing",
            url="https://www.beijing.gov.cn/zhengce/zhengcefagui/",
            kind=Kind.LISTING,
            categories=("政策", "政策文件", "北京"),
            rules=HtmlList(items="ul.default_news li", date="span"),
        ),
        Source(
            name="beijing/business-environment",
            publisher="beijing",
            url="https://www.beijing.gov.cn/fuwu/lqfw/ztzl/yshj/dt/",
            kind=Kind.LISTING,
            categories=("地方", "营商环境", "北京"),
            rules=HtmlList(items="ul.list li", date="span"),
        ),
    ),
    body=("#mainText",),
    headline=("meta[name=ArticleTitle]", ".header h1"),
    date=("meta[name=PubDate]",),
    addresses=Addresses(mirrors=(("beijing.gov.cn", "www.beijing.gov.cn"),), scheme="https"),
)
