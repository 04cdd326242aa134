"""Findings corrected in the browser: each word is asked once, shown with what it changes, kept, and can be undone."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from lxml import html

from alerts import correcting, watch
from alerts.app.bootstrap import App
from alerts.corrections import Action, Correction
from alerts.store import sightings
from alerts.store.sightings import Sighting
from crawler import clock
from tests.alerts.app.web.conftest import Administrator, Answer, Browser

GOAL = "到2027年，示例省培育专精特新中小企业5000家。"
OTHER = "到2028年，示例省培育创新型中小企业700家。"
LOAN = "到2028年，示例省新增普惠小微企业贷款300亿元。"
SPOKEN = "示例省工业和信息化厅厅长林示范表示，要把专精特新中小企业的培育放在更加重要的位置。"
WHY = {"why": "读错了"}
TRIED = {"cadence": "week", "hour": "7", "zone": "Asia/Shanghai", "language": "zh-CN", "try": "1"}


@pytest.fixture
def found(app: App, publish: Callable[..., int]) -> Callable[..., list[int]]:
    """Publish articles and have them watched; returns the numbers of what was found."""

    def make(*texts: str) -> list[int]:
        for text in texts:
            publish(text)
        return [it.number for it in watch.catch_up(app.database, app.catalog.publishers, clock.now())]

    return make


@dataclass(frozen=True, slots=True)
class Desk:
    """The administrator's way with findings: forms are filled in as the page has them."""

    app: App
    administrator: Administrator

    def say(self, number: int, act: str, **fields: str) -> Answer:
        """Post a form of a finding's page."""
        return self.administrator.post(f"/findings/{number}/{act}", WHY | fields)

    def confirm(self, asked: Answer) -> Answer:
        """Press the button of the page that asks whether it is meant."""
        assert asked.status == 200, asked.text
        page: Any = html.document_fromstring(asked.text)
        (form,) = page.xpath("//main//form")
        fields = {it.get("name"): it.get("value") for it in form.xpath(".//input[@type='hidden']")}
        assert fields["sure"] == "yes"
        return self.administrator.post(form.get("action"), fields)

    @property
    def log(self) -> list[tuple[Correction, bool]]:
        return correcting.log(self.app.database)

    def finding(self, number: int) -> Sighting:
        with self.app.database.read() as connection:
            (it,) = sightings.of_numbers(connection, [number])
        return it


@pytest.fixture
def desk(app: App, administrator: Administrator) -> Desk:
    return Desk(app, administrator)


def error(answer: Answer) -> str:
    page: Any = html.document_fromstring(answer.text)
    return " ".join(page.xpath("//*[@role='alert']")[0].text_content().split())


def test_nobody_but_the_administrator_sees_or_says_anything(
    browser: Browser, desk: Desk, found: Callable[..., list[int]]
) -> None:
    (goal,) = found(GOAL)
    for path in (f"/findings/{goal}", "/corrections", "/corrections/1/undo"):
        answer = browser.get(path)
        assert (answer.status, answer.headers["location"].split("?")[0]) == (303, "/login")
    for path in (f"/findings/{goal}/reject", "/corrections/1/undo"):
        assert browser.post(path, WHY | {"sure": "yes"}).status == 303
        forged = WHY | {"sure": "yes", "form_token": "0"}
        cookie = {"Cookie": f"smewatch-session={desk.administrator.session.secret}", "Sec-Fetch-Site": "same-origin"}
        assert browser.post(path, forged, cookie).status == 403
    assert desk.log == []


def test_a_finding_is_shown_with_its_fields_its_sentence_and_its_article(
    desk: Desk, found: Callable[..., list[int]]
) -> None:
    goal, said = found(GOAL, SPOKEN)
    page = desk.administrator.get(f"/findings/{goal}")
    for words in ("专精特新中小企业", "5000", GOAL, "示例省发布行动方案", "还没有人更正过它"):
        assert words in page.text
    assert "/articles/1" in page.text
    assert "别名" in page.text
    spoken = desk.administrator.get(f"/findings/{said}").text
    assert "林示范" in spoken
    assert "并名" in spoken


