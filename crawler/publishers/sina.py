"""新浪财经, the finance pages of the portal Sina. Its lists are JSON; feeds of others (RSSHub) lead to its pages."""

from crawler.model import Level, Publisher

PUBLISHER = Publisher(
    name="sina",
    title="新浪财经",
    level=Level.PORTAL,
    hosts=("sina.com.cn",),
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
)
