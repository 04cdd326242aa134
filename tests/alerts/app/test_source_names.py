"""A source's name for everybody says nothing of an address that a user gave."""

import pytest

from alerts.app.source_names import own, public
from crawler.catalog import Catalog
from crawler.model import Source


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


def test_a_source_is_found_by_the_name_for_everybody_whether_it_is_on_or_off() -> None:
    on, off = "https://feeds.example.org/on.xml", "https://feeds.example.org/off.xml"
    catalog = Catalog({}, {on: Source(on, "x", on)}, {off: Source(off, "x", off)})
    assert [own(catalog, public(it)) for it in (on, off)] == [on, off]
    assert [own(catalog, it) for it in (on, "nobody", "feeds.example.org")] == [on, "nobody", "feeds.example.org"]
