import pytest
from lxml import html

from crawler.extraction import prose

FIRST = "示例省人民政府日前印发若干措施，支持中小企业发展，为企业减免租金，并设立纾困基金。"
SECOND = "措施明确，对受影响的小微企业给予贷款贴息，期限不超过一年，由各市统筹安排资金。"
THIRD = "示例省工业和信息化厅有关负责人介绍，申请办法将于下月公布，企业可在线办理。"
MENU = "<div class='menu'><a href='/'>首页</a><a href='/a'>财经，产业</a></div>"
IMPRINT = "<div class='bottom'>本网站所刊登的各种新闻，未经协议授权，禁止下载使用。</div>"


def found(body: str) -> str | None:
    container = prose.container(html.document_fromstring(f"<html><body>{body}</body></html>"))
    return None if container is None else str(container.get("id"))


SHAPES = {
    "paragraphs": f"<div id='it'><p>{FIRST}</p><p>{SECOND}</p></div>",
    "lines with breaks": f"<div id='it'>{FIRST}<br><br>{SECOND}<br>{THIRD}</div>",
    "paragraphs in boxes": f"<div id='it'><div>{FIRST}{SECOND}</div><div>{THIRD}</div></div>",
    "nested sections": f"<div id='it'><section><section>{FIRST}</section></section><section>{SECOND}</section></div>",
    "a table for the layout": f"<table><tr><td>菜单</td><td id='it'><p>{FIRST}</p><p>{SECOND}</p></td></tr></table>",
    "a list for the layout": f"<ul><li id='it'><p>{FIRST}</p><p>{SECOND}</p></li><li>热门排行</li></ul>",
    "a page inside a form": f"<form><div id='it'><p>{FIRST}</p><p>{SECOND}</p></div></form>",
    "a single paragraph": f"<div id='it'><p>{FIRST}</p></div>",
    "inline elements": f"<div id='it'><p>{FIRST[:9]}<b>{FIRST[9:]}</b></p><p><span>{SECOND}</span></p></div>",
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_the_article_stands_in_the_innermost_element_with_most_of_the_prose(shape: str) -> None:
    assert found(f"<div>{MENU}<div class='main'>{shape}</div>{IMPRINT}</div>") == "it"


def test_what_readers_wrote_counts_for_nothing() -> None:
    comments = f"<div id='comments'>{f'<p>{FIRST}{SECOND}{THIRD}</p>' * 9}</div>"
    assert found(f"<div><div id='it'><p>{FIRST}</p><p>{SECOND}</p></div>{comments}</div>") == "it"


def test_links_are_no_prose() -> None:
    headlines = f"<div id='links'>{f'<a href=x>{FIRST}</a>' * 9}</div>"
    assert found(f"<div>{headlines}<div id='it'><p>{FIRST}</p><p>{SECOND}</p></div></div>") == "it"


def test_a_page_without_chinese_prose_has_no_container() -> None:
    assert found("<div><p>The province supports small firms, and waives their rents.</p></div>" * 9) is None
    assert found("<ul><li>首页</li><li>财经</li></ul>") is None
    assert prose.container(html.document_fromstring("<p></p>")) is None


LINK_LISTS = {
    "<ul><li><a href='1'>示例省支持中小企业</a></li><li><a href='2'>示例市召开会议</a></li></ul>": True,
    "<div>上一篇：<a href='1'>示例省支持中小企业发展若干措施</a></div>": True,
    f"<div><a href='1'>示例省</a>{FIRST}</div>": False,
    "<table><tr><td>示例一厂</td><td>300</td></tr></table>": False,
}


@pytest.mark.parametrize(("markup", "is_one"), LINK_LISTS.items())
def test_a_list_of_links_is_told_from_text_with_links(markup: str, is_one: bool) -> None:
    assert prose.is_link_list(html.fromstring(markup)) is is_one


def test_a_large_and_deep_page_is_read() -> None:
    deep = "<div>" * 200 + f"<p>{FIRST}</p>" + "</div>" * 200
    wide = f"<div id='it'>{f'<p>{FIRST}</p>' * 5000}</div>"
    assert found(deep + wide) == "it"
