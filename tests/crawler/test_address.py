import pytest

from crawler import address
from crawler.model import Addresses

CANONICAL = {
    "https://Example.ORG:443/a.html#top": "https://example.org/a.html",
    "http://example.org:8080/a": "http://example.org:8080/a",
    "http://example.org": "http://example.org/",
    "http://example.org/a?id=2&utm_source=x&page=1": "http://example.org/a?id=2&page=1",
    "http://example.org/a?q=%E4%BC%81%20x&b": "http://example.org/a?q=%E4%BC%81%20x&b",
    "http://example.org/a?utm_source=x&q=%D6%D0%B9%FA&b": "http://example.org/a?q=%D6%D0%B9%FA&b",
    "http://example.org/a?UTM%5Fsource=x": "http://example.org/a",
    "http://[::1]:8000/a": "http://[::1]:8000/a",
}


@pytest.mark.parametrize(("url", "known_as"), CANONICAL.items())
def test_a_page_is_known_under_one_address(url: str, known_as: str) -> None:
    assert address.canonical(url) == known_as
    assert address.canonical(known_as) == known_as


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://example.org/a",
        "javascript:void(0)",
        "/a.html",
        "http://",
        "http://[::1",
        "http://a:b/",
        "https://user:secret@example.org/",
        "https://user@example.org/",
        "https://example.org/\x00",
        f"https://example.org/{'a' * 2030}",
        "https://example.org/\ud83d",
    ],
)
def test_what_cannot_be_fetched_is_no_web_address(url: str) -> None:
    assert not address.is_web(url)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("../2.html", "https://example.org/2.html"),
        (" //cdn.example.org/2.html\n", "https://cdn.example.org/2.html"),
        ("http://[bad/2.html", ""),
        ("javascript:void(0)", ""),
        ("", ""),
    ],
)
def test_a_link_means_an_address_of_the_web_or_none(written: str, meant: str) -> None:
    assert address.absolute("https://example.org/2026/1.html", written) == meant


@pytest.mark.parametrize("url", ["https://user:secret@example.org/", "http://user@example.org/a"])
def test_an_address_with_a_user_name_holds_credentials(url: str) -> None:
    assert address.has_credentials(url)


@pytest.mark.parametrize("url", ["https://example.org/@user/feed", "https://example.org/?to=a@b", "a@b", "http://[::1"])
def test_an_at_sign_elsewhere_is_no_credential(url: str) -> None:
    assert not address.has_credentials(url)


@pytest.mark.parametrize(
    ("url", "is_root"),
    [
        ("https://example.org", True),
        ("https://example.org/#top", True),
        ("https://example.org/?id=7", False),
        ("https://example.org/a", False),
    ],
)
def test_a_sites_root_is_its_front_page(url: str, is_root: bool) -> None:
    assert address.is_front_page(url) is is_root


def test_a_host_is_lower_case() -> None:
    assert address.is_web("https://Example.org/")
    assert address.host("https://Example.org:8080/a") == "example.org"


MIIT = Addresses(mirrors=(("wap.miit.gov.cn", "www.miit.gov.cn"),), tracking=("from",), scheme="https")
ONE_PAGE = "https://www.miit.gov.cn/jgsj/qyj/wjfb/art/2026/art_0a.html"


@pytest.mark.parametrize(
    "url",
    [
        "https://wap.miit.gov.cn/jgsj/qyj/wjfb/art/2026/art_0a.html",
        "http://wap.miit.gov.cn:80/jgsj/qyj/wjfb/art/2026/art_0a.html?from=timeline",
        "http://www.miit.gov.cn/jgsj/qyj/wjfb/art/2026/art_0a.html#con",
        ONE_PAGE,
    ],
)
def test_a_publishers_mirrors_are_folded_into_one_address(url: str) -> None:
    assert address.canonical(url, MIIT) == ONE_PAGE


def test_a_rule_for_addresses_touches_no_other_host_and_no_other_port() -> None:
    assert address.canonical("https://m.miit.gov.cn/a?from=x&id=1", MIIT) == "https://m.miit.gov.cn/a?id=1"
    assert address.canonical("http://www.miit.gov.cn:8080/a", MIIT) == "http://www.miit.gov.cn:8080/a"
