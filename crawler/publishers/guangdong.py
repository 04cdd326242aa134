"""广东省人民政府. Its platform for open information (`gkmlpt`) answers in JSON; the times there are epoch seconds.

The answer's fields, the body and the meta elements are recorded by several.
"""

from crawler.model import Addresses, JsonList, Kind, Level, Publisher, Source

PUBLISHER = Publisher(
    name="guangdong",
    title="广东省人民政府",
    level=Level.PROVINCE,
    hosts=("gd.gov.cn",),
    region="广东省",
    sources=(
        Source(
            name="guangdong/documents",
            publisher="guangdong",
            url="https://www.gd.gov.cn/gkmlpt/api/all/5?page=1&sid=2",
            kind=Kind.JSON,
            categories=("政策", "省政府文件", "广东"),
            rules=JsonList(items="articles", published="display_publish_time"),
        ),
    ),
    body=(".article-content", ".zw-content", ".zw"),
    headline=("meta[name=ArticleTitle]", "h1.title"),
    date=("meta[name=PubDate]",),
    addresses=Addresses(mirrors=(("gd.gov.cn", "www.gd.gov.cn"),), scheme="https"),
)
