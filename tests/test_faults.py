"""Whatever a site does wrong costs that site: each fault ends in its reason, and every other source is complete."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.archive import articles
from crawler.archive.db import Database
from crawler.model import Reason, Revision
from tests.conftest import Smewatch
from tests.faults import FAULTS, title
from tests.faulty_site import PROBE_HOST, FaultySites

CRAWLS = (1, 2, 3)
MEMORY = 300  # megabytes: each of the bombs would need more, a crawl without them takes half of it
MEASURED = """
import resource, subprocess, sys
code = subprocess.call([sys.executable, "-W", "error", "-m", "alerts.app.cli", *sys.argv[1:]])
print(file=sys.stderr)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""
SECRET = "机密：仅供内部使用"
CAREFUL = {
    "ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/9",
    "CRAWL__DELAY": "0",
    "CRAWL__TIMEOUT": "3",
    "CRAWL__MAX_BYTES": "300000",
}


@dataclass(frozen=True, slots=True)
class Expected:
    """Why a source fails in each of the crawls (None: it does not), and how many texts of it are kept after each."""

    reasons: tuple[Reason | None, Reason | None, Reason | None] = (None, None, None)
    kept: tuple[int, int, int] = (2, 2, 2)


def always(reason: Reason, kept: int = 0) -> Expected:
    return Expected((reason, reason, reason), (kept, kept, kept))


HARMLESS = Expected()
EXPECTED: Mapping[str, Expected] = {
    "clean_1": Expected(kept=(2, 3, 3)),
    "clean_2": Expected(kept=(2, 3, 3)),
    "clean_3": Expected(kept=(2, 3, 3)),
    "slow_drip": always(Reason.TIMEOUT),
    "stall": always(Reason.TIMEOUT),
    "reset": always(Reason.CONNECTION),
    "short_length": always(Reason.CONNECTION),
    "http_500": always(Reason.HTTP),
    "http_429": always(Reason.BLOCKED),
    "redirect_loop": always(Reason.HTTP),
    "redirect_301": HARMLESS,
    "gone_410": always(Reason.HTTP),
    "gzip_bomb": always(Reason.TOO_LARGE),
    "huge_body": always(Reason.TOO_LARGE),
    "endless_body": always(Reason.TOO_LARGE),
    "truncated_xml": always(Reason.MALFORMED, kept=2),
    "invalid_utf8": HARMLESS,
    "wrong_charset": HARMLESS,
    "html_instead": always(Reason.NOT_A_FEED),
    "empty_body": always(Reason.EMPTY),
    "sloppy_xml": HARMLESS,
    "repeated_guids": HARMLESS,
    "changed_guids": HARMLESS,
    "changed_content": Expected(kept=(2, 4, 4)),
    "future_dates": HARMLESS,
    "no_dates": HARMLESS,
    "no_links": always(Reason.EMPTY),
    "relative_links": HARMLESS,
    "billion_laughs": HARMLESS,
    "external_entities": HARMLESS,
    "forbidden_links": always(Reason.FORBIDDEN, kept=1),
    "feed_redirects_inwards": always(Reason.FORBIDDEN),
    "robots_redirect_inwards": HARMLESS,
    "line_breaks_in_titles": HARMLESS,
    "control_characters": HARMLESS,
    "scripts": HARMLESS,
    "flapping": Expected((None, Reason.EMPTY, None), (2, 2, 3)),
    "page_404": always(Reason.HTTP),
    "page_500_once": HARMLESS,
    "page_500_in_one_crawl": Expected((Reason.HTTP, None, None), (0, 2, 2)),
    "page_drips": always(Reason.TIMEOUT),
    "page_resets": always(Reason.CONNECTION),
    "page_huge": always(Reason.TOO_LARGE),
    "page_noisy": HARMLESS,
    "page_redirects_inwards": always(Reason.FORBIDDEN),
    "page_redirects_to_front": always(Reason.NO_ARTICLE),
    "page_no_html": always(Reason.NO_ARTICLE),
    "forbidden_feed": always(Reason.FORBIDDEN),
}


@dataclass(frozen=True, slots=True)
class Crawled:
    """One crawl of all the sites: its report, its log, and the texts that are kept after it.

    `memory` is what the largest of its processes took at most, in megabytes.
    """

    code: int
    report: dict[str, Any]
    log: str
    kept: tuple[Revision, ...]
    memory: float


@dataclass(frozen=True, slots=True)
class Crawls:
    """The crawls in their order; `urls` maps faults to the names of their sources."""

    urls: Mapping[str, str]
    crawls: tuple[Crawled, ...]
    trespasses: int

    def failures(self, fault: str, crawl: int) -> list[dict[str, str]]:
        failed: list[dict[str, str]] = self.crawls[crawl - 1].report["sources_failed"]
        return [it for it in failed if it["source"] == self.urls[fault]]

    def kept(self, fault: str, crawl: int = CRAWLS[-1]) -> list[Revision]:
        return [it for it in self.crawls[crawl - 1].kept if it.article.source == self.urls[fault]]


