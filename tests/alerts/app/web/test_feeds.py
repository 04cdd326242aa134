"""Feeds: well-formed whatever stands in a title, the same for the same question, and nothing twice over the line."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

import feedparser
import pytest

from alerts import recent, subscriptions
from alerts.app.bootstrap import App
from alerts.audience import Cadence, Filter, Subscription
from alerts.links import Purpose
from alerts.model import Change, ChangeKind, Finding, Origin, Statement, Target
from alerts.store import changes, ledger, restating
from alerts.store.restating import Restatement
from crawler import clock
from tests.alerts.app.web.conftest import BASE, Answer, Browser

ATOM = {"a": "http://www.w3.org/2005/Atom"}
NOTICED = datetime(2026, 11, 21, 1, 2, 3, 456789, tzinfo=UTC)

Note = Callable[..., Change]


@pytest.fixture
def note(app: App, origin: Callable[..., Origin]) -> Note:
    """Store a change that was noticed, so many minutes after the first."""

    def run(finding: Finding, minutes: int = 0, announced: bool = True, **fields: Any) -> Change:
        at = NOTICED + timedelta(minutes=minutes)
        change = Change(ChangeKind.NEW, finding, origin(**fields), "台账中还没有这一项")
        with app.database.write() as connection:
            return changes.add(connection, change, None, announced=announced, now=at)

    return run


def titles(answer: Answer) -> list[str]:
    root = ET.fromstring(answer.body)
    return [it.text or "" for it in root.findall("a:entry/a:title", ATOM)]


def test_the_feed_tells_the_latest_first_in_the_words_of_digests(
    browser: Browser, note: Note, target: Callable[..., Target], statement: Callable[..., Statement]
) -> None:
    first = note(target())
    note(statement(), 5)
    note(target(value=9), 6, announced=False)
    answer = browser.get("/changes.atom")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/atom+xml")
    assert titles(answer) == [
        "新表态：林示范：数量可以往上调，标准不能往下走",
        "新目标：示例省 专精特新“小巨人”企业 到 2027 年 300 家",
    ]
    read = feedparser.parse(answer.body)
    assert not read.bozo
    told = read.entries[1]
    assert (told.id, told.link) == (f"tag:policy.example,2026:change/{first.number}", "https://news.example/1")
    assert "到2027年，培育专精特新“小巨人”企业300家" in told.summary
    assert read.feed.updated == "2026-11-21T01:07:03Z"


def test_the_json_feed_tells_the_same(browser: Browser, note: Note, target: Callable[..., Target]) -> None:
    note(target())
    answer = browser.get("/changes.json")
    assert answer.headers["content-type"] == "application/feed+json"
    read = json.loads(answer.body)
    assert (read["version"], read["feed_url"]) == ("https://jsonfeed.org/version/1.1", f"{BASE}/changes.json")
    (item,) = read["items"]
    assert item["title"] == titles(browser.get("/changes.atom"))[0]
    assert (item["url"], item["date_modified"]) == ("https://news.example/1", "2026-11-21T01:02:03Z")


def test_a_query_asks_for_parts(
    browser: Browser, note: Note, target: Callable[..., Target], statement: Callable[..., Statement]
) -> None:
    note(target())
    note(statement())
    note(statement("要减轻负担", speaker="周样本"))
    for query, count in (
        ({"kind": "statements"}, 2),
        ({"official": ["周样本", "林示范"]}, 2),
        ({"official": "周样本", "kind": "targets"}, 0),
        ({"object": "小巨人"}, 1),
        ({"topic": "sme-policy", "keyword": "负担"}, 1),
        ({"require": ["负担", "减轻"]}, 1),
        ({"exclude": "负担"}, 2),
        ({"region": "示例省", "level": "portal", "source": "示例日报", "organization": "示例省"}, 2),
    ):
        answer = browser.get(f"/changes.atom?{urlencode(query, doseq=True)}")
        assert len(titles(answer)) == count, query


@pytest.mark.parametrize("query", ["topics=sme-policy", "topic=gardening", "kind=", "keyword=" + "x" * 201, "x=%ff"])
def test_a_query_that_means_nothing_is_refused(browser: Browser, query: str) -> None:
    answer = browser.get(f"/changes.json?{query}")
    assert (answer.status, answer.title) == (422, "这个地址或表单不完整")


def test_what_is_known_is_not_sent_again(browser: Browser, note: Note, target: Callable[..., Target]) -> None:
    note(target())
    etag = browser.get("/changes.atom").headers["etag"]
    for known in (f'"other", {etag}', "*"):
        again = browser.get("/changes.atom", {"If-None-Match": known})
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", etag)
    assert browser.get("/changes.atom", {"If-None-Match": '"other"'}).status == 200
    note(target(value=400), 1)
    assert browser.get("/changes.atom", {"If-None-Match": etag}).status == 200
    head = browser.get("/changes.atom", method="HEAD")
    assert (head.status, head.body) == (200, b"")


def test_what_is_known_is_not_made_again_and_nobody_has_it_made_without_end(
    browser: Browser, note: Note, target: Callable[..., Target], monkeypatch: pytest.MonkeyPatch
) -> None:
    note(target())
    made: list[Filter] = []
    look = recent.recent

    def counted(database: Any, publishers: Any, wanted: Filter, most: int) -> Any:
        made.append(wanted)
        return look(database, publishers, wanted, most)

    monkeypatch.setattr(recent, "recent", counted)
    tags = {
        browser.get(place).headers["etag"] for place in ("/changes.atom", "/changes.json", "/changes.atom?kind=edits")
    }
    known = {"If-None-Match": browser.get("/changes.atom").headers["etag"]}
    assert (len(tags), len(made)) == (3, 3)
    for _ in range(130):
        assert browser.get("/changes.atom", known).status == 304
    assert len(made) == 3
    answers = [browser.get("/changes.atom?kind=edits") for _ in range(117)]
    assert [it.status for it in answers] == [200] * 116 + [429]
    assert int(answers[-1].headers["retry-after"]) > 3000
    assert browser.get("/changes.atom", known).status == 304


def test_what_other_rules_have_lost_is_not_told_any_more(
    browser: Browser, app: App, target: Callable[..., Target], origin: Callable[..., Origin]
) -> None:
    with app.database.write() as connection:
        noticed = ledger.enter(connection, target(), origin(), announced=True, now=NOTICED)
    first = browser.get("/changes.atom")
    assert len(titles(first)) == 1
    with app.database.write() as connection:
        restating.restate(connection, [Restatement(noticed.number, target(), None)])
    # By the tag of what they have, by the date of the news in it, by the day on which they were here last.
    for known in (
        {"If-None-Match": first.headers["etag"]},
        {"If-Modified-Since": format_datetime(NOTICED, usegmt=True)},
        {"If-Modified-Since": format_datetime(clock.now(), usegmt=True)},
    ):
        again = browser.get("/changes.atom", known)
        assert (again.status, titles(again)) == (200, [])


@pytest.mark.parametrize("form", ["atom", "json"])
def test_an_empty_feed_is_one_too(browser: Browser, form: str) -> None:
    answer = browser.get(f"/changes.{form}")
    assert answer.status == 200
    assert not feedparser.parse(answer.body).entries


def test_no_character_breaks_a_feed(browser: Browser, note: Note, statement: Callable[..., Statement]) -> None:
    odd = "".join(map(chr, range(0x30))) + "<script>&amp;]]>\u2028\ufffe\U0001f600\x7f\x85\ud800"
    note(statement(odd, speaker=odd[:90]), title=odd * 200, url="javascript:alert(1)")
    for form in ("atom", "json"):
        answer = browser.get(f"/changes.{form}")
        assert answer.status == 200
        if form == "atom":
            assert len(titles(answer)) == 1
            assert b"javascript" not in answer.body
            assert "<script" not in feedparser.parse(answer.body).entries[0].summary
        else:
            assert len(json.loads(answer.body)["items"]) == 1
        assert len(answer.body) < 50_000


def test_a_saved_filter_has_a_feed_of_its_own(  # noqa: PLR0917
    browser: Browser,
    app: App,
    note: Note,
    target: Callable[..., Target],
    statement: Callable[..., Statement],
    subscribed: Callable[..., Subscription],
    path: Callable[..., str],
) -> None:
    note(target())
    note(statement())
    it = subscribed(filter=Filter(kinds=("statements",)), name="只看表态")
    place = path(Purpose.FEED, it.id)
    answer = browser.get(f"{place}.atom")
    assert len(titles(answer)) == 1
    read = feedparser.parse(answer.body)
    assert read.feed.title == "smewatch 中小企业政策变化：只看表态"
    assert answer.headers["cache-control"] == "private, max-age=300"
    assert len(json.loads(browser.get(f"{place}.json").body)["items"]) == 1
    assert browser.get(f"{place}.rss").status == 422
    assert browser.get(f"{place[:-2]}.atom").status == 404
    waiting = subscribed(Cadence.WEEK, confirmed=False)
    assert browser.get(f"{path(Purpose.FEED, waiting.id)}.atom").status == 410
    subscriptions.unsubscribe(app.database, it.id)
    assert browser.get(f"{place}.atom").status == 410


def test_a_feed_holds_fifty_changes_from_as_far_back_as_it_takes(
    browser: Browser, note: Note, target: Callable[..., Target], statement: Callable[..., Statement]
) -> None:
    for value in range(60):
        note(target(value=value))
    for number in range(210):
        note(statement(f"第{number}次表态", official=False))
    found = titles(browser.get(f"/changes.atom?object={quote('小巨人')}"))
    assert len(found) == 50
    assert found[0].endswith(" 59 家")
