"""When a digest is due, what stands in it, and in which order."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from alerts import digest
from alerts.audience import Cadence, Filter, QuietHours, Standing, Subscriber, Subscription
from alerts.model import Change, ChangeKind, Coverage, Deadline, Digest, Origin, Statement, Target

SHANGHAI = ZoneInfo("Asia/Shanghai")
MakeSubscription = Callable[..., Subscription]
MakeChange = Callable[..., Change]
MakeTarget = Callable[..., Target]
MakeStatement = Callable[..., Statement]


def local(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("cadence", "moment", "period"),
    [
        (Cadence.DAY, "2026-11-21T07:00", "2026-11-21"),
        (Cadence.DAY, "2026-11-21T06:59", "2026-11-20"),
        (Cadence.DAY, "2026-11-21T23:59", "2026-11-21"),
        (Cadence.WEEK, "2026-11-23T07:00", "2026-W48"),
        (Cadence.WEEK, "2026-11-23T06:59", "2026-W47"),
        (Cadence.WEEK, "2027-01-02T12:00", "2026-W53"),
        (Cadence.INSTANT, "2026-11-21T03:00", "instant-9"),
    ],
)
def test_a_period_begins_at_seven(subscription: MakeSubscription, cadence: Cadence, moment: str, period: str) -> None:
    assert digest.due(subscription(cadence), local(moment), latest_change=9) == period


def test_a_period_that_was_dealt_with_is_not_due_again(subscription: MakeSubscription) -> None:
    told = subscription(Cadence.DAY, last_period="2026-11-21")
    assert digest.due(told, local("2026-11-21T18:00"), 9) is None
    assert digest.due(told, local("2026-11-22T07:00"), 9) == "2026-11-22"
    assert digest.due(subscription(Cadence.INSTANT, watermark=9), local("2026-11-21T18:00"), 9) is None


@pytest.mark.parametrize("cadence", list(Cadence))
@pytest.mark.parametrize("told", ["instant-7", "instant-81", "2026-11-20", "2026-W46"])
def test_after_another_cadence_was_chosen_its_first_period_is_due(
    subscription: MakeSubscription, cadence: Cadence, told: str
) -> None:
    assert digest.due(subscription(cadence, last_period=told), local("2026-11-21T18:00"), 9) is not None


def test_a_clock_that_was_put_back_brings_no_period_back(subscription: MakeSubscription) -> None:
    told = subscription(Cadence.DAY, last_period="2026-11-21")
    assert digest.due(told, local("2026-11-20T18:00"), 9) is None


def test_nobody_is_told_before_agreeing(subscription: MakeSubscription) -> None:
    assert digest.due(subscription(confirmed=False), local("2026-11-21T18:00"), 9) is None


def test_an_hour_that_comes_twice_makes_one_period(subscription: MakeSubscription) -> None:
    reader = Subscriber(3, "reader@example.org", zone="Europe/Berlin")
    day = [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in range(24)]
    assert {digest.due(replace(subscription(), subscriber=reader), moment, 9) for moment in day} == {
        "2026-10-24",
        "2026-10-25",
    }


@pytest.fixture
def compose(subscription: MakeSubscription, coverage: Coverage, now: datetime) -> Callable[..., Digest | None]:
    def run(*changes: Change, wanted: Filter | None = None) -> Digest | None:
        asked = wanted or Filter()
        told = [it for it in changes if digest.is_wanted(it, asked)]
        return digest.compose(told, subscription(wanted=asked), "2026-11-21", coverage, now)

    return run


Compose = Callable[..., Digest | None]


def test_repeats_alone_are_no_digest(compose: Compose, change: MakeChange, target: MakeTarget) -> None:
    assert compose(change(target(), ChangeKind.REPEATED)) is None
    assert compose() is None


def test_what_the_filter_does_not_want_is_left_out(compose: Compose, change: MakeChange, target: MakeTarget) -> None:
    assert compose(change(target()), wanted=Filter(regions=("广东",))) is None


def test_goals_come_first_then_changes_then_progress_then_figures(
    compose: Compose, change: MakeChange, target: MakeTarget
) -> None:
    figure, goal = target(status="achieved", deadline=None, as_of="2026"), target()
    composed = compose(
        change(figure, ChangeKind.NEW, 1),
        change(figure, ChangeKind.PROGRESS, 2),
        change(figure, ChangeKind.ACHIEVED, 3),
        change(goal, ChangeKind.RAISED, 4, before=goal),
        change(goal, ChangeKind.NEW, 6),
        change(goal, ChangeKind.NEW, 5),
    )
    assert composed
    assert [it.number for it in composed.targets] == [5, 6, 4, 3, 2, 1]


def test_statements_are_grouped_by_official_and_only_officials_are_told(
    compose: Compose, change: MakeChange, statement: MakeStatement
) -> None:
    composed = compose(
        change(statement(speaker="林示范"), number=1),
        change(statement(speaker=None), number=2),
        change(statement(speaker="林示范"), number=3),
        change(statement(speaker="曾样稿", organization="示例大学", official=False), number=4),
    )
    assert composed
    assert [it.number for it in composed.statements] == [1, 3, 2]


@pytest.mark.parametrize(("turned", "told"), [("每月至少走访两次", 1), ("每月至少上门一次", 0)])
def test_a_reworded_statement_is_told_where_it_says_another_thing(
    compose: Compose, change: MakeChange, statement: MakeStatement, turned: str, told: int
) -> None:
    before = statement(text="要为每家入库企业建立成长档案，每月至少走访一次")
    after = statement(text=f"要为每家入库企业建立成长档案，{turned}")
    composed = compose(change(statement()), replace(change(after, ChangeKind.REWORDED), before=before))
    assert composed
    assert len(composed.statements) == 1 + told


@pytest.mark.parametrize(
    ("hour", "moment", "period"), [(0, "2026-11-21T00:00", "2026-11-21"), (20, "2026-11-21T19:59", "2026-11-20")]
)
def test_a_reader_chooses_the_hour_at_which_days_begin(
    subscription: MakeSubscription, hour: int, moment: str, period: str
) -> None:
    assert digest.due(subscription(hour=hour), local(moment), 9) == period


@pytest.mark.parametrize(
    ("moment", "is_due"),
    [
        ("2026-11-21T21:59", True),
        ("2026-11-21T22:00", False),
        ("2026-11-22T03:00", False),
        ("2026-11-22T07:59", False),
        ("2026-11-22T08:00", True),
    ],
)
@pytest.mark.parametrize("cadence", list(Cadence))
def test_nothing_is_due_in_quiet_hours(
    subscription: MakeSubscription, cadence: Cadence, moment: str, is_due: bool
) -> None:
    reader = Subscriber(3, "reader@example.org", quiet=QuietHours(time(22), time(8)))
    asked = replace(subscription(cadence), subscriber=reader)
    assert (digest.due(asked, local(moment), 9) is not None) is is_due


@pytest.mark.parametrize("standing", [Standing.PAUSED, Standing.SUSPENDED])
def test_who_is_paused_or_suspended_is_not_told(subscription: MakeSubscription, standing: Standing) -> None:
    reader = Subscriber(3, "reader@example.org", standing=standing)
    assert digest.due(replace(subscription(), subscriber=reader), local("2026-11-21T18:00"), 9) is None


@pytest.mark.parametrize(("minutes", "is_due"), [(0, False), (14, False), (15, True), (-30, True)])
def test_instant_digests_are_a_quarter_of_an_hour_apart(
    subscription: MakeSubscription, minutes: int, is_due: bool
) -> None:
    told_at = local("2026-11-21T12:00")
    asked = subscription(Cadence.INSTANT, last_at=told_at)
    assert (digest.due(asked, told_at + timedelta(minutes=minutes), 9) is not None) is is_due


@pytest.mark.parametrize(
    ("cadence", "when_empty", "told"),
    [
        (Cadence.WEEK, True, True),
        (Cadence.WEEK, False, False),
        (Cadence.INSTANT, True, False),
    ],
)
def test_that_there_is_nothing_new_is_told_to_who_asked_for_it(  # noqa: PLR0917
    subscription: MakeSubscription,
    coverage: Coverage,
    now: datetime,
    cadence: Cadence,
    when_empty: bool,
    told: bool,
) -> None:
    asked = subscription(cadence, when_empty=when_empty)
    assert (digest.compose([], asked, "2026-W47", coverage, now) is not None) is told


def test_deadlines_come_with_news_and_are_none(
    subscription: MakeSubscription,
    coverage: Coverage,
    now: datetime,
    change: MakeChange,
    target: MakeTarget,
) -> None:
    due, told = target(40, deadline="2026"), target(50, deadline="2026")
    near = [Deadline(number, it, date(2026, 12, 21), 30, change(it).origin) for number, it in enumerate((due, told), 1)]
    daily = subscription()
    composed = digest.compose([change(told)], daily, "2026-11-21", coverage, now, near)
    assert composed
    assert [it.target for it in composed.deadlines] == [due]  # what is told as news is not told twice
    assert digest.compose([], daily, "2026-11-21", coverage, now, near) is None
    waits = digest.compose([], subscription(when_empty=True), "2026-11-21", coverage, now, near)
    assert waits
    assert len(waits.deadlines) == 2


def test_a_figure_names_the_statement_in_whose_words_it_stands(
    change: MakeChange, target: MakeTarget, statement: MakeStatement, origin: Callable[..., Origin]
) -> None:
    said = statement(text="到2027年，培育专精特新“小巨人”企业300家，标准不降")
    inside, after, elsewhere = target(), target(start=40), change(target(), at=origin(revision=2))
    told = digest.attributed([change(inside), change(said), change(after), elsewhere])
    assert [it.said for it in told] == [said, None, None, None]
