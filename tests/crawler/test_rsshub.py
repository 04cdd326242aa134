import pytest

from crawler import rsshub
from crawler.errors import FetchError
from crawler.model import Reason


@pytest.mark.parametrize(
    ("url", "instance", "address"),
    [
        ("rsshub:/sina/finance", "http://rsshub.internal:1200", "http://rsshub.internal:1200/sina/finance"),
        ("rsshub:/sina/finance", "http://rsshub.internal:1200/", "http://rsshub.internal:1200/sina/finance"),
        ("rsshub:/zaker/channel/4?limit=9", "https://example.org/hub/", "https://example.org/hub/zaker/channel/4?limit=9"),
        ("rsshub:/a?limit=9", "https://example.org?key=k", "https://example.org/a?limit=9&key=k"),
        ("https://example.org/feed.xml", "", "https://example.org/feed.xml"),
    ],
)  # fmt: skip
def test_a_route_is_served_by_the_configured_instance(url: str, instance: str, address: str) -> None:
    assert rsshub.resolved(url, instance) == address


def test_without_an_instance_a_route_says_what_to_set() -> None:
    with pytest.raises(FetchError, match="SMEWATCH_RSSHUB_URL") as refused:
        rsshub.resolved("rsshub:/sina/finance", "")
    assert refused.value.reason is Reason.CONFIGURATION


def test_routes_are_told_from_other_addresses() -> None:
    assert rsshub.is_route("rsshub:/sina/finance")
    assert not rsshub.is_route("rsshub:")
    assert not rsshub.is_route("https://rsshub.app/sina/finance")
