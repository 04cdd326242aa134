"""中国新闻网, the pages of the China News Service. Its feeds exist on paper; body and headline are known from many."""

from crawler.model import Addresses, Level, Publisher, Source

PUBLISHER = Publisher(
    name="chinanews",
    title="中国新闻网",
    level=Level.AGENCY,
    hosts=("chinanews.com.cn", "chinanews.com"),
    sources=(
        Source(
            name="chinanews/finance",
            publisher="chinanews",
            url="https://www.chinanews.com.cn/rss/finance.xml",
            categories=("财经", "中国新闻网"),
        ),
        Source(
            name="chinanews/domestic",
            publisher="chinanews",
            url="https://www.chinanews.com.cn/rss/china.xml",
            categories=("国内", "中国新闻网"),
        ),
    ),
    body=(".left_zw", ".content_desc"),
    headline=("h1.content_left_title",),
    date=(".content_left_time", "#newsdate"),
    noise=(".editor", ".adEditor", "#function_code_page", ".left_name"),
    addresses=Addresses(mirrors=(("www.chinanews.com", "www.chinanews.com.cn"),), scheme="https"),
)
