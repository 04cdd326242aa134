"""新华网, the pages of the state news agency. Its RSS files are reported dead; feeds of others lead to its pages."""

from crawler.model import Level, Publisher

PUBLISHER = Publisher(
    name="xinhua",
    title="新华网",
    level=Level.AGENCY,
    hosts=("news.cn", "xinhuanet.com"),
    body=("#detailContent", "#p-detail"),
    headline=(".head-line h1 .title", ".h-title"),
    date=("meta[name=publishdate]", ".header-time", ".h-time"),
    noise=("#articleEdit", ".editor", ".tadd", ".p-tags", "#div_currpage"),
)
