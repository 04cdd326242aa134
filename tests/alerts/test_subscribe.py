"""Filters and addresses."""

from collections.abc import Callable

import pytest

from alerts.model import Change, Filter, Statement, Target
from alerts.subscribe import address, wants
from crawler.errors import ConfigurationError

MakeChange = Callable[..., Change]


def test_no_filter_wants_everything(change: MakeChange, target: Callable[..., Target]) -> None:
    assert wants(Filter(), change(target()))


@pytest.mark.parametrize(
    ("wanted", "met"),
    [
        (Filter(topics=("sme-policy",)), True),
        (Filter(topics=("tax",)), False),
        (Filter(keywords=("小巨人",)), True),
        (Filter(keywords=('"小巨人"企业',)), True),
        (Filter(keywords=("再加码",)), True),
        (Filter(keywords=("数字化",)), False),
        (Filter(keywords=("数字化", "小巨人")), True),
        (Filter(regions=("示例",)), True),
        (Filter(regions=("广东",)), False),
        (Filter(officials=("林示范",)), False),
        (Filter(keywords=("小巨人",), regions=("广东",)), False),
    ],
    ids=str,
)
def test_a_target_meets_every_part_that_is_asked_for(
    change: MakeChange, target: Callable[..., Target], wanted: Filter, met: bool
) -> None:
    assert wants(wanted, change(target())) is met


@pytest.mark.parametrize(
    ("wanted", "met"),
    [
        (Filter(officials=("王示例", "林示范")), True),
        (Filter(officials=("王示例",)), False),
        (Filter(keywords=("标准",)), True),
        (Filter(regions=("示例省",)), True),
    ],
    ids=str,
)
def test_a_statement_is_its_speakers(
    change: MakeChange, statement: Callable[..., Statement], wanted: Filter, met: bool
) -> None:
    assert wants(wanted, change(statement())) is met


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("reader@example.org", "reader@example.org"),
        (" Reader.Name+tag@Example.ORG ", "Reader.Name+tag@example.org"),
        ("reader@例子.中国", "reader@xn--fsqu00a.xn--fiqs8s"),
        ("reader@localhost", "reader@localhost"),
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
        "读者@example.org",
        f"reader@{'a' * 70}.org",
    ],
)
def test_what_is_no_single_address_is_refused(typed: str) -> None:
    with pytest.raises(ConfigurationError, match=r"no e-mail address|cannot be mailed"):
        address(typed)
