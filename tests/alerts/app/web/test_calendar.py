"""The calendar in the browser, and in a calendar program: what is due from now on, the soonest first."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from lxml import html

from alerts.app.bootstrap import App
from alerts.app.web import calendar
from alerts.model import Origin, Target
from alerts.store import changes, ledger, restating
from alerts.store.restating import Restatement
from crawler import clock
from tests.alerts.app.web.conftest import Answer, Browser

MakeTarget = Callable[..., Target]
Set = Callable[..., date]


@pytest.fixture
def set_goal(app: App, target: MakeTarget, origin: Callable[..., Origin]) -> Set:
    """Have a goal read that is due in so many days; return the day."""

    def enter(left: int, object: str = "示范平台", scope: str = "示例省") -> date:
        day = clock.now().astimezone(ZoneInfo(app.settings.timezone)).date() + timedelta(days=left)
        with app.database.write() as connection:
            revision = 1 + ledger.count_targets(connection)
            goal = target(60, day.isoformat(), object=object, unit="个", scope=scope)
            ledger.enter(connection, goal, origin(revision=revision), announced=True, now=clock.now())
        return day

    return enter


def goals(answer: Answer) -> list[str]:
    document: Any = html.document_fromstring(answer.text)
    return [it.text_content().strip() for it in document.xpath("//tbody//th[@scope='row']")]


def days(answer: Answer) -> list[str]:
    document: Any = html.document_fromstring(answer.text)
    return [" ".join(it.text_content().split()) for it in document.xpath("//tbody//th[@scope='rowgroup']")]


def test_goals_stand_under_their_month_and_day_with_the_days_that_are_left(browser: Browser, set_goal: Set) -> None:
    later, soon = set_goal(40, "瞪羚企业"), set_goal(1)
    over = set_goal(-3, "产业集群")
    set_goal(-100, "旧目标")
    answer = browser.get("/calendar")
    assert goals(answer) == ["产业集群", "示范平台", "瞪羚企业"]
    assert [it.split(" ", 1)[1] for it in days(answer)] == ["3 天前已到期", "还有 1 天", "还有 40 天"]
    document: Any = html.document_fromstring(answer.text)
    months = [it.text_content() for it in document.xpath("//h2")]
    assert months == list(dict.fromkeys(f"{it.year} 年 {it.month} 月" for it in (over, soon, later)))
    assert browser.get(document.xpath("//tbody//a/@href")[0]).title == "示例省 产业集群"
    assert "3 days ago" in browser.get("/calendar", {"Accept-Language": "en"}).text


def test_a_year_can_be_chosen_a_past_one_too(browser: Browser, set_goal: Set) -> None:
    day = set_goal(-500)
    set_goal(3, "瞪羚企业")
    answer = browser.get("/calendar")
    assert f">{day.year} 年</a>" in answer.text
    assert goals(browser.get(f"/calendar?year={day.year}")) == ["示范平台"]
    assert goals(browser.get(f"/calendar?scope={quote('示例')}")) == ["瞪羚企业"]
    assert "没有符合条件的目标到期" in browser.get("/calendar?q=xyz").text


def test_an_empty_calendar_says_what_will_be_there(browser: Browser) -> None:
    assert "没有目标将要到期" in browser.get("/calendar").text


def test_many_goals_are_paged(browser: Browser, set_goal: Set, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar, "_PAGE", 2)
    for number in range(5):
        set_goal(1 + number // 2, f"第{'一二三四五'[number]}类企业")
    path, found = "/calendar", list[str]()
    while path:
        answer = browser.get(path)
        found += goals(answer)
        document: Any = html.document_fromstring(answer.text)
        path = next(iter(document.xpath("//a[@rel='next']/@href")), "")
    assert found == [f"第{it}类企业" for it in "一二三四五"]


@pytest.mark.parametrize("query", ["year=20", "year=2027-01", "year=x", "cursor=x", "q=" + "x" * 500])
def test_an_address_that_does_not_do_is_a_page_that_says_so(browser: Browser, query: str) -> None:
    assert browser.get(f"/calendar?{query}").status == 422


def test_a_calendar_program_gets_the_same_goals_each_under_a_name_of_its_own(browser: Browser, set_goal: Set) -> None:
    day = set_goal(1)
    set_goal(40, "瞪羚企业", "示例市")
    set_goal(-500, "旧目标")
    answer = browser.get("/deadlines.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    text = answer.text.replace("\r\n ", "")
    assert re.findall("UID:(.*)\r", text) == ["goal-1@policy.example", "goal-2@policy.example"]
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}\r\n" in text
    assert "SUMMARY:到期：示例省 示范平台" in text
    assert "URL:https://policy.example/targets/1\r\n" in text
    assert browser.get("/deadlines.ics").body == answer.body
    assert "goal-1@" not in browser.get(f"/deadlines.ics?scope={quote('示例市')}").text


def test_what_has_not_changed_is_not_sent_again(browser: Browser, set_goal: Set) -> None:
    set_goal(1)
    known = {"If-None-Match": browser.get("/deadlines.ics").headers["etag"]}
    again = browser.get("/deadlines.ics", known)
    assert (again.status, again.body) == (304, b"")
    set_goal(2, "瞪羚企业")
    assert browser.get("/deadlines.ics", known).status == 200


def test_a_goal_that_other_rules_have_lost_is_in_no_calendar_any_more(
    browser: Browser, app: App, set_goal: Set
) -> None:
    set_goal(1)
    set_goal(2, "瞪羚企业")
    known = {"If-None-Match": browser.get("/deadlines.ics").headers["etag"]}
    with app.database.write() as connection:
        (lost,) = changes.numbered(connection, [1])
        assert isinstance(lost.finding, Target)
        restating.restate(connection, [Restatement(lost.number, lost.finding, None)])
    again = browser.get("/deadlines.ics", known)
    assert again.status == 200
    assert ("瞪羚企业" in again.text, "示范平台" in again.text) == (True, False)
