"""Why a cue made a statement, and why another did not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.explain import TAKEN, Verdict, statements
from alerts.extract.reading import read
from alerts.extract.register import Office, Register
from alerts.extract.speakers import Nobody
from alerts.extract.statements import Veto, find


def explained(text: str, register: Register | None = None) -> tuple[Verdict, ...]:
    return statements.explain(read(text, title="", published=date(2026, 11, 20)), register or {})


def grounds(text: str, register: Register | None = None) -> dict[str, tuple[str, str]]:
    (taken,) = (it for it in explained(text, register) if it.rule == TAKEN)
    return {it.field: (it.value, it.because) for it in taken.grounds}


def test_every_field_of_a_statement_has_its_ground() -> None:
    found = grounds("示例省工信厅副厅长张明远表示，今年将新增服务站一百个。")
    assert found["speaker"] == ("张明远", "stands before the cue: 示例省工信厅副厅长张明远")
    assert found["position"][0] == "副厅长"
    assert found["official"][0] == "yes"
    assert found["kind"] == ("indirect", "none of it stands in quotation marks")
    assert found["cue"][0] == "表示"
    assert found["extent"] == ("15–26", "begins behind the cue: 今年将新增服务站一百个")


def test_an_office_that_stands_elsewhere_is_said_to() -> None:
    introduced = "示例省工信厅副厅长张明远出席了发布会。\n张明远表示，今年将新增服务站一百个。"
    assert grounds(introduced)["position"] == ("副厅长", "the article names it earlier")
    known = {"张明远": Office("副厅长", "示例省工业和信息化厅")}
    assert "register" in grounds("张明远表示，今年将新增服务站一百个。", known)["position"][1]


NOT_TAKEN = {
    "a quotation": ("示例省工信厅副厅长张明远说：“有企业表示，服务很好。”", "quoted"),
    "an object": ("这是大家表示的意见，服务站开门了，企业来了。", "object"),
    "a feeling": ("示例省工信厅副厅长张明远表示衷心感谢，随后离开了会场。", "feeling"),
    "the press": ("记者表示，服务站已经办到园区里去了。", "press"),
    "the vague": ("业内人士表示，服务站已经办到园区里去了。", "vague"),
}


@pytest.mark.parametrize(("text", "rule"), NOT_TAKEN.values(), ids=NOT_TAKEN)
def test_a_cue_that_makes_no_statement_has_the_rule_against_it(text: str, rule: str) -> None:
    (verdict,) = (it for it in explained(text) if it.words == "表示")
    assert verdict.rule == rule
    assert text[verdict.start : verdict.end] == "表示"


def test_a_second_cue_goes_on_with_the_statement() -> None:
    text = "示例省工信厅副厅长张明远表示，今年将新增服务站一百个。张明远说，服务要送上门。"
    assert [it.rule for it in explained(text)] == [TAKEN, "continued"]


def test_every_rule_has_its_reason() -> None:
    assert set(statements.REASONS) == {*Veto, *Nobody}


@given(st.text(alphabet="张明远表示说：，。“”\n记者厅长省工信今年将一是", max_size=60))
def test_any_text_is_explained_and_taken_is_what_is_found(text: str) -> None:
    article = read(text, title="", published=date(2026, 11, 20))
    taken = [it for it in statements.explain(article) if it.rule == TAKEN]
    assert len(taken) == len(find(article))
