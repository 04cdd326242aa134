"""中国政府网, the site of the State Council. JSON lists where it has them, HTML lists for the rest. All recorded."""

from crawler.model import Addresses, HtmlList, JsonList, Kind, Level, Publisher, Source

_LIST = JsonList(url="URL", title="TITLE", published="DOCRELPUBTIME")

PUBLISHER = Publisher(
    name="gov",
    title="中国政府网",
    level=Level.NATIONAL,
    hosts=("www.gov.cn", "app.www.gov.cn", "big5.www.gov.cn", "sousuo.gov.cn"),
    sources=(
        Source(
            name="gov/interpretation",
            publisher="gov",
            url="https://www.gov.cn/zhengce/jiedu/ZCJD_QZ.json",
            kind=Kind.JSON,
            categories=("政策", "政策解读", "中国政府网"),
            rules=_LIST,
        ),
        Source(
            name="gov/policy",
            publisher="gov",
            url="https://www.gov.cn/zhengce/zuixin/ZUIXINZHENGCE.json",
            kind=Kind.JSON,
            categories=("政策", "最新政策", "中国政府网"),
            rules=_LIST,
        ),
        Source(
            name="gov/news",
            publisher="gov",
            url="https://www.gov.cn/yaowen/liebiao/YAOWENLIEBIAO.json",
            kind=Kind.JSON,
            categories=("时政", "要闻", "中国政府网"),
            rules=_LIST,
        ),
        Source(
            name="gov/ministries",
            publisher="gov",
            url="https://www.gov.cn/lianbo/bumen/index.htm",
            kind=Kind.LISTING,
            categories=("时政", "部门", "中国政府网"),
            rules=HtmlList(items=".infolist li, .news_box .list li:not(.line)", date=".date, span"),
        ),
        Source(
            name="gov/documents",
            publisher="gov",
            url="https://www.gov.cn/zhengce/zhengceku/bmwj/",
            kind=Kind.LISTING,
            categories=("政策", "部门文件", "中国政府网"),
            rules=HtmlList(items=".news_box .list li:not(.line)", link="h4 > a", date=".date"),
        ),
    ),
    body=("#UCAP-CONTENT", ".TRS_UEDITOR", ".pages_content"),
    headline=("#ti", ".pages-title", ".article h1"),
    author=("meta[name=author]",),
    date=("meta[name=firstpublishedtime]", "meta[name=lastmodifiedtime]", ".pages-date"),
    noise=("table.bd1", ".pages_print", ".editor", ".shuzi", "#myFlash"),
    addresses=Addresses(mirrors=(("big5.www.gov.cn", "www.gov.cn"),), scheme="https"),
)