def test_a_finding_is_rejected_after_one_question_and_the_rejection_undone(
    desk: Desk, found: Callable[..., list[int]]
) -> None:
    (goal,) = found(GOAL)
    asked = desk.say(goal, "reject", by="王小明")
    assert asked.title == "确定这样更正吗？"
    assert desk.log == [], "asking keeps nothing"
    done = desk.confirm(asked)
    assert (done.status, done.headers["location"]) == (303, f"/findings/{goal}?done=yes#history")
    ((said, _),) = desk.log
    assert (said.action, said.by, said.why) == (Action.REJECT, "管理员 王小明", "读错了")
    page = desk.administrator.get(f"/findings/{goal}?done=yes")
    assert "已记下" in page.text
    assert "已被剔除" in page.text
    assert "/corrections/1/undo" in page.text
    doubt = desk.administrator.get("/corrections/1/undo")
    assert "读错了" in doubt.text
    undone = desk.administrator.post("/corrections/1/undo", {"why": ""})
    assert undone.headers["location"] == f"/findings/{goal}?done=yes#history"
    assert desk.finding(goal).stands is not None
    history = desk.administrator.get(f"/findings/{goal}").text
    assert "已撤销" in history
    assert "/corrections/1/undo" not in history


def test_only_the_fields_in_which_something_else_stands_are_corrected(
    desk: Desk, found: Callable[..., list[int]]
) -> None:
    (goal,) = found(GOAL)
    page: Any = html.document_fromstring(desk.administrator.get(f"/findings/{goal}").text)
    (form,) = page.xpath("//form[contains(@action, '/correct')]")
    shown = {it.get("name"): it.get("value") or "" for it in form.xpath(".//input")}
    shown |= {it.get("name"): it.xpath("string(option[@selected]/@value)") for it in form.xpath(".//select")}
    assert (shown["value"], shown["deadline"], shown["status"], shown["comparator"]) == ("5000", "2027", "target", "=")
    asked = desk.say(goal, "correct", **(shown | WHY | {"value": "6000", "deadline": "", "as_of": "2026-06"}))
    changed = html.document_fromstring(asked.text).xpath("//table//th[@scope='row']/text()")
    assert changed == ["数值", "期限", "数据截至"]
    assert desk.confirm(asked).status == 303
    ((said, _),) = desk.log
    assert said.fields == {"value": 6000, "deadline": None, "as_of": "2026-06"}
    corrected: Any = desk.finding(goal).stands
    assert (corrected.value, corrected.deadline, corrected.as_of) == (6000, None, "2026-06")
    assert "原来读作" in desk.administrator.get(f"/findings/{goal}").text


def test_a_field_with_odd_spaces_is_not_taken_for_changed(desk: Desk, found: Callable[..., list[int]]) -> None:
    (goal,) = found(GOAL)
    correcting.correct(desk.app.database, goal, {"object": "小\u3000企业"}, by="甲", why="乙", now=clock.now())
    answer = desk.say(goal, "correct", object="小 企业", value="5000")
    assert (answer.status, error(answer)) == (422, "和现在一样，没有可改的。")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"value": "很多"}, "数值：这个值不合适，请按提示填写。"),
        ({"value": "1e99"}, "数值：这个值不合适，请按提示填写。"),
        ({"deadline": "明年"}, "期限：这个值不合适，请按提示填写。"),
        ({"status": "wish"}, "指标类别：这个值不合适，请按提示填写。"),
        ({"object": " "}, "对象名称：这个值不合适，请按提示填写。"),
        ({"unit": "x" * 50}, "单位：太长了，请写短一些。"),
        ({"value": "5000"}, "和现在一样，没有可改的。"),
        ({"value": "6000", "why": " "}, "请写明理由，别人会看到。"),
    ],
)
def test_what_cannot_be_is_shown_where_it_was_typed(
    desk: Desk, found: Callable[..., list[int]], fields: dict[str, str], message: str
) -> None:
    (goal,) = found(GOAL)
    answer = desk.say(goal, "correct", **fields)
    assert (answer.status, error(answer)) == (422, message)
    page: Any = html.document_fromstring(answer.text)
    (opened,) = page.xpath("//details[@open]")
    for name, typed in fields.items():
        if name != "status":
            assert opened.xpath(f".//input[@name='{name}']/@value") == [typed]
    assert desk.log == []


