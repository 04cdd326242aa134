"""`smewatch sources` as its user meets it."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from alerts.app import source_names

OPML = """<opml version="2.0"><body>
  <outline text="财经"><outline text="示例网" type="rss" xmlUrl="https://example.org/feed.xml"/></outline>
  <outline text="中新网" type="rss" xmlUrl="https://www.chinanews.com.cn/rss/finance.xml"/>
  {more}
</body></opml>"""

Command = Callable[..., CompletedProcess[str]]


def listed(smewatch: Command) -> dict[str, Any]:
    printed = smewatch("sources", "list", "--json")
    assert printed.returncode == 0, printed.stderr
    return {row["name"]: row for row in map(json.loads, printed.stdout.splitlines())}


def test_feeds_of_an_opml_file_are_added_under_their_folders(smewatch: Command, tmp_path: Path) -> None:
    (tmp_path / "feeds.opml").write_text(OPML.format(more=""), encoding="utf-8")
    done = smewatch("sources", "import", "feeds.opml")
    assert (done.returncode, done.stderr) == (0, "1 sources are added, 1 were there already\n")
    mine = listed(smewatch)["https://example.org/feed.xml"]
    assert (mine["kind"], mine["categories"], mine["enabled"]) == ("rss", ["财经"], True)
    assert smewatch("sources", "import", "feeds.opml").returncode == 0
    assert smewatch("sources", "export", "again.opml").returncode == 0
    written = (tmp_path / "again.opml").read_text(encoding="utf-8")
    assert "https://example.org/feed.xml" in written
    assert smewatch("sources", "export", "-").stdout == written
    assert not (tmp_path / "-").exists()


def test_an_entry_that_is_no_feed_is_named_and_the_others_are_added(smewatch: Command, tmp_path: Path) -> None:
    (tmp_path / "feeds.opml").write_text(OPML.format(more='<outline text="坏" xmlUrl="ftp://x/"/>'), encoding="utf-8")
    done = smewatch("sources", "import", "feeds.opml")
    assert done.returncode == 1
    assert "feeds.opml: 坏: 'ftp://x/' is no http(s) address" in done.stderr
    assert "https://example.org/feed.xml" in listed(smewatch)


def test_a_file_that_is_no_opml_adds_nothing(smewatch: Command, tmp_path: Path) -> None:
    (tmp_path / "feeds.opml").write_text("<rss/>", encoding="utf-8")
    for name in ("feeds.opml", "nothing.opml"):
        done = smewatch("sources", "import", name)
        assert (done.returncode, "Traceback" in done.stderr) == (2, False)
        assert f"{name} cannot be imported" in done.stderr


def test_a_source_that_was_added_is_named_as_the_pages_name_it(smewatch: Command) -> None:
    address = "https://example.org/feed.xml"
    assert smewatch("sources", "add", address).returncode == 0
    name = source_names.public(address)
    assert smewatch("sources", "disable", name).returncode == 0
    assert listed(smewatch)[address]["enabled"] is False
    assert "is switched off" in smewatch("crawl", name).stderr
    assert smewatch("sources", "enable", name).returncode == 0
    assert listed(smewatch)[address]["enabled"] is True
    assert smewatch("sources", "remove", name).returncode == 0
    assert address not in listed(smewatch)


def test_a_declared_source_is_switched_off_and_on_and_never_removed(smewatch: Command) -> None:
    assert smewatch("sources", "disable", "people/finance").returncode == 0
    assert listed(smewatch)["people/finance"]["enabled"] is False
    assert smewatch("crawl", "people/finance").returncode == 2
    refused = smewatch("sources", "remove", "people/finance")
    assert refused.returncode == 2
    assert "smewatch sources disable people/finance" in refused.stderr
    assert smewatch("sources", "enable", "people/finance").returncode == 0
    assert listed(smewatch)["people/finance"]["enabled"] is True
    assert smewatch("sources", "enable", "nobody").returncode == 2


def test_an_address_in_a_private_network_is_refused_with_the_setting_that_opens_it(smewatch: Command) -> None:
    for address in ("http://10.0.0.1/feed", "http://[fd00::1]/"):
        refused = smewatch("sources", "add", address)
        assert refused.returncode == 2
        assert "SMEWATCH_ALLOW_PRIVATE_ADDRESSES" in refused.stderr
        assert address not in listed(smewatch)
