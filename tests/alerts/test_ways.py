"""Which way out an address names, and what of it is shown."""

import pytest

from alerts.ways import Way, masked, way


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("reader@example.org", Way.MAIL),
        ("a://b@example.org", Way.SERVICE),
        ("x@://example.org", Way.MAIL),
        ("https://hooks.example.org/secret", Way.WEBHOOK),
        ("HTTP://hooks.example.org/secret", Way.WEBHOOK),
        ("dingtalk://secret", Way.SERVICE),
    ],
)
def test_an_address_names_its_way(address: str, expected: Way) -> None:
    assert way(address) is expected


def test_no_secret_is_shown() -> None:
    hooks = [f"https://user:secret@hooks.example.org/secret?{it}" for it in "ab"]
    services = [f"tgram://secret-{it}/1" for it in "ab"]
    shown = [masked(it) for it in (*hooks, *services)]
    assert "secret" not in "".join(shown)
    assert len(set(shown)) == 4
    assert all(it.startswith("https://hooks.example.org/...") for it in shown[:2])
    assert masked("reader@example.org") == "reader@example.org"
