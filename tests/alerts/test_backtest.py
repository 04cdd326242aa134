"""What a filter would have told over the last month."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from alerts import backtest, watch
from alerts.audience import Filter
from crawler.archive.db import Database

SHANGHAI = ZoneInfo("Asia/Shanghai")


def goal(number: int) -> str:
    return f"到2027年，示例省培育第{number}类示范企业{number}00家，支持中小企业发展。"


def test_changes_are_counted_by_the_week_and_the_last_ones_shown(
    database: Database, publish: Callable[..., int], now: datetime
) -> None:
    for number, days in enumerate((40, 27, 8, 1, 0), 2):
        publish(goal(number))
        watch.catch_up(database, {}, now - timedelta(days=days))
    tested = backtest.run(database, Filter(), SHANGHAI, now)
    assert dict(tested.weeks) == {"2026-10-24": 1, "2026-10-31": 0, "2026-11-07": 1, "2026-11-14": 2}
    assert tested.total == 4
    assert [it.finding.value for it in tested.newest] == [600, 500, 400, 300]  # type: ignore[union-attr]


def test_only_what_the_filter_wants_and_readers_are_told_counts(
    database: Database, publish: Callable[..., int], now: datetime
) -> None:
    publish(goal(3))
    publish(goal(3), "转载。")
    publish(goal(4), announced=False)
    watch.catch_up(database, {}, now)
    assert backtest.run(database, Filter(), SHANGHAI, now).total == 1
    assert backtest.run(database, Filter(regions=("广东",)), SHANGHAI, now).total == 0
    assert backtest.run(database, Filter(regions=("广东",)), SHANGHAI, now).newest == ()
