"""ZAKER, a portal of reprints: its channels carry their list as JSON in a script, with dates that lack the year.

The JSON and `.article_content` are recorded; the headline and the date in an article's page are remembered. A captcha
wall (SafeLine) stands before it at times.
"""

from crawler.model import Addresses, JsonList, Kind, Level, Publisher, Source

_CHANNEL = JsonList(items="data.article", published="date", image="thumbnail_mpic", embedded="window.WinPageData")

PUBLISHER = Publisher(
    name="zaker",
    title="ZAKER",
    level=Level.PORTAL,
    hosts=("myzaker.com",),
    sources=(
        Source(
            name="zaker/finance",
            publisher="zaker",
            url="https://www.myzaker.com/channel/4",
            kind=Kind.JSON,
            categories=("财经", "ZAKER"),
            rules=_CHANNEL,
        ),
        Source(
            name="zaker/technology",
            publisher="zaker",
            url="https://www.myzaker.com/channel/13",
            kind=Kind.JSON,
            categories=("科技", "ZAKER"),
            rules=_CHANNEL,
        ),
    ),
    body=(".article_content #content", ".article_content"),
    headline=(".article_header h1",),
    date=(".article_tips .time", ".article_header .time"),
    addresses=Addresses(mirrors=(("app.myzaker.com", "www.myzaker.com"),), tracking=("f",), scheme="https"),
)
