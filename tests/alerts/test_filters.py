"""Which changes a filter wants."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from alerts.audience import Filter, News
from alerts.filters import aspects, missed, news, wants
from alerts.model import Change, ChangeKind, Origin, PageEdit, Statement, Status, Target
from crawler.model import Level

MakeChange = Callable[..., Change]


def test_no_filter_wants_everything(change: MakeChange, target: Callable[..., Target]) -> None:
    assert wants(Filter(), aspects(change(target())))


@pytest.mark.parametrize(
    ("wanted", "met"),
    [
        (Filter(topics=("sme-policy",)), True),
        (Filter(topics=("tax",)), False),
        (Filter(keywords=("小巨人",)), True),
        (Filter(keywords=('"小巨人"企业',)), True),
        (Filter(keywords=("再加码",)), True),
        (Filter(keywords=("数字化",)), False),
        (Filter(keywords=("数字化", "小巨人")), True),
        (Filter(regions=("示例",)), True),
        (Filter(regions=("广东",)), False),
        (Filter(officials=("林示范",)), False),
        (Filter(keywords=("小巨人",), regions=("广东",)), False),
    ],
    ids=str,
)
def test_a_target_meets_every_part_that_is_asked_for(
    change: MakeChange, target: Callable[..., Target], wanted: Filter, met: bool
) -> None:
    assert wants(wanted, aspects(change(target()))) is met


@pytest.mark.parametrize(
    ("wanted", "met"),
    [
        (Filter(officials=("王示例", "林示范")), True),
        (Filter(officials=("王示例",)), False),
        (Filter(keywords=("标准",)), True),
        (Filter(regions=("示例省",)), True),
    ],
    ids=str,
)
def test_a_statement_is_its_speakers(
    change: MakeChange, statement: Callable[..., Statement], wanted: Filter, met: bool
) -> None:
    assert wants(wanted, aspects(change(statement()))) is met


@pytest.mark.parametrize(
    ("wanted", "part"),
    [
        (Filter(objects=("小巨人",)), None),
        (Filter(objects=("小巨人企业",)), None),
        (Filter(objects=("个体工商户",)), "objects"),
        (Filter(sources=("示例日报",)), None),
        (Filter(sources=("示例晚报",)), "sources"),
        (Filter(levels=("portal",)), None),
        (Filter(levels=("ministry",)), "levels"),
        (Filter(organizations=("示例日报",)), None),
        (Filter(organizations=("工业和信息化部",)), "organizations"),
        (Filter(kinds=("targets", "edits")), None),
        (Filter(kinds=("statements",)), "kinds"),
        (Filter(required=("小巨人", "再加码")), None),
        (Filter(required=("小巨人", "数字化")), "required"),
        (Filter(excluded=("数字化",)), None),
        (Filter(excluded=("数字化", "再加码")), "excluded"),
        (Filter(kinds=("targets",), regions=("广东",), excluded=("小巨人",)), "regions"),
    ],
    ids=str,
)
def test_the_first_part_that_is_not_met_is_named(
    change: MakeChange, target: Callable[..., Target], wanted: Filter, part: str | None
) -> None:
    assert missed(wanted, aspects(change(target()))) == part


@pytest.mark.parametrize("kind", [it for it in ChangeKind if it not in {ChangeKind.REWORDED, ChangeKind.EDITED}])
@pytest.mark.parametrize("status", list(Status))
def test_every_change_of_a_figure_is_of_a_kind_that_can_be_asked_for(
    change: MakeChange, target: Callable[..., Target], kind: ChangeKind, status: Status
) -> None:
    assert news(change(target(status=status), kind)) in {News.TARGETS, News.ADJUSTED, News.PROGRESS}


def test_a_filter_of_everything_lets_everything_pass(change: MakeChange, target: Callable[..., Target]) -> None:
    everything = Filter(kinds=tuple(News), levels=tuple(Level))
    assert missed(everything, aspects(change(target()))) is None


def test_the_place_of_an_edit_is_not_read_across_its_text_and_its_publisher(
    change: MakeChange, origin: Callable[..., Origin]
) -> None:
    at = replace(origin(title="北"), publisher="京报")
    it = aspects(change(PageEdit(()), ChangeKind.EDITED, at=at))
    assert missed(Filter(regions=("北京",)), it) == "regions"
    assert wants(Filter(regions=("京报",)), it)


def test_a_statement_is_of_the_place_that_its_speakers_office_names(
    change: MakeChange, statement: Callable[..., Statement]
) -> None:
    banker = statement(organization="中国人民银行", position="示例省分行行长")
    assert missed(Filter(regions=("示例省",)), aspects(change(banker))) is None
