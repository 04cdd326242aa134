"""What persons have said is wrong becomes labelled articles, and nothing else does."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from alerts import correcting, watch
from alerts.app.jobs import labelling
from crawler.archive.db import Database

GOAL = "10月27日，示例省举行发布会。到2027年，示例省培育省级“专精特新”中小企业5000家。"
OTHER = "11月13日，示例省发布规划。到2027年，示例省培育创新型中小企业700家。"


def test_what_was_only_merged_or_is_undone_labels_nothing(
    database: Database, publish: Callable[..., int], now: datetime, tmp_path: Path
) -> None:
    publish(GOAL)
    publish(OTHER)
    goal, other = (it.number for it in watch.catch_up(database, {}, now))
    correcting.merge(database, other, goal, by="审核员", why="同一目标", now=now)
    said = correcting.reject(database, goal, by="审核员", why="不是目标", now=now)
    assert labelling.write_labels(database, tmp_path / "one").articles == 1
    correcting.undo(database, said.number, by="审核员", why="是目标", now=now)
    assert labelling.write_labels(database, tmp_path / "none").articles == 0
