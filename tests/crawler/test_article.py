from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler import article
from crawler.errors import ArticleError
from crawler.model import Article, FeedEntry, Level, Page, Publisher, Source
from seeds import codec

FETCHED = datetime(2026, 3, 10, 4, 0, 0, 123456, tzinfo=UTC)
URL = "https://news.example.org/2026/1.html"
STRANGER = Publisher("news.example.org", "news.example.org", Level.PORTAL, ("news.example.org",))
DECLARED = Publisher(
    name="example",
    title="示例网",
    level=Level.PORTAL,
    hosts=("example.org",),
    body=("#text",),
    noise=(".ad",),
    author=(".by",),
    date=(".when",),
)
SOURCE = Source("feed", "example", "https://example.org/feed.xml", categories=("财经",))
ENTRY = FeedEntry(URL, "示例省支持中小企业", datetime(2026, 3, 9, 0, 30, tzinfo=UTC))
UNDATED = FeedEntry(URL, "示例")
OF_A_DAY = FeedEntry(URL, "示例省支持中小企业", datetime(2026, 3, 8, 16, 0, tzinfo=UTC))  # the 9th, in Beijing
TEXT = (
    "示例省人民政府日前印发若干措施，支持中小企业发展，为企业减免租金，并设立纾困基金。",
    "措施明确，对受影响的小微企业给予贷款贴息，期限不超过一年，由各市统筹安排资金。",
    "示例省工业和信息化厅有关负责人介绍，申请办法将于下月公布，企业可在线办理。",
)
PARAGRAPHS = "".join(f"<p>　　{paragraph}</p>" for paragraph in TEXT)


def extract(html: str, entry: FeedEntry = ENTRY, publisher: Publisher = STRANGER, url: str = URL) -> Article:
    return article.extract(entry, Page(url, html, FETCHED), publisher, SOURCE)


def page(body: str, head: str = "") -> str:
    return f"<html><head><title>示例省支持中小企业_示例网</title>{head}</head><body>{body}</body></html>"


def test_a_page_of_an_unknown_publisher_is_read_without_what_surrounds_the_article() -> None:
    read = extract(
        page(
            "<nav><a href='/'>首页</a><a href='/a'>财经</a></nav><h1>示例省支持中小企业</h1>"
            f"<div class='content'>{PARAGRAPHS}<p>责任编辑：王小明</p></div><footer>版权所有 示例网</footer>"
        )
    )
    assert read.text == "\n".join(TEXT)
    assert read.document.title == "示例省支持中小企业"


@pytest.mark.parametrize(
    "line",
    [
        "<p class='date'>2026-03-09 07:24</p>",
        "<p class='date'>2026-03-09 07:30</p>",
        "<div>发布时间：2026年3月9日 07:24:05　来源：示例日报　作者：林示范</div>",
        "<div><h2> </h2><div>来源：示例日报 | 2026/03/09 星期一</div><div>更新时间：2026-03-10 08:00</div></div>",
    ],
)
def test_the_line_that_dates_an_article_is_no_text_of_it(line: str) -> None:
    read = extract(page(f"<div id='text'><h1>示例省支持中小企业</h1>{line}{PARAGRAPHS}</div>"), publisher=DECLARED)
    assert read.text == "\n".join(TEXT)


@pytest.mark.parametrize(
    "opening",
    [
        "<p>2026年3月9日，示例省召开会议。</p>",
        "<p><span>2026年3月9日</span>起施行。</p>",
        "<p><br>会议纪要</p><p>2026年3月9日</p>",
        "<p>2026年3月9日 通过</p>",
    ],
)
def test_an_opening_that_says_more_than_a_date_is_text(opening: str) -> None:
    read = extract(page(f"<div id='text'>{opening}{PARAGRAPHS}</div>"), publisher=DECLARED)
    assert read.text.startswith(("2026年3月9日", "会议纪要\n2026年3月9日"))


def test_the_same_article_at_two_sites_is_the_same_text() -> None:
    plain = extract(page(f"<h1>示例省支持中小企业</h1><div class='content'>{PARAGRAPHS}</div>"))
    inside = extract(
        page(f"<div class='content'><h1>转载：示例省支持中小企业</h1>{PARAGRAPHS}</div>"),
        FeedEntry(URL, "转载：示例省支持中小企业"),
    )
    assert plain.content_hash == inside.content_hash


def test_a_publishers_own_selectors_and_noise_come_first() -> None:
    read = extract(
        page(
            f"<div class='content'>{PARAGRAPHS}</div>"
            "<div id='text'><p>这才是这一页的正文，它比旁边的文字要短得多。</p><p class='ad'>广告一则</p></div>"
            "<span class='by'>示例记者</span>"
        ),
        publisher=DECLARED,
    )
    assert read.text == "这才是这一页的正文，它比旁边的文字要短得多。"
    assert read.document.author == "示例记者"


def test_a_publishers_page_of_another_shape_is_still_read() -> None:
    assert extract(page(f"<div class='content'>{PARAGRAPHS}</div>"), publisher=DECLARED).text == "\n".join(TEXT)


