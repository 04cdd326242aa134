"""新华网, the pages of the state news agency. Its RSS files are reported dead; its lists are JSON beside each channel.

A list's number (`ds_…`) stands in the channel's page and changes when that page is built anew: then the old one goes
stale. The one of politics is recorded by three witnesses, that of fortune by one; body and `publishdate` by many.
"""

from crawler.model import Addresses, JsonList, Kind, Level, Publisher, Source

_CHANNEL = JsonList(items="datasource", url="publishUrl", published="publishTime", author="author")

PUBLISHER = Publisher(
    name="xinhua",
    title="新华网",
    level=Level.AGENCY,
    hosts=("news.cn", "xinhuanet.com"),
    sources=(
        Source(
            name="xinhua/politics",
            publisher="xinhua",
            url="https://www.news.cn/politics/ds_a6d618872de143bdafa2556915a7ae12.json",
            kind=Kind.JSON,
            categories=("时政", "新华网"),
            rules=_CHANNEL,
        ),
        Source(
            name="xinhua/fortune",
            publisher="xinhua",
            url="https://www.news.cn/fortune/ds_1e491dadc8944459b71b7ab13422623d.json",
            kind=Kind.JSON,
            categories=("财经", "新华网"),
            rules=_CHANNEL,
        ),
    ),
    body=("#detailContent", "#p-detail"),
    headline=(".head-line h1 .title", ".h-title"),
    date=("meta[name=publishdate]", ".header-time", ".h-time"),
    noise=("#articleEdit", ".editor", ".tadd", ".p-tags", "#div_currpage"),
    addresses=Addresses(
        mirrors=(
            ("news.cn", "www.news.cn"),
            ("xinhuanet.com", "www.news.cn"),
            ("www.xinhuanet.com", "www.news.cn"),
            ("m.news.cn", "www.news.cn"),
            ("m.xinhuanet.com", "www.news.cn"),
        ),
        scheme="https",
    ),
)
