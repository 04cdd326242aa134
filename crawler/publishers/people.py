"""人民网, the pages of the People’s Daily. Its feeds exist on paper; body and headline are known from many."""

from crawler.model import Addresses, Level, Publisher, Source

PUBLISHER = Publisher(
    name="people",
    title="人民网",
    level=Level.AGENCY,
    hosts=("people.com.cn", "people.cn"),
    sources=(
        Source(
            name="people/finance",
            publisher="people",
            url="http://www.people.com.cn/rss/finance.xml",
            categories=("财经", "人民网"),
        ),
        Source(
            name="people/politics",
            publisher="people",
            url="http://www.people.com.cn/rss/politics.xml",
            categories=("时政", "人民网"),
        ),
    ),
    body=(".rm_txt_con", ".box_con", "#rwb_zw"),
    headline=(".rm_txt h1", "h1"),
    date=("meta[name=publishdate]", ".channel .col-1-1", ".box01 .fl"),
    noise=(".edit", ".box_pic", ".paper_num", ".zdfy"),
    addresses=Addresses(scheme="http"),
)
