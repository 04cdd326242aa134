"""央视网: the evening news (新闻联播), one page a story with its transcript, and the news channel's JSONP list.

The evening's list and `#content_area` are recorded by several; the transcript's other containers come from older pages.
"""

from crawler.model import Addresses, HtmlList, JsonList, Kind, Level, Publisher, Source

PUBLISHER = Publisher(
    name="cctv",
    title="央视网",
    level=Level.AGENCY,
    hosts=("cctv.com", "cctv.cn"),
    sources=(
        Source(
            name="cctv/evening-news",
            publisher="cctv",
            url="https://tv.cctv.com/lm/xwlb/",
            kind=Kind.LISTING,
            categories=("时政", "新闻联播", "央视网"),
            # The whole broadcast stands first, as a video without a transcript.
            rules=HtmlList(items="#content li:not(:first-child)", title=".title"),
        ),
        Source(
            name="cctv/domestic",
            publisher="cctv",
            url="https://news.cctv.com/2019/07/gaiban/cmsdatainterface/page/china_1.jsonp?cb=china",
            kind=Kind.JSON,
            categories=("国内", "央视网"),
            rules=JsonList(items="data.list", published="focus_date", image="image"),
        ),
    ),
    body=("#content_area", ".cnt_bd", ".video_brief"),
    headline=(".title_area h1", ".video_tit .tit", ".cnt_nav h3"),
    date=(".title_area .info", ".video_info .info", ".info1"),
    noise=(".zebian", "#embed_playerid", ".video_player"),
    addresses=Addresses(tracking=("t", "toutiao"), scheme="https"),
)
