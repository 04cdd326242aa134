"""Which pages are walls, and which only look a little like one."""

import pytest

from crawler import walls

ARTICLE = "<p>" + "示例省日前印发方案，力争到2027年培育3000家专精特新中小企业。" * 10 + "</p>"


@pytest.mark.parametrize(
    ("page", "sign"),
    [
        ("<html><script>window.captcha = {};</script><div id='slg-box'></div></html>", "Chaitin SafeLine"),
        ("<script>document.cookie=('__jsl_clearance_s=1;path=/');location.href=location.pathname</script>", "Jiasule"),
        ("<html><script>var arg1='AB';setCookie('acw_sc__v2', x)</script></html>", "Aliyun WAF"),
        (
            "<!DOCTYPE html><html><head><title>请稍候</title></head><body><noscript>请开启 JavaScript 并刷新</noscript>"
            "<SCRIPT type='text/javascript'>document.cookie = 'a=1'; window.location.reload(true);</SCRIPT></body>",
            "a script that sets a cookie and loads again",
        ),
    ],
)
def test_a_wall_is_recognised(page: str, sign: str) -> None:
    assert walls.sign(page.encode()) == sign


@pytest.mark.parametrize(
    ("situation", "page"),
    [
        ("an article", f"<html><body>{ARTICLE}</body></html>"),
        ("an article with a script that knows a wall", f"<script>window.captcha=1</script>{ARTICLE}"),
        ("an article that counts its readers", f"{ARTICLE}<script>document.cookie='a=1';location.href='/b'</script>"),
        ("a page that only leads on", "<script>location.href='/index.html'</script>"),
        ("a page of scripts", "<script>document.cookie='seen=1'</script><div id='app'></div>"),
        ("a large page", "<script>window.captcha=1</script>" + " " * 40_000),
        ("a feed that quotes a script", "<?xml version='1.0'?><rss><script>window.captcha</script></rss>"),
        ("JSON", '{"html": "window.captcha"}'),
        ("nothing", ""),
    ],
)
def test_other_pages_are_none(situation: str, page: str) -> None:
    assert walls.sign(page.encode()) == "", situation