def test_two_findings_are_merged_after_the_other_was_shown(desk: Desk, found: Callable[..., list[int]]) -> None:
    goal, other, loan = found(GOAL, OTHER, LOAN)
    asked = desk.say(goal, "merge", other=str(other))
    assert "创新型中小企业" in asked.text
    assert desk.confirm(asked).status == 303
    with desk.app.database.read() as connection:
        assert sightings.are_one(connection, goal, other)
    for number, message in (
        (str(other), "它们已经是同一条了。"),
        (str(loan), "两条的单位不同，不能合并。"),
        ("99", "没有这个编号的条目。"),
        ("９", "没有这个编号的条目。"),
        ("9" * 40, "没有这个编号的条目。"),
        ("9" * 10, "没有这个编号的条目。"),
        ("x", "没有这个编号的条目。"),
    ):
        answer = desk.say(goal, "merge", other=number)
        assert (answer.status, error(answer)) == (422, message)


def test_an_object_is_known_by_another_name(desk: Desk, found: Callable[..., list[int]]) -> None:
    (goal,) = found(GOAL)
    assert error(desk.say(goal, "alias", instead="")) == "名称不能留空。"
    asked = desk.say(goal, "alias", instead="小巨人企业")
    assert "小巨人企业" in asked.text
    assert desk.confirm(asked).status == 303
    ((said, _),) = desk.log
    assert (said.action, said.instead) == (Action.ALIAS, "小巨人企业")
    assert "/corrections/1/undo" in desk.administrator.get(f"/findings/{goal}").text


def test_two_names_of_one_official_are_joined_and_two_persons_only_where_one_is_sure(
    desk: Desk, found: Callable[..., list[int]]
) -> None:
    said, *_ = found(SPOKEN, SPOKEN.replace("示例省", "样本省").replace("林示范", "林示凡").replace("更加", "十分"))
    answer = desk.say(said, "join", instead="林示凡")
    assert error(answer).startswith("两个名字供职的机构不同")
    assert desk.confirm(desk.say(said, "join", instead="林示凡", same="1")).status == 303
    ((joined, _),) = desk.log
    assert (joined.name, joined.instead) == ("林示范", "林示凡")


def test_the_log_is_read_in_pages_the_last_word_first(desk: Desk, found: Callable[..., list[int]]) -> None:
    (goal,) = found(GOAL)
    for value in range(60):
        correcting.correct(desk.app.database, goal, {"value": str(value)}, by="甲", why="乙", now=clock.now())
    seen: list[str] = []
    address = "/corrections"
    while address:
        answer = desk.administrator.get(address)
        page: Any = html.document_fromstring(answer.text)
        seen += [it.strip() for it in page.xpath("//table[contains(@class, 'log')]//td[1]/text()")]
        address = next(iter(page.xpath("//a[@rel='next']/@href")), "")
    assert seen == [str(number) for number in range(60, 0, -1)]


def test_a_log_without_entries_says_what_to_do(desk: Desk) -> None:
    assert "还没有更正" in desk.administrator.get("/corrections").text


def test_a_reason_is_as_long_wherever_it_is_given(desk: Desk, found: Callable[..., list[int]]) -> None:
    (goal,) = found(GOAL)
    refused = desk.say(goal, "reject", why="长" * 501)
    assert (refused.status, "更正理由：太长了" in refused.text) == (422, True)
    desk.confirm(desk.say(goal, "reject", why="长" * 500))
    undone = desk.administrator.post("/corrections/1/undo", {"why": "长" * 501, "by": "王五"})
    assert (undone.status, "太长了" in undone.text, "撤销更正" in undone.text) == (422, True, True)
    assert (f'value="{"长" * 501}" maxlength="500"' in undone.text, 'value="王五"' in undone.text) == (True, True)
    assert desk.administrator.post("/corrections/1/undo", {"why": "长" * 500}).status == 303


