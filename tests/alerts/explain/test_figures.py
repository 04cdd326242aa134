"""Why a number was taken, and why another was not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.explain import TAKEN, Verdict, figures
from alerts.extract import targets
from alerts.extract.reading import Reading, read

LEAD = "示例省近日出台措施支持中小企业发展。\n"


def reading(text: str) -> Reading:
    return read(LEAD + text, title="示例省支持中小企业发展", published=date(2023, 6, 15), region="示例省")


def explained(text: str) -> tuple[Verdict, ...]:
    return figures.explain(reading(text))


def grounds(text: str) -> dict[str, tuple[str, str]]:
    (taken,) = (it for it in explained(text) if it.rule == TAKEN)
    return {it.field: (it.value, it.because) for it in taken.grounds}


def test_every_field_of_a_target_has_its_ground() -> None:
    found = grounds("力争到2025年，示例省培育专精特新中小企业3000家左右。")
    assert found["value"] == ("3000", "written 3000家左右")
    assert found["unit"] == ("家", "written 3000家左右")
    assert found["comparator"] == ("≈", "written 3000家左右")
    assert found["object"] == ("专精特新中小企业", "before the number")
    assert found["deadline"] == ("2025", "到2025年")
    assert found["scope"] == ("示例省", "before the number")
    assert found["action"] == ("培育", "before the number")


def test_the_ground_of_a_status_is_the_word_without_which_it_would_be_another() -> None:
    status, because = grounds("示例省将培育专精特新中小企业3000家。")["status"]
    assert status == "target"
    assert because.startswith("将")
    assert "without it: achieved" in because
    assert grounds("示例省已培育专精特新中小企业3000家。")["status"] == ("achieved", "已")


def test_a_pair_names_its_base() -> None:
    value, because = grounds("到2025年，专精特新中小企业数量由2000家增加到3000家。")["value"]
    assert value == "3000"
    assert "2000" in because


NOT_TAKEN = {
    "a document's title": ("示例省印发《培育3000家中小企业行动方案》。", "3000家", "title", ""),
    "scare quotes": ("示例省实施中小企业“3000家”计划。", "3000家", "scare quotes", ""),
    "measures": ("示例省为中小企业出台20个方面政策。", "20个", "measures", "方面"),
    "one of a thing": ("中小企业来到1家服务站。", "1家", "single", ""),
    "an amount for each": ("中小企业每家补贴20万元。", "20万元", "per head", "每家"),
    "nothing that policy measures": ("中小企业卖出了300吨苹果，收入80万元。", "80万元", "measure", "收入"),
    "no unit": ("中小企业服务热线是12345。", "12345", "no unit", ""),
}


@pytest.mark.parametrize(("text", "written", "rule", "words"), NOT_TAKEN.values(), ids=NOT_TAKEN)
def test_a_number_that_was_not_taken_has_the_rule_and_its_words(text: str, written: str, rule: str, words: str) -> None:
    (verdict,) = (it for it in explained(text) if it.written == written)
    assert (verdict.rule, verdict.words) == (rule, words)
    assert verdict.reason
    assert (LEAD + text)[verdict.start : verdict.end] == written


def test_a_repetition_is_one_and_names_what_was_said() -> None:
    first, second = explained("示例省将培育专精特新中小企业3000家。\n到时，全省专精特新中小企业将有3000家。")
    assert (first.rule, second.rule) == (TAKEN, "repetition")
    assert "3000 家" in second.reason


def test_numbers_in_sentences_about_something_else_are_left_out() -> None:
    assert explained("昨天的马拉松有3000人参加。") == ()
    assert figures.explain(read("马拉松有3000人参加。", title="马拉松", published=None)) == ()


def test_words_of_time_are_no_numbers() -> None:
    assert explained("2022年6月，中小企业服务站开门。") == ()


@given(st.text(alphabet="中小企业3000家，。“”《》\n到2025年将已新增贷款亿元%的每", max_size=80))
def test_any_text_is_explained_and_taken_is_what_is_found(text: str) -> None:
    article = reading(text)
    verdicts = figures.explain(article)
    found = [it.number.start for it in targets.find(article)]
    assert sorted(it.start for it in verdicts if it.rule == TAKEN) == sorted(found)
    assert all(article.original[it.start : it.end] == it.written for it in verdicts)
