"""新浪财经, the finance pages of the portal Sina: its roll, a JSON list, asks for a referer.

Body, headline, date and the roll's fields are known from many witnesses; the last three kinds of noise from a few.
"""

from crawler.model import Addresses, JsonList, Kind, Level, Publisher, Source

_ROLL = JsonList(items="result.data", published="ctime")
_REFERER = "https://finance.sina.com.cn/roll/"

PUBLISHER = Publisher(
    name="sina",
    title="新浪财经",
    level=Level.PORTAL,
    hosts=("sina.com.cn", "sina.cn"),
    sources=(
        Source(
            name="sina/domestic",
            publisher="sina",
            url="https://feed.mix.sina.com.cn/api/roll/get?pageid=155&lid=1686&num=50&page=1",
            kind=Kind.JSON,
            categories=("财经", "国内财经", "新浪财经"),
            rules=_ROLL,
            referer=_REFERER,
        ),
        Source(
            name="sina/macro",
            publisher="sina",
            url="https://feed.mix.sina.com.cn/api/roll/get?pageid=155&lid=1687&num=50&page=1",
            kind=Kind.JSON,
            categories=("财经", "宏观经济", "新浪财经"),
            rules=_ROLL,
            referer=_REFERER,
        ),
        Source(
            name="sina/local",
            publisher="sina",
            url="https://feed.mix.sina.com.cn/api/roll/get?pageid=155&lid=1688&num=50&page=1",
            kind=Kind.JSON,
            categories=("财经", "地方经济", "新浪财经"),
            rules=_ROLL,
            referer=_REFERER,
        ),
        Source(
            name="sina/ministries",
            publisher="sina",
            url="https://feed.mix.sina.com.cn/api/roll/get?pageid=155&lid=1689&num=50&page=1",
            kind=Kind.JSON,
            categories=("财经", "部委动态", "新浪财经"),
            rules=_ROLL,
            referer=_REFERER,
        ),
    ),
    body=("#artibody", "#article"),
    headline=("h1.main-title",),
    date=("meta[property='article:published_time']", ".date-source .date"),
    noise=(
        ".appendQr_wrap",
        ".article-editor",
        ".show_author",
        ".img_descr",
        "#left_hzh_ad",
        ".new_style_article_footer",
    ),
    addresses=Addresses(tracking=("cre", "from", "loc", "mod", "r", "rfunc", "tj", "wm"), scheme="https"),
)