@pytest.fixture(scope="module")
def crawls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawls]:
    home: Path = tmp_path_factory.mktemp("faults")
    secret = home / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    done = []
    with FaultySites(FAULTS, secret) as sites:
        urls = sites.urls | {"forbidden_feed": sites.forbidden_feed}
        for sites.round in CRAWLS:
            done.append(_crawl(home, urls.values(), CAREFUL))
        yield Crawls(urls, tuple(done), sites.trespasses)


def _crawl(home: Path, feeds: Iterable[str], settings: Mapping[str, str]) -> Crawled:
    """Crawl feeds by the command line, through a process that says on its last line how much memory that took."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SMEWATCH_")}
    environment |= {f"SMEWATCH_{name}": value for name, value in settings.items()}
    arguments = [part for feed in feeds for part in ("--feed", feed)]
    ended = subprocess.run(
        [sys.executable, "-c", MEASURED, "crawl", *arguments, "--announce", "--json"],
        cwd=home,
        env=environment | {"SMEWATCH_DATA_DIR": str(home / "data")},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    log, _, memory = ended.stderr.rstrip().rpartition("\n")
    report = json.loads(ended.stdout) if ended.stdout else {}
    return Crawled(ended.returncode, report, log, _kept(home), int(memory) / 1024)


def _kept(home: Path) -> tuple[Revision, ...]:
    database = Database(f"sqlite:///{home / 'data' / 'smewatch.db'}")
    with database.read() as connection:
        found = tuple(articles.revisions_after(connection, 0, 1000))
    database.close()
    return found


def test_every_fault_is_expected_to_end_somehow() -> None:
    assert set(EXPECTED) == {*FAULTS, "forbidden_feed"}


@pytest.mark.parametrize("crawl", CRAWLS)
def test_the_run_itself_ends_in_good_order(crawls: Crawls, crawl: int) -> None:
    crawled = crawls.crawls[crawl - 1]
    assert (crawled.code, crawled.report["state"]) == (1, "finished"), crawled.log
    assert crawled.report["sources"] == len(EXPECTED)
    assert "Traceback" not in crawled.log


@pytest.mark.parametrize("crawl", CRAWLS)
@pytest.mark.parametrize("fault", EXPECTED)
def test_a_fault_has_its_reason_and_what_is_whole_is_kept(crawls: Crawls, fault: str, crawl: int) -> None:
    expected = EXPECTED[fault]
    reason = expected.reasons[crawl - 1]
    failures = crawls.failures(fault, crawl)
    assert {it["reason"] for it in failures} == ({reason} if reason else set()), failures
    assert len(crawls.kept(fault, crawl)) == expected.kept[crawl - 1]


def test_nothing_is_told_twice(crawls: Crawls) -> None:
    told = Counter((it.article.source, it.article.text) for it in crawls.crawls[-1].kept)
    assert set(told.values()) == {1}
    assert crawls.crawls[2].report["new"] == 1  # what came back with the flapping feed
    assert crawls.crawls[2].report["revised"] == 0


def test_nothing_connects_to_a_forbidden_address(crawls: Crawls) -> None:
    assert crawls.trespasses == 0


@pytest.mark.parametrize("crawl", CRAWLS)
def test_no_bomb_takes_the_memory_that_it_could(crawls: Crawls, crawl: int) -> None:
    assert crawls.crawls[crawl - 1].memory < MEMORY


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("truncated_xml", "breaks off after 2 entries"),
        ("redirect_loop", "redirects in a circle"),
        ("gzip_bomb", "larger than"),
        ("huge_body", "larger than"),
        ("endless_body", "larger than"),
        ("page_huge", "larger than"),
        ("reset", "the connection broke off"),
        ("short_length", "the connection broke off"),
        ("stall", "no complete answer within"),
        ("feed_redirects_inwards", f"{PROBE_HOST} is a private address"),
        ("page_redirects_inwards", f"{PROBE_HOST} is a private address"),
        ("forbidden_feed", f"{PROBE_HOST} is a private address"),
        ("page_redirects_to_front", "front page"),
    ],
)
def test_a_failure_is_told_in_a_sentence(crawls: Crawls, fault: str, words: str) -> None:
    for failure in crawls.failures(fault, 1):
        assert words in failure["detail"]


def test_every_spelling_of_a_forbidden_address_is_named(crawls: Crawls) -> None:
    details = [it["detail"] for it in crawls.failures("forbidden_links", 1)]
    assert len(details) == 7
    assert all("is a private address" in it for it in details)
    assert any("169.254.169.254" in it for it in details)


@pytest.mark.parametrize(
    "fault", ["wrong_charset", "invalid_utf8", "line_breaks_in_titles", "control_characters", "clean_1"]
)
def test_titles_are_what_was_meant(crawls: Crawls, fault: str) -> None:
    number = list(FAULTS).index(fault) + 1
    for entry, revision in enumerate(sorted(crawls.kept(fault), key=lambda it: it.article.url), 1):
        found = revision.article.document.title
        assert found.startswith(title(number, entry))
        assert found.isprintable()


def test_scripts_stay_outside(crawls: Crawls) -> None:
    for revision in crawls.kept("scripts"):
        body = revision.article.document.body
        assert "减免租金" in body
        assert not any(bad in body for bad in ("<script", "onerror", "javascript:", "<iframe", "alert("))
        assert "<script" not in revision.article.document.title


def test_files_of_this_machine_stay_unread(crawls: Crawls) -> None:
    assert all(SECRET not in f"{it.article.document}" for it in crawls.crawls[-1].kept)


@pytest.mark.parametrize("fault", ["future_dates", "no_dates"])
def test_the_time_of_the_fetch_stands_in_for_a_date_that_cannot_be(crawls: Crawls, fault: str) -> None:
    for revision in crawls.kept(fault):
        assert abs(revision.article.published - datetime.now(UTC)) < timedelta(hours=1)


@pytest.mark.parametrize("command", [("crawl", "--feed"), ("sources", "check"), ("extract",)])
def test_a_password_in_an_address_is_refused_and_not_repeated(smewatch: Smewatch, command: tuple[str, ...]) -> None:
    refused = smewatch(*command, "http://reader:hush@127.0.0.1:9/feed.xml")
    assert refused.returncode == 2
    assert "127.0.0.1" in refused.stderr
    assert "hush" not in refused.stdout + refused.stderr


#: The faults of the shared rig by the names that they have there, where those are others.
RIG = Path(__file__).parents[2] / "shared" / "rig" / "farm.py"
NAMED_THERE = {
    "http500": "http_500",
    "http429": "http_429",
    "html_not_feed": "html_instead",
    "bozo_xml": "sloppy_xml",
    "dup_guid": "repeated_guids",
    "guid_changed": "changed_guids",
    "content_changed": "changed_content",
    "xxe": "external_entities",
    "ssrf_links": "forbidden_links",
    "ssrf_redirect": "page_redirects_inwards",
    "crlf_title": "line_breaks_in_titles",
    "script_content": "scripts",
    "flap_empty": "flapping",
    "bad_control_chars": "control_characters",
    "feed_ssrf": "feed_redirects_inwards",
    "art_404": "page_404",
    "art_500_once": "page_500_once",
    "art_drip": "page_drips",
    "art_reset": "page_resets",
    "art_huge": "page_huge",
    "art_noise": "page_noisy",
    "art_ssrf_redirect": "page_redirects_inwards",
    None: "clean_1",
}


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[str]:
    """The control address of the shared rig, serving one feed for each of its faults and three clean ones."""
    pytest.importorskip("aiohttp")
    if not RIG.is_file():
        pytest.skip("the shared rig is not at hand")
    port, admin, probe = _free_ports(3)
    how = f"--data {RIG.parents[1] / 'data' / 'news'} --faults each --clean 3 --hosts 60 --items 4 --content summary"
    where = f"--host-base 127.7.0.2 --port {port} --admin-port {admin} --probe-port {probe}"
    limits = "--bomb-mb 64 --huge-mb 20 --gbk-rate 0 --formats rss2,atom,rss1"
    command = [sys.executable, str(RIG), *f"{how} {where} {limits}".split()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=tmp_path) as farm:
        assert farm.stdout is not None
        assert farm.stdout.readline(), "the rig does not start"  # it says so once it listens
        yield f"http://127.0.0.1:{admin}/__admin/"
        farm.terminate()


def test_the_faults_of_the_shared_rig_end_the_same_way(rig: str, tmp_path: Path) -> None:
    feeds = {it["url"]: it for it in _asked(f"{rig}feeds")}
    crawled = _crawl(tmp_path, feeds, CAREFUL | {"ALLOW_PRIVATE_ADDRESSES": "127.7.0.0/16"})
    assert (crawled.report["state"], "Traceback" in crawled.log) == ("finished", False), crawled.log
    assert _asked(f"{rig}probe") == []
    seen: dict[str, tuple[set[str], bool]] = {}
    expected: dict[str, tuple[set[str], bool]] = {}
    for url, feed in feeds.items():
        name = f"{feed['id']} {feed['fault']}"
        wanted = EXPECTED[NAMED_THERE.get(feed["fault"], feed["fault"])]
        expected[name] = ({wanted.reasons[0]} if wanted.reasons[0] else set(), not wanted.reasons[0])
        reasons = {it["reason"] for it in crawled.report["sources_failed"] if it["source"] == url}
        seen[name] = (reasons, sum(it.article.source == url for it in crawled.kept) == len(feed["items"]))
    assert seen == expected


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        held = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [it.getsockname()[1] for it in held]


def _asked(url: str) -> Any:
    with urllib.request.urlopen(url) as answer:
        return json.load(answer)
