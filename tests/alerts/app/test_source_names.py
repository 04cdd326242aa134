"""A source's name for everybody says nothing of an address that a user gave."""

import pytest

from alerts.app.source_names import public


def test_a_declared_source_keeps_its_name() -> None:
    assert public("stats/releases") == "stats/releases"


@pytest.mark.parametrize(
    ("address", "begins"),
    [("https://feeds.example.org/news.xml?key=geheim", "feeds.example.org-"), ("rsshub:/sina/geheim", "rsshub-")],
)
def test_of_an_address_the_host_and_a_mark_are_left(address: str, begins: str) -> None:
    name = public(address)
    assert name.startswith(begins)
    assert "geheim" not in name
    assert public(f"{address}1") != name