def test_the_body_holds_no_scripts_styles_comments_or_handlers() -> None:
    read = extract(
        page(
            "<div id='text' onclick='x()'><!-- 隐藏 --><script>var a;</script><style>p{}</style>"
            f"<p style='color:red' onmouseover='y()'>{TEXT[0]}</p><iframe src='https://ads.example'></iframe>"
            "<img src='../1.png' data-src='x'><a href='javascript:void(0)'>链接</a></div>"
        ),
        publisher=DECLARED,
    )
    assert read.document.body == (f'<p>{TEXT[0]}</p><img src="https://news.example.org/1.png"><a>链接</a>')


@pytest.mark.parametrize("container", ["<div id='text'>{}</div>", "<table><tr><td id='text'>{}</td></tr></table>"])
def test_what_stands_beside_the_publishers_container_is_no_part_of_the_body(container: str) -> None:
    read = extract(page(f"首页 &gt; 财经{container.format(PARAGRAPHS)}转载请注明出处"), publisher=DECLARED)
    assert read.document.body == PARAGRAPHS


def test_what_the_page_shows_as_text_stays_text() -> None:
    told = f"&lt;script&gt; &amp; 5 &lt; 6：{TEXT[0]}"
    assert extract(page(f"<div id='text'>{told}<p>{told}</p></div>"), publisher=DECLARED).document.body == (
        f"{told}<p>{told}</p>"
    )


@pytest.mark.parametrize("before", ["", "\ufeff", "\n"])
def test_an_xhtml_page_that_declares_its_encoding_is_read(before: str) -> None:
    declaration = '<?xml version="1.0" encoding="gb2312"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "">'
    head = "<meta http-equiv='Content-Type' content='text/html; charset=gb2312'/>"
    read = extract(before + declaration + page(f"<div class='content'>{PARAGRAPHS}</div>", head))
    assert read.text == "\n".join(TEXT)


def test_the_document_can_be_written_in_the_seed_format() -> None:
    document = extract(page(f"<div class='content'>{PARAGRAPHS}</div>")).document
    assert codec.loads(codec.dumps(document)) == document


def test_the_feeds_whole_text_stands_in_for_a_page_without_one() -> None:
    entry = FeedEntry(URL, "示例", content=PARAGRAPHS * 2)
    assert extract(page("<div>请开启 JavaScript</div>"), entry).text == "\n".join(TEXT * 2)


def test_a_teaser_in_the_feed_is_no_article() -> None:
    with pytest.raises(ArticleError, match="nothing in the page"):
        extract(page("<div>请开启 JavaScript</div>"), FeedEntry(URL, "示例", content="<p>摘要一句。</p>"))


@pytest.mark.parametrize("html", ["", "   ", "<!-- -->", "<html></html>", "\x00\x01", "{}"])
def test_a_page_without_anything_holds_no_article(html: str) -> None:
    with pytest.raises(ArticleError):
        extract(html)


def test_the_pages_title_completes_one_that_the_feed_cut_short() -> None:
    body = f"<h1>示例省支持中小企业</h1><div class='content'>{PARAGRAPHS}</div>"
    assert extract(page(body), FeedEntry(URL, "示例省支持…")).document.title == "示例省支持中小企业"
    assert extract(page(body), FeedEntry(URL, "另一个题目…")).document.title == "另一个题目…"
    assert extract(page(body), FeedEntry(URL, "")).document.title == "示例省支持中小企业"


def test_the_publisher_is_the_author_where_nobody_else_is_named() -> None:
    body = page(f"<div id='text'>{PARAGRAPHS}</div>")
    assert extract(body, publisher=DECLARED).document.author == "示例网"
    signed = FeedEntry(URL, "示例", author="甲")
    assert extract(body, signed, DECLARED).document.author == "甲"


DATES = {
    "the feed's": (ENTRY, "", "", "2026-03-09T00:30:00"),
    "the publisher's place": (UNDATED, "", "<i class='when'>2026年03月08日 08:30</i>", "2026-03-08T00:30:00"),
    "a meta tag": (UNDATED, "<meta name='PubDate' content='2026-03-07 08:30'>", "", "2026-03-07T00:30:00"),
    "the byline": (UNDATED, "", "<p>来源：示例 2026-03-06 08:30</p>", "2026-03-06T00:30:00"),
    "the fetch": (UNDATED, "", "", "2026-03-10T04:00:00"),
    "the feed's day and the page's time": (OF_A_DAY, "", "<i class='when'>2026-03-09 07:20</i>", "2026-03-08T23:20:00"),
    "the feed's day, not another": (OF_A_DAY, "", "<i class='when'>2026-03-10 07:20</i>", "2026-03-08T16:00:00"),
    "the feed's day alone": (OF_A_DAY, "", "", "2026-03-08T16:00:00"),
    "the feed's time": (ENTRY, "", "<i class='when'>2026-03-09 17:20</i>", "2026-03-09T00:30:00"),
}


