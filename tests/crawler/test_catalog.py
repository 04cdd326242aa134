from collections.abc import Callable
from pathlib import Path

import pytest

from crawler import catalog
from crawler.errors import ConfigurationError, SourceError, SourceFault
from crawler.model import Source

TOPIC = """
name = "parks"
title = "公园"
threshold = 0.5
[terms]
"公园" = 1
"""


def test_a_topic_is_named_in_english_and_where_it_has_no_english_name_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "parks.toml").write_text(TOPIC, encoding="utf-8")
    lakes = TOPIC.replace("parks", "lakes").replace("threshold", 'title_en = "Lakes"\nthreshold')
    (tmp_path / "topics" / "lakes.toml").write_text(lakes, encoding="utf-8")
    titles = dict(catalog.topic_titles(tmp_path, "en"))
    assert (titles.pop("parks"), titles.pop("lakes")) == ("公园", "Lakes")
    assert all(it.isascii() for it in titles.values()), titles
    assert catalog.topic_titles(tmp_path)["lakes"] == "公园"


def test_a_publisher_means_all_its_sources() -> None:
    resolved = catalog.load().resolve(["people", "people/finance"])
    assert [source.name for source in resolved] == ["people/finance", "people/politics"]


def test_every_source_is_its_publishers_and_named_once() -> None:
    loaded = catalog.load()
    for name, publisher in loaded.publishers.items():
        assert publisher.name == name
        assert all(source.publisher == name for source in publisher.sources)
        assert all(source.name.startswith(f"{name}/") for source in publisher.sources)
    addresses = [source.url for source in loaded.sources.values()]
    assert len(addresses) == len(set(addresses))


def test_a_feeds_address_is_a_source_of_that_name() -> None:
    url = "http://news.example.org:8080/feed.xml"
    loaded = catalog.load()
    (source,) = loaded.resolve([url])
    assert source == Source(name=url, publisher="news.example.org", url=url)
    assert loaded.publisher_of(source).title == "news.example.org"


def test_a_fragment_makes_no_other_source() -> None:
    known = Source("https://x.example/feed", "x.example", "https://x.example/feed")
    assert catalog.load([known]).resolve(["https://x.example/feed#latest"]) == (known,)
    assert catalog.load().resolve(["https://x.example/feed#a", "https://x.example/feed#b"]) == (known,)
    with pytest.raises(ConfigurationError, match="switched off"):
        catalog.load([known], [known]).resolve(["https://x.example/feed#latest"])


def test_a_source_that_was_stored_with_a_fragment_is_the_one_at_its_address() -> None:
    stored = Source("https://x.example/feed#old", "x.example", "https://x.example/feed#old")
    for address in ("https://x.example/feed", "https://x.example/feed#old", "https://x.example/feed#new"):
        assert catalog.load([stored]).resolve([address]) == (stored,)
        with pytest.raises(ConfigurationError, match=r"sources enable .*#old"):
            catalog.load([stored], [stored]).resolve([address])


def test_an_address_with_a_password_is_refused_and_not_repeated() -> None:
    with pytest.raises(ConfigurationError, match=r"news\.example\.org") as refused:
        catalog.load().resolve(["https://reader:secret@news.example.org/feed.xml"])
    assert "secret" not in str(refused.value)
    assert "reader" not in str(refused.value)


def test_a_route_of_rsshub_is_a_source() -> None:
    (source,) = catalog.load().resolve(["rsshub:/zaker/channel/4"])
    assert (source.name, source.url, source.publisher) == (
        "rsshub:/zaker/channel/4",
        "rsshub:/zaker/channel/4",
        "rsshub",
    )


def test_the_address_of_a_declared_source_is_that_source() -> None:
    loaded = catalog.load()
    declared = loaded.sources["chinanews/finance"]
    assert loaded.resolve([declared.url]) == (declared,)


def test_an_address_on_a_declared_publishers_host_is_that_publishers() -> None:
    (source,) = catalog.load().resolve(["https://www.chinanews.com.cn/rss/another.xml"])
    assert source.publisher == "chinanews"
    (stranger,) = catalog.load().resolve(["https://notchinanews.com.cn.example.org/rss.xml"])
    assert stranger.publisher == "notchinanews.com.cn.example.org"


def test_a_users_source_is_resolved_like_a_declared_one() -> None:
    mine = Source("mine", "example.org", "https://example.org/feed.xml")
    assert catalog.load([mine]).resolve(["mine"]) == (mine,)


def test_a_source_that_is_switched_off_is_none_of_its_publishers_and_says_so_when_it_is_asked_for() -> None:
    declared = catalog.load().sources["people/finance"]
    loaded = catalog.load(off=[Source("people/finance", "people", declared.url)])
    assert [source.name for source in loaded.resolve(["people"])] == ["people/politics"]
    assert loaded.off == {"people/finance": declared}
    for asked in ("people/finance", declared.url):
        with pytest.raises(ConfigurationError, match="smewatch sources enable people/finance"):
            loaded.resolve([asked])


