import pytest

from crawler.extraction import headline, markup

TITLE = "示例省：到2027年培育三千家专精特新企业"


def first(head: str, body: str, *selectors: str) -> str:
    tree = markup.parsed(f"<html><head>{head}</head><body>{body}</body></html>", "")
    return next(headline.headlines(tree, selectors, markup.metas(tree), markup.shown(tree)), "")


TITLES = {
    "the site behind an underscore": f"<title>{TITLE}_示例网</title>",
    "channels and keywords": f"<title>{TITLE}|专精特新|企业_财经_示例网</title>",
    "dashes": f"<title>{TITLE} - 示例省人民政府门户网站</title>",
    "the headline alone": f"<title>{TITLE}</title>",
}


@pytest.mark.parametrize("head", TITLES.values(), ids=TITLES.keys())
@pytest.mark.parametrize(
    "body", [f"<h1>{TITLE}</h1>", f"<div class='bt'>{TITLE}</div>", f"<a>示例省</a><p>{TITLE}</p>"]
)
def test_the_headline_is_what_the_title_begins_with_and_the_page_shows(head: str, body: str) -> None:
    assert first(head, f"<h1>示例网</h1>{body}") == TITLE


def test_a_headline_may_hold_what_parts_it_from_names() -> None:
    parted = "观察|示例行业的整顿，谁来接手"
    assert first(f"<title>{parted}_财经_示例网</title>", f"<i>观察</i><h1>{parted}</h1>") == parted


def test_the_start_of_a_word_is_no_headline() -> None:
    assert first(f"<title>{TITLE}</title>", f"<a>{TITLE[:9]}</a>") == TITLE


HEADS = {
    "a government's meta tag": (f"<meta name='ArticleTitle' content='{TITLE}'><title>示例省人民政府</title>", ""),
    "Open Graph": (f"<meta property='og:title' content='{TITLE}'>", ""),
    "a heading": ("<title>示例省人民政府</title>", f"<h1>{TITLE}</h1>"),
    "the title without the site": (f"<title>{TITLE}_财经_示例网</title>", ""),
    "the title without a dash": (f"<title>{TITLE} - 示例网</title>", ""),
}


@pytest.mark.parametrize(("head", "body"), HEADS.values(), ids=HEADS.keys())
def test_a_headline_that_the_page_does_not_show_comes_from_the_next_best(head: str, body: str) -> None:
    assert first(head, body) == TITLE


def test_the_publishers_own_place_comes_first() -> None:
    assert first(f"<title>{TITLE}_示例网</title>", f"<h1>{TITLE}</h1><b class='t'>另题</b>", ".t") == "另题"


def test_a_page_may_have_none() -> None:
    assert first("", "<p>正文</p>") == ""