@pytest.mark.parametrize(("entry", "head", "above", "date"), DATES.values(), ids=DATES.keys())
def test_the_date_comes_from_the_first_place_that_has_one(entry: FeedEntry, head: str, above: str, date: str) -> None:
    read = extract(page(f"{above}<div id='text'>{PARAGRAPHS}</div>", head), entry, DECLARED)
    assert read.document.date == datetime.fromisoformat(date).replace(tzinfo=UTC)


def test_an_image_comes_from_the_feed_the_head_or_the_body() -> None:
    inside = page(f"<div id='text'>{PARAGRAPHS}<img src='/in.png'></div>")
    head = page(f"<div id='text'>{PARAGRAPHS}</div>", "<meta property='og:image' content='//cdn.example.org/h.png'>")
    assert extract(inside, publisher=DECLARED).document.headimg == "https://news.example.org/in.png"
    assert extract(head, publisher=DECLARED).document.thumbnail == "https://cdn.example.org/h.png"
    broken = page(f"<div id='text'>{PARAGRAPHS}<img src='http://[bad/in.png'><img src='/in.png'></div>")
    assert extract(broken, publisher=DECLARED).document.headimg == "https://news.example.org/in.png"
    pictured = FeedEntry(URL, "示例", image="https://example.org/f.png")
    assert extract(inside, pictured, DECLARED).document.headimg == "https://example.org/f.png"
    assert extract(page(f"<div id='text'>{PARAGRAPHS}</div>"), publisher=DECLARED).document.headimg == ""


def test_an_article_is_known_by_the_address_the_page_was_found_at() -> None:
    read = extract(page(f"<div id='text'>{PARAGRAPHS}</div>"), publisher=DECLARED, url=f"{URL}?utm_source=rss#top")
    assert read.url == URL
    assert (read.publisher, read.source, read.fetched_at) == ("example", "feed", FETCHED)
    assert read.document.categories == ("财经",)


def test_lists_of_links_inside_the_text_are_left_out() -> None:
    related = "<ul><li><a href='/2'>示例市召开会议</a></li><li><a href='/3'>示例县印发通知</a></li></ul>"
    read = extract(page(f"<div class='content'>{PARAGRAPHS}<div>相关阅读</div>{related}<p>附件：<a>办法</a></p></div>"))
    assert read.text == "\n".join((*TEXT, "相关阅读", "附件：办法"))


@pytest.mark.parametrize("container", ["id='js_content'", "class='TRS_Editor'", "class='v_news_content'"])
def test_the_container_of_a_known_system_is_believed_however_short(container: str) -> None:
    asides = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT * 2)
    assert extract(page(f"<div {container}><p>{TEXT[0]}</p></div><div>{asides}</div>")).text == TEXT[0]


def test_a_page_in_another_language_is_read_all_the_same() -> None:
    told = "The province has announced support for small and medium firms, which may apply online from April. "
    paragraphs = "".join(f"<p>{told * 3}</p>" for _ in range(4))
    read = extract(page(f"<ul><li><a href='/'>Home</a></li></ul><div class='article'>{paragraphs}</div>"))
    assert read.text.count("announced support") == 12
    assert "Home" not in read.text


def test_a_documents_number_issuer_and_origin_come_with_the_article() -> None:
    cells = ("发文机关：", "示例省人民政府", "发文字号：", "示例政发〔2026〕3号")
    table = f"<table class='bd1'><tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr></table>"
    head = "<h1>示例省支持中小企业</h1><p>来源：示例日报</p>"
    read = extract(page(f"{table}{head}<div class='content'>{PARAGRAPHS}</div>"))
    assert (read.issuer, read.document_number, read.origin) == ("示例省人民政府", "示例政发〔2026〕3号", "示例日报")


WHOLE = replace(ENTRY, content=PARAGRAPHS * 5, author="甲示例", image="/h.png")


def test_a_feed_may_carry_the_whole_article() -> None:
    assert article.is_whole(WHOLE)
    read = article.from_feed(WHOLE, STRANGER, SOURCE, FETCHED)
    assert read.text == "\n".join(TEXT * 5)
    assert read.content_hash == extract(page(f"<div class='content'>{PARAGRAPHS * 5}</div>")).content_hash
    assert (read.document.author, read.document.headimg) == ("甲示例", "https://news.example.org/h.png")
    assert (read.url, read.published) == (URL, ENTRY.published)


@pytest.mark.parametrize(
    "lacking",
    [
        pytest.param({"content": PARAGRAPHS}, id="a summary"),
        pytest.param({"content": f"{PARAGRAPHS * 5}<p>示例省还将……</p>"}, id="a text that breaks off"),
        pytest.param({"content": f"{PARAGRAPHS * 5}<p>阅读全文</p>"}, id="a link to the rest"),
        pytest.param({"content": "".join(TEXT * 5)}, id="a text without paragraphs"),
        pytest.param({"published": None}, id="no date"),
        pytest.param({"title": "示例省支持…"}, id="a title that is cut short"),
        pytest.param({"title": ""}, id="no title"),
    ],
)
def test_a_feed_that_lacks_something_is_followed_to_its_page(lacking: dict[str, object]) -> None:
    assert not article.is_whole(replace(WHOLE, **lacking))  # type: ignore[arg-type]
