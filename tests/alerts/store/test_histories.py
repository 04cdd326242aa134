"""What the ledger has seen of a figure is read back in its order, on both databases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from alerts.identity import identify
from alerts.model import ChangeKind, FigureSighting, Origin, Target
from alerts.store import histories, ledger
from crawler.archive.db import Database

MakeTarget = Callable[..., Target]
MakeOrigin = Callable[..., Origin]
K = ChangeKind


@pytest.fixture
def seen(database: Database, target: MakeTarget, origin: MakeOrigin, now: datetime) -> Database:
    """A goal that the seed corpus states, is repeated, raised and reached in part; and another one of another thing."""
    result = replace(target(status="achieved", value=240, said="累计培育240家"), deadline=None, as_of="2026-10")
    with database.write() as connection:
        ledger.add_target(connection, target(), origin("2026-01-10", 0))
        for finding, day in (
            (result, "2026-11-12"),
            (target(), "2026-02-01"),
            (target(400), "2026-03-01"),
            (target(60, object="示范平台", unit="个"), "2026-04-01"),
        ):
            ledger.enter(connection, finding, origin(day, 1 + int(day[5:7])), announced=True, now=now)
    return database


def told(sightings: list[FigureSighting]) -> list[tuple[ChangeKind, float]]:
    return [(it.kind, it.target.value) for it in sightings]


def test_a_history_has_every_sighting_the_oldest_first(seen: Database, target: MakeTarget) -> None:
    with seen.read() as connection:
        found = histories.histories(connection, "小巨人", 9)
    assert list(found) == [identify(target())]
    (sightings,) = found.values()
    assert told(sightings) == [(K.NEW, 300), (K.REPEATED, 300), (K.RAISED, 400), (K.PROGRESS, 240)]
    assert [it.number for it in sightings] == [None, 2, 3, 1]
    assert [f"{it.origin.published:%m-%d}" for it in sightings] == ["01-10", "02-01", "03-01", "11-12"]


def test_histories_are_as_many_as_are_asked_for_the_last_to_be_read_first(seen: Database) -> None:
    with seen.read() as connection:
        assert [it.object for it in histories.histories(connection, "", 9)] == ["专精特新“小巨人”企业", "示范平台"]
        assert [it.object for it in histories.histories(connection, "", 1)] == ["专精特新“小巨人”企业"]
        assert histories.histories(connection, "小巨人 示范平台", 9) == {}


def test_national_goals_are_found_by_words_with_their_shares(
    database: Database, target: MakeTarget, origin: MakeOrigin
) -> None:
    with database.write() as connection:
        for name in ("小巨人", "瞪羚企业"):
            for value, scope in ((10_000, "全国"), (900, "江苏省"), (1200, "广东省"), (40, "黄石市")):
                ledger.add_target(connection, target(value, object=name, scope=scope), origin())
        replaced = ledger.add_target(connection, target(2000, object="瞪羚", scope="浙江省"), origin())
        ledger.add_target(connection, target(2500, object="瞪羚", scope="浙江省"), origin(), replaces=replaced)
        (found,) = histories.shared(connection, "瞪羚", 9)
        assert [it.target.value for it in found.shares] == [2500, 1200, 900]
        assert len(histories.shared(connection, "", 9)) == 2
        assert len(histories.shared(connection, "", 1)) == 1
        assert histories.shared(connection, "瞪羚 示例", 9) == []


def test_a_findings_figure_has_the_history_of_its_thing_and_knows_what_took_its_place(
    seen: Database, target: MakeTarget
) -> None:
    with seen.read() as connection:
        first, second = (histories.of_finding(connection, it, 9) for it in (2, 3))
    assert first
    assert second
    assert (first.known.target, second.known.target) == (target(), target(400))
    assert first.sightings == second.sightings
    assert [(it.number, it.kind) for it in first.sightings] == [
        (0, K.NEW), (2, K.REPEATED), (3, K.RAISED), (1, K.PROGRESS)
    ]  # fmt: skip
    assert first.now
    assert (first.now.number, second.now) == (3, None)
    assert [it.before for it in second.sightings] == [None, None, target(), target()]


def test_of_what_was_said_again_and_again_the_last_reports_are_shown_and_all_are_counted(
    seen: Database, target: MakeTarget, origin: MakeOrigin, now: datetime
) -> None:
    with seen.write() as connection:
        for revision in (11, 12, 13):
            ledger.enter(connection, target(400), origin("2026-11-20", revision), announced=True, now=now)
    with seen.read() as connection:
        history = histories.of_finding(connection, 3, 2)
    assert history
    assert [it.origin.revision for it in history.sightings] == [0, 4, 12, 12, 13]
    assert history.repeats == 4


@pytest.mark.parametrize("number", [0, 6, 2**31 - 1])
def test_a_number_that_no_figure_has_is_none(seen: Database, number: int) -> None:
    with seen.read() as connection:
        assert histories.of_finding(connection, number, 9) is None


def test_a_national_goal_alone_has_shares_and_no_other_things_are_among_them(
    database: Database, target: MakeTarget, origin: MakeOrigin, now: datetime
) -> None:
    with database.write() as connection:
        for revision, goal in enumerate(
            (
                target(10000, scope="全国", said="到2027年，全国培育小巨人企业10000家"),
                target(300, scope="广东省"),
                target(200, scope="浙江省"),
                target(100, scope="浙江省", object="瞪羚企业"),
                target(50, scope="浙江省", deadline="2026"),
            ),
            1,
        ):
            ledger.enter(connection, goal, origin(f"2026-01-{revision:02}", revision), announced=True, now=now)
    with database.read() as connection:
        nation, province = (histories.of_finding(connection, it, 9) for it in (1, 2))
        assert nation
        assert province
        shared = histories.share_of(connection, nation.known)
        assert histories.share_of(connection, province.known) is None
    assert shared
    assert [(it.number, it.target.value) for it in shared.shares] == [(2, 300), (3, 200)]