def test_what_somebody_else_has_undone_meanwhile_says_so(desk: Desk, found: Callable[..., list[int]]) -> None:
    (goal,) = found(GOAL)
    correcting.reject(desk.app.database, goal, by="甲", why="乙", now=clock.now())
    correcting.undo(desk.app.database, 1, by="甲", why="", now=clock.now())
    answer = desk.administrator.post("/corrections/1/undo")
    assert (answer.status, error(answer)) == (422, "已经撤销过了。")
    assert desk.administrator.get("/corrections/2/undo").status == 404, "an undoing is no correction"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/findings/99", 404),
        ("/findings/0", 422),
        ("/findings/x", 422),
        (f"/findings/{'9' * 30}", 422),
        ("/corrections/99/undo", 404),
        ("/corrections/x/undo", 422),
        ("/corrections?cursor=x", 422),
    ],
)
def test_an_address_that_is_none_is_a_page_that_says_so(desk: Desk, path: str, status: int) -> None:
    answer = desk.administrator.get(path)
    assert (answer.status, bool(answer.title)) == (status, True)


def test_an_act_that_is_none_is_refused(desk: Desk, found: Callable[..., list[int]]) -> None:
    (goal,) = found(GOAL)
    for act in ("undo", "delete", "%00"):
        assert desk.say(goal, act).status == 422


@pytest.mark.parametrize(
    "value", ["\0", b"\xff\xfe", "\ud800".encode("utf-8", "surrogatepass"), "<script>", "x" * 9000]
)
def test_odd_words_are_kept_harmless_or_refused(desk: Desk, found: Callable[..., list[int]], value: str) -> None:
    goal, said = found(GOAL, SPOKEN)
    for number, act in ((goal, "correct"), (goal, "alias"), (said, "join"), (goal, "merge"), (goal, "reject")):
        fields = dict.fromkeys(("object", "value", "instead", "other", "why", "by", "speaker"), value)
        assert desk.say(number, act, **fields, sure="yes").status in {303, 422}
    for path in (f"/findings/{goal}", f"/findings/{said}", "/corrections", "/articles/1"):
        answer = desk.administrator.get(path)
        assert answer.status == 200
        assert "<script>" not in answer.text


def test_what_was_corrected_is_told_with_how_it_had_been_read(desk: Desk, found: Callable[..., list[int]]) -> None:
    (goal,) = found(GOAL)
    correcting.correct(desk.app.database, goal, {"value": "6000"}, by="A", why="B", now=clock.now())
    browser = desk.administrator.browser
    today: Any = html.document_fromstring(browser.get("/").text)
    (mark,) = today.xpath("//a[text()='人工更正']")
    assert mark.getparent().text_content() == "人工更正：原来读作 到 2027 年 5000 家"
    page: Any = html.document_fromstring(browser.get(mark.get("href")).text)
    assert page.xpath("//main//del/text()") == ["到 2027 年 5000 家"]
    tried: Any = html.document_fromstring(browser.post("/subscribe", TRIED).text)
    assert tried.xpath("//section[@class='trial']//del/text()") == ["到 2027 年 5000 家"]
    for form in ("atom", "json"):
        assert "人工更正：原来读作 到 2027 年 5000 家" in browser.get(f"/changes.{form}").text
    correcting.undo(desk.app.database, 1, by="A", why="", now=clock.now())
    assert "人工更正" not in browser.get("/").text


def test_in_english_nothing_but_what_was_read_and_typed_is_chinese(desk: Desk, found: Callable[..., list[int]]) -> None:
    goal, said = found(GOAL, SPOKEN)
    correcting.correct(desk.app.database, goal, {"value": "6000"}, by="A", why="B", now=clock.now())
    cookie = {"Cookie": f"smewatch-session={desk.administrator.session.secret}", "Accept-Language": "en"}
    for path in (f"/findings/{goal}", f"/findings/{said}", "/corrections", "/corrections/1/undo"):
        page: Any = html.document_fromstring(desk.administrator.browser.get(path, cookie).text)
        for part in page.xpath("//main//*[@lang='zh-CN'] | //main//option"):
            part.drop_tree()
        left = re.findall("[\u4e00-\u9fff]+", page.xpath("//main")[0].text_content())
        assert set(left) <= {"专精特新中小企业", "林示范"}, path
    told = desk.administrator.browser.get(f"/findings/{goal}", cookie).text
    assert "not in the ledger before" in told
