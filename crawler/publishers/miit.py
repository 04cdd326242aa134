"""工业和信息化部, with its bureau for small and medium-sized enterprises (中小企业局).

A list's page says where to ask for the list itself. Lists, body and the time are recorded, `wap.` is a mirror.
"""

from crawler.model import Addresses, HtmlList, Kind, Level, Publisher, Source

_COLUMN = HtmlList(items="ul > li", date="span", built_by="script[parseType=buildstatic]")

PUBLISHER = Publisher(
    name="miit",
    title="工业和信息化部",
    level=Level.MINISTRY,
    hosts=("miit.gov.cn",),
    sources=(
        Source(
            name="miit/sme-documents",
            publisher="miit",
            url="https://www.miit.gov.cn/jgsj/qyj/wjfb/index.html",
            kind=Kind.LISTING,
            categories=("政策", "中小企业", "工业和信息化部"),
            rules=_COLUMN,
        ),
        Source(
            name="miit/sme-work",
            publisher="miit",
            url="https://www.miit.gov.cn/jgsj/qyj/gzdt/index.html",
            kind=Kind.LISTING,
            categories=("部委动态", "中小企业", "工业和信息化部"),
            rules=_COLUMN,
        ),
        Source(
            name="miit/interpretation",
            publisher="miit",
            url="https://www.miit.gov.cn/zwgk/zcjd/index.html",
            kind=Kind.LISTING,
            categories=("政策", "政策解读", "工业和信息化部"),
            rules=_COLUMN,
        ),
    ),
    body=("#con_con", ".ccontent"),
    headline=("#con_title",),
    date=("#con_time",),
    addresses=Addresses(
        mirrors=(("miit.gov.cn", "www.miit.gov.cn"), ("wap.miit.gov.cn", "www.miit.gov.cn")), scheme="https"
    ),
)
