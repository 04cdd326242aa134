"""Addresses."""

import pytest

from alerts.subscribe import address
from crawler.errors import ConfigurationError


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("reader@example.org", "reader@example.org"),
        (" Reader.Name+tag@Example.ORG ", "Reader.Name+tag@example.org"),
        ("reader@例子.中国", "reader@xn--fsqu00a.xn--fiqs8s"),
        ("reader@localhost", "reader@localhost"),
        ("读者@example.org", "读者@example.org"),
        ("Zoe\u0308@例子.中国", "Zo\u00eb@xn--fsqu00a.xn--fiqs8s"),
    ],
)
def test_an_address_has_one_form(typed: str, stored: str) -> None:
    assert address(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "reader",
        "reader@",
        "@example.org",
        "a b@example.org",
        "reader@example.org\r\nBcc: other@example.org",
        "reader@example.org, other@example.org",
        "Reader <reader@example.org>",
        "reader@example..org",
        '"reader, other@example.net"@example.org',
        "reader@[127.0.0.1]",
        "读\u2028者@example.org",
        "读\udcff者@example.org",
        "读\u202e者@example.org",
        "读 者@example.org",
        "读＠者@example.org",
        f"reader@{'a' * 70}.org",
        "reader (1)@example.org",
        "(1)reader@example.org",
    ],
)
def test_what_is_no_single_address_is_refused(typed: str) -> None:
    with pytest.raises(ConfigurationError, match=r"no e-mail address|cannot be mailed"):
        address(typed)
