"""What persons have said of findings holds for them, however they are read, and for nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from alerts import corrections
from alerts.corrections import Action, Amended, Correction, Reference, changed
from alerts.model import Evidence, Finding, Statement, Status, Target
from crawler.errors import ConfigurationError

AT = datetime(2026, 11, 21, tzinfo=UTC)
HERE, ELSEWHERE = "2:here", "2:elsewhere"


def said(action: Action, number: int = 1, read: Finding | None = None, **more: object) -> Correction:
    about = Reference(HERE, read) if read else None
    return Correction(action, "审核员", AT, "读错了", number=number, about=about, **more)  # type: ignore[arg-type]


def amended(read: Finding, *log: Correction, text: str = HERE) -> Amended:
    return corrections.standing(log).amend(read, text)


def test_a_rejected_finding_is_none(target: Callable[..., Target]) -> None:
    assert amended(target(), said(Action.REJECT, read=target())) == Amended(None)
    assert amended(target(400), said(Action.REJECT, read=target())) == Amended(target(400))


def test_a_rejection_outlasts_rules_that_read_the_words_otherwise(target: Callable[..., Target]) -> None:
    wrong = target(scope="全国", said="到2027年，培育小巨人企业300家")
    longer = target(scope="示例省", said="省里提出，到2027年，培育小巨人企业300家", status="forecast")
    assert amended(longer, said(Action.REJECT, read=wrong)) == Amended(None)


def test_a_rejection_leaves_a_neighbour_alone_that_has_the_same_number_in_the_same_words(
    target: Callable[..., Target],
) -> None:
    words = "到2027年，培育小巨人企业300家，奖励单项冠军300家"
    wrong = target(said=words)
    at = words.rindex("300家")
    neighbour = replace(target(object="单项冠军", said=words[10:]), number=Evidence("300家", at - 10, at - 7))
    assert amended(neighbour, said(Action.REJECT, read=wrong)) == Amended(neighbour)
    same = target(said=words[8:])
    assert amended(same, said(Action.REJECT, read=wrong)) == Amended(None)


def test_what_is_wrong_in_one_article_is_wrong_where_the_same_is_read_out_of_the_same_words(
    target: Callable[..., Target],
) -> None:
    log = said(Action.REJECT, read=target())
    assert amended(target(start=90), log, text=ELSEWHERE) == Amended(None)
    there = target(scope="另一省")  # its own article tells where: that is another figure
    assert amended(there, log, text=ELSEWHERE) == Amended(there)


def test_a_corrected_field_is_the_persons_and_the_others_are_the_rules(target: Callable[..., Target]) -> None:
    log = said(Action.CORRECT, read=target(), fields={"value": 3000.0})
    assert amended(target(), log) == Amended(
        target(3000, said="到2027年，培育专精特新“小巨人”企业300家", number="300家")
    )
    better = target(object="国家级专精特新“小巨人”企业", said="培育专精特新“小巨人”企业300家")
    corrected = amended(better, log).finding
    assert isinstance(corrected, Target)
    assert (corrected.value, corrected.object) == (3000, better.object)


def test_of_two_corrections_the_later_one_counts(target: Callable[..., Target]) -> None:
    first = said(Action.CORRECT, 1, target(), fields={"value": 3000.0, "scope": "全国"})
    then = said(Action.CORRECT, 2, target(), fields={"value": 5000.0})
    finding = amended(target(), then, first).finding
    assert isinstance(finding, Target)
    assert (finding.value, finding.scope) == (5000, "全国")


def test_what_is_undone_holds_no_more(target: Callable[..., Target]) -> None:
    assert amended(target(), said(Action.REJECT, 1, target()), said(Action.UNDO, 2, undoes=1)) == Amended(target())


def test_an_object_is_known_by_its_alias_however_it_is_set(target: Callable[..., Target]) -> None:
    log = said(Action.ALIAS, name="启明星企业", instead="瞪羚企业")
    finding = amended(target(object="“启明星”企业"), log).finding
    assert isinstance(finding, Target)
    assert finding.object == "瞪羚企业"


def test_an_officials_other_name_is_that_one(statement: Callable[..., Statement]) -> None:
    log = said(Action.JOIN, name="林师范", instead="林示范")
    assert amended(statement(speaker="林师范"), log) == Amended(statement(speaker="林示范"))
    assert amended(statement(speaker="王示例"), log) == Amended(statement(speaker="王示例"))


def test_a_longer_statement_is_another_one(statement: Callable[..., Statement]) -> None:
    short = statement("要加强培育")
    whole = statement("要加强培育，完善政策，压实责任，打通融资的堵点，让企业轻装上阵")
    assert amended(whole, said(Action.REJECT, read=short)) == Amended(whole)


def test_a_merged_finding_names_the_other_one(target: Callable[..., Target]) -> None:
    assert amended(target(), said(Action.MERGE, read=target(), other=7)) == Amended(target(), 7)


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"value": "3000"}, {"value": 3000.0}),
        ({"deadline": ""}, {"deadline": None}),
        ({"deadline": "2027-06", "value": "300"}, {"deadline": "2027-06"}),
        ({"status": "achieved"}, {"status": Status.ACHIEVED}),
        ({"scope": " 全国 "}, {"scope": "全国"}),
    ],
)
def test_only_what_is_otherwise_is_changed(
    target: Callable[..., Target], given: dict[str, str], fields: dict[str, object]
) -> None:
    assert changed(target(), given) == fields


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "says that already"),
        ({"value": "300"}, "says that already"),
        ({"value": "三百"}, "--value '三百' cannot be"),
        ({"value": "inf"}, "a figure is a number from 0"),
        ({"value": "nan"}, "a figure is a number from 0"),
        ({"deadline": "2027/6"}, "write it like 2025"),
        ({"as_of": "2027-13"}, "--as-of '2027-13' cannot be"),
        ({"value": "-5"}, "a figure is a number from 0"),
        ({"status": "hoped"}, "it is one of target, achieved, forecast"),
        ({"object": " "}, "it is empty"),
        ({"speaker": "林示范"}, "a target has no speaker"),
    ],
)
def test_a_correction_that_cannot_be_is_named(target: Callable[..., Target], given: dict[str, str], words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        changed(target(), given)


def test_a_statement_has_an_office_and_no_value(statement: Callable[..., Statement]) -> None:
    assert changed(statement(), {"position": "副厅长", "official": "no"}) == {"position": "副厅长", "official": False}
    with pytest.raises(ConfigurationError, match="a statement has no value"):
        changed(statement(), {"value": "1"})


def test_the_words_stay_where_they_stand(target: Callable[..., Target]) -> None:
    read = replace(target(), evidence=Evidence("培育300家", 5, 11))
    finding = amended(read, said(Action.CORRECT, read=read, fields={"value": 1.0})).finding
    assert finding is not None
    assert finding.evidence == read.evidence


def test_an_alias_holds_for_an_object_that_was_read_with_its_verb(target: Callable[..., Target]) -> None:
    given = Correction(Action.ALIAS, "审核员", AT, "", 1, name="瞪羚企业", instead="示例企业")
    amended = corrections.standing([given]).amend(target(object="培育瞪羚企业", action="培育"), "text")
    assert isinstance(amended.finding, Target)
    assert amended.finding.object == "示例企业"