@pytest.mark.parametrize("name", ["nobody", "ftp://example.org/feed.xml", ""])
def test_what_is_neither_name_nor_address_is_refused(name: str) -> None:
    with pytest.raises(SourceError, match="smewatch sources list") as refused:
        catalog.load().resolve([name])
    assert (refused.value.fault, refused.value.subject) == (SourceFault.UNKNOWN, name)


@pytest.fixture
def topic_file(tmp_path: Path) -> Callable[[str], None]:
    """Put a topic of the user's own into a data directory, `tmp_path`."""
    (tmp_path / "topics").mkdir()

    def write(text: str) -> None:
        (tmp_path / "topics" / "mine.toml").write_text(text, encoding="utf-8")

    return write


def test_the_package_watches_sme_policy_first_and_what_narrows_it(tmp_path: Path) -> None:
    first, *others = catalog.topics(tmp_path)
    assert (first.name, first.parent) == ("sme-policy", "")
    assert {it.parent for it in others} == {"sme-policy"}
    asked_for = {"cultivation", "financing", "tax-and-fees", "digitalisation", "arrears-and-rights", "market-access"}
    assert asked_for <= {it.name for it in others}
    assert len({it.title for it in (first, *others)}) == 1 + len(others)


def test_a_users_topic_is_watched_beside_the_packages(tmp_path: Path, topic_file: Callable[[str], None]) -> None:
    before = {topic.name for topic in catalog.topics(tmp_path)}
    topic_file(TOPIC)
    assert {topic.name for topic in catalog.topics(tmp_path)} == {*before, "parks"}


def test_a_users_topic_takes_the_place_of_the_packages(tmp_path: Path, topic_file: Callable[[str], None]) -> None:
    topic_file(TOPIC.replace("parks", "sme-policy"))
    assert dict(catalog.topics(tmp_path)[0].terms) == {"公园": 1.0}


def test_a_users_sub_topic_may_narrow_the_packages_topic(tmp_path: Path, topic_file: Callable[[str], None]) -> None:
    topic_file(f'parent = "sme-policy"\nexclusions = ["公园里"]{TOPIC}')
    (mine,) = (topic for topic in catalog.topics(tmp_path) if topic.name == "parks")
    assert (mine.parent, mine.exclusions) == ("sme-policy", ("公园里",))


@pytest.mark.parametrize("parent", ["smes", "financing", "parks"])
def test_a_parent_that_has_no_sub_topics_is_refused_with_those_that_have(
    tmp_path: Path, topic_file: Callable[[str], None], parent: str
) -> None:
    topic_file(f'parent = "{parent}"{TOPIC}')
    with pytest.raises(ConfigurationError, match=rf"mine\.toml: its parent '{parent}'.*: sme-policy are"):
        catalog.topics(tmp_path)


FAULTS = {
    "no value": ("name = \ntitle", r"is no TOML: .*line 1"),
    "missing keys": ('name = "x"', "lacks 'title', 'threshold', 'terms'"),
    "a key below a table": (
        'name = "x"\ntitle = "x"\n[terms]\n"公园" = 1\nthreshold = 0.5',
        r"line 5: 'threshold' stands in \[terms\], and belongs above the first \[table\]",
    ),
    "a threshold in words": (TOPIC.replace("0.5", '"high"'), "line 4: 'threshold' is 'high', and no number"),
    "a threshold that nothing reaches": (TOPIC.replace("0.5", "2"), "line 4: 'threshold' is 2"),
    "a weight in words": (TOPIC.replace("= 1", '= "much"'), "line 6: '公园' is 'much'"),
    "a weight of nothing": (TOPIC.replace("= 1", "= 0"), "line 6: '公园' is 0"),
    "no terms": (TOPIC.replace('"公园" = 1', ""), r"line 5: \[terms\] is no table"),
    "terms that are none": (TOPIC.replace("[terms]\n", "terms = 3\n#"), r"line 5: \[terms\] is no table"),
    "an empty term": (TOPIC.replace('"公园" = 1', '"" = 1'), r"line 5: \[terms\] is no table"),
    "a misspelt key": (TOPIC.replace("[terms]", "[term]"), "line 5: 'term' is no part of a topic"),
    "a name with a space": (TOPIC.replace("parks", "my parks"), "line 2: 'my parks' is no name"),
    "a title of nothing": (TOPIC.replace('"公园"\nt', '""\nt'), "line 3: the title is no text"),
    "exclusions in a sentence": (f'exclusions = "公园里"{TOPIC}', "line 1: the exclusions are no list"),
}


@pytest.mark.parametrize(("text", "told"), FAULTS.values(), ids=FAULTS)
def test_what_is_wrong_with_a_topic_is_told_with_file_line_and_reason(
    tmp_path: Path, topic_file: Callable[[str], None], text: str, told: str
) -> None:
    topic_file(text)
    with pytest.raises(ConfigurationError, match=rf"mine\.toml.*{told}"):
        catalog.topics(tmp_path)


def test_a_topic_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "mine.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigurationError, match=r"mine\.toml cannot be read"):
        catalog.topics(tmp_path)
