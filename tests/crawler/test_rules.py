import pytest

from crawler import catalog, rules
from crawler.errors import ConfigurationError
from crawler.model import HtmlList, JsonList, Kind


def test_rules_that_are_written_down_are_read_as_the_same() -> None:
    declared = [it for it in catalog.load().sources.values() if it.rules]
    assert {it.kind for it in declared} == {Kind.JSON, Kind.LISTING}
    for source in declared:
        assert rules.read(source.kind, rules.write(source.rules)) == source.rules


def test_what_is_as_usual_need_not_be_written() -> None:
    assert rules.read(Kind.LISTING, {"items": "li"}) == HtmlList("li")
    assert rules.read(Kind.JSON, {"url": "URL"}) == JsonList(url="URL")
    assert rules.read(Kind.JSON, {"items": ""}) == JsonList()
    assert rules.read(Kind.JSON, {}) is None
    assert rules.read(Kind.SITEMAP, {}) is None
    assert rules.write(HtmlList("li", date="span")) == {"items": "li", "date": "span"}
    assert rules.write(JsonList()) == {"items": ""}


@pytest.mark.parametrize(
    "selector",
    ["li[", "li,", " ", "a::text", "svg|a", "li:nothing", "li:nth-child(x)", "li:is(a", "li:not(", ":not(" * 3000],
)
def test_what_selects_nothing_anywhere_is_no_selector(selector: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^--built-by .* is no CSS selector: \S"):
        rules.read(Kind.LISTING, {"items": "li", "built_by": selector}, "--")


@pytest.mark.parametrize(
    ("kind", "written", "complaint"),
    [
        (Kind.RSS, {"items": "li"}, "--items is no rule of the kind rss: json and listing have rules"),
        (
            Kind.LISTING,
            {"items": "li", "published": "x"},
            "--published is no rule of the kind listing: it has --items",
        ),
        (Kind.LISTING, {}, "a source of kind listing needs --items"),
        (Kind.LISTING, {"items": ""}, "a source of kind listing needs --items"),
        (Kind.LISTING, {"items": "li,\nol"}, "--items holds a line break"),
        (Kind.JSON, {"published": "\ud800"}, "--published holds a line break or another control character"),
    ],
)
def test_what_a_kind_has_no_use_for_is_named(kind: Kind, written: dict[str, str], complaint: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        rules.read(kind, written, "--")
    assert str(refused.value).startswith(complaint)


def test_a_referer_is_an_address_and_a_password_in_it_is_not_repeated() -> None:
    assert rules.read_referer("https://example.org/") == "https://example.org/"
    assert rules.read_referer("") == ""
    for written in ("example.org", "https://reader:hush@example.org/"):
        with pytest.raises(ConfigurationError, match=r"^--referer ") as refused:
            rules.read_referer(written, "--")
        assert "hush" not in str(refused.value)
