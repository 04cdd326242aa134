"""What runs by itself, on a page: everybody reads it, the administrator changes it."""

import pytest

from alerts.app import scheduler
from alerts.app.bootstrap import App
from alerts.store import leaders, schedules
from crawler import clock
from tests.alerts.app.web.conftest import Administrator, Browser


def remembered(app: App, name: str) -> schedules.Memory:
    with app.database.read() as connection:
        return schedules.everything(connection).get(name, schedules.Memory())


def test_what_runs_by_itself_is_shown_with_its_times_and_how_it_went(app: App, browser: Browser) -> None:
    now = clock.now()
    assert "现在没有进程在运行它们" in browser.get("/schedules").text
    with app.database.write() as connection:
        schedules.begin(connection, "backup", now)
        schedules.end(connection, "backup", now, 2, "the disk is full: reader@example.org")
        leaders.lead(connection, scheduler.TASK, "host:1", now)
    page = browser.get("/schedules")
    assert page.status == 200
    assert "每 1 分钟" in page.text
    assert "每天 04:00" in page.text
    assert "有问题" in page.text
    assert "现在没有进程在运行它们" not in page.text
    assert "reader@example.org" not in page.text


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [("crawl", 0, "正常"), ("crawl", 1, "有失败，见运行记录"), ("crawl", 2, "有问题"), ("backup", 1, "有问题")],
)
def test_sources_that_failed_are_no_failure_of_what_polls_them(
    app: App, browser: Browser, name: str, code: int, said: str
) -> None:
    now = clock.now()
    with app.database.write() as connection:
        schedules.begin(connection, name, now)
        schedules.end(connection, name, now, code, "")
    page = browser.get("/schedules").text
    assert [it for it in ("正常", "有失败，见运行记录", "有问题") if f">{it}</" in page] == [said]


def test_a_schedule_is_switched_off_and_on(app: App, administrator: Administrator) -> None:
    for button, on in (("off", False), ("on", True)):
        answer = administrator.post("/schedules/cleanup", {button: ""})
        assert answer.headers["location"] == "/schedules?done=cleanup"
        assert remembered(app, "cleanup").enabled is on


def test_a_form_that_does_not_say_what_to_change_changes_nothing(app: App, administrator: Administrator) -> None:
    assert administrator.post("/schedules/crawl", {"act": "set"}).status == 422
    with app.database.read() as connection:
        assert not schedules.everything(connection)


def test_times_are_changed_and_set_back(app: App, administrator: Administrator) -> None:
    for typed, times in (("300s", "300s"), ("30 3 * * mon", "30 3 * * mon"), ("  ", None)):
        assert administrator.post("/schedules/cleanup", {"times": typed}).status == 303
        assert remembered(app, "cleanup").times == times
    assert "30 3 * * *" in administrator.get("/schedules").text


@pytest.mark.parametrize("typed", ["5m", "0s", "1 2 3", "99 3 * * *", "0 7 * * 1", "0 0 30 2 *", "9" * 400])
def test_what_is_no_time_is_said_where_it_was_typed(app: App, administrator: Administrator, typed: str) -> None:
    answer = administrator.post("/schedules/cleanup", {"times": typed})
    assert answer.status == 422
    assert 'aria-describedby="times-cleanup-error"' in answer.text
    assert remembered(app, "cleanup").times is None


def test_nobody_else_changes_anything_and_nothing_else_is_changed(
    app: App, browser: Browser, administrator: Administrator
) -> None:
    assert browser.post("/schedules/cleanup", {"off": ""}).headers["location"] == "/login?next="
    assert remembered(app, "cleanup").enabled
    assert administrator.post("/schedules/odd", {"off": ""}).status == 404
