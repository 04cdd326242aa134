import pytest

from crawler.literals import literal


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("::1", "::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("policy.example", None),
        ("10.0.0.1.example", None),
        ("示例.cn", None),
        ("", None),
    ],
)
def test_a_host_that_is_written_as_an_address_is_known_in_every_spelling(written: str, address: str | None) -> None:
    assert literal(written) == address
