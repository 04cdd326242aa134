from pathlib import Path

import pytest

from crawler import catalog
from crawler.errors import ConfigurationError, UnknownSourceError
from crawler.model import Source

TOPIC = """
name = "parks"
title = "公园"
threshold = 0.5
[terms]
"公园" = 1
"""


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
    with pytest.raises(UnknownSourceError, match="smewatch sources list"):
        catalog.load().resolve([name])


def test_a_users_topic_is_watched_beside_the_packages(tmp_path: Path) -> None:
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "parks.toml").write_text(TOPIC, encoding="utf-8")
    assert {topic.name for topic in catalog.topics(tmp_path)} == {"sme-policy", "parks"}


def test_a_users_topic_takes_the_place_of_the_packages(tmp_path: Path) -> None:
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "mine.toml").write_text(TOPIC.replace("parks", "sme-policy"), encoding="utf-8")
    (topic,) = catalog.topics(tmp_path)
    assert dict(topic.terms) == {"公园": 1.0}


@pytest.mark.parametrize(
    "text", ["name = ", 'name = "x"', TOPIC.replace("0.5", '"high"'), TOPIC.replace("[terms]\n", "terms = 3\n#")]
)
def test_a_topic_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "broken.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"broken\.toml"):
        catalog.topics(tmp_path)
