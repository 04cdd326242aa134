"""Figures are listed in pages, narrowed and ordered by either database."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from alerts.model import Change, ChangeKind, Origin, Status, Target
from alerts.store import identities, ledger, tables, target_lists
from alerts.store.target_lists import LastChange, ListedTarget, Order, Wanted
from crawler.archive.db import Database
from tests.plans import plans

MakeTarget = Callable[..., Target]
MakeOrigin = Callable[..., Origin]
Enter = Callable[..., Change]
DAY = timedelta(days=1)
ALL = Wanted()


@pytest.fixture
def enter(database: Database, now: datetime, origin: MakeOrigin) -> Enter:
    """Enter a figure as read on a day of November, and noticed on the same day after `now`."""

    def run(target: Target, day: int, revision: int = 1) -> Change:
        with database.write() as connection:
            return ledger.enter(
                connection, target, origin(f"2026-11-{day:02}", revision), announced=True, now=now + day * DAY
            )

    return run


@pytest.fixture
def ledger_of_four(enter: Enter, target: MakeTarget) -> None:
    """A goal that was raised and read again, a provincial one without an end, and a result."""
    enter(target(300), 1)
    enter(target(400), 2, 2)
    enter(target(50, None, object="示范平台", unit="项", scope="全国"), 3, 3)
    enter(target(9000, "2026-06-30", object="首贷户", unit="户", status="forecast"), 4, 4)
    enter(target(400), 5, 5)


def listed(database: Database, wanted: Wanted = ALL, order: Order = Order.CHANGED) -> list[ListedTarget]:
    with database.read() as connection:
        found = target_lists.targets(connection, wanted, 99, order=order)
        assert target_lists.count(connection, wanted) == len(found)
    return found


def values(found: list[ListedTarget]) -> list[float]:
    return [it.known.target.value for it in found]


@pytest.mark.usefixtures("ledger_of_four")
@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.CHANGED, [9000, 50, 400]),
        (Order.PUBLISHED, [9000, 50, 400]),
        (Order.OBJECT, [400, 50, 9000]),
        (Order.VALUE, [9000, 400, 50]),
        (Order.DEADLINE, [9000, 400, 50]),
    ],
)
def test_each_order_has_pages_that_join_without_a_gap(database: Database, order: Order, expected: list[float]) -> None:
    assert values(listed(database, order=order)) == expected
    paged: list[ListedTarget] = []
    with database.read() as connection:
        while page := target_lists.targets(connection, Wanted(), 1, paged[-1].place if paged else None, order):
            paged += page
    assert values(paged) == expected


@pytest.mark.usefixtures("ledger_of_four")
@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(words="小巨人 示例省"), [400]),
        (Wanted(words="示例省 示范平台"), []),
        (Wanted(words="４００家"), [400]),
        (Wanted(words="100%_"), []),
        (Wanted(object="“小巨人”"), [400]),
        (Wanted(object="平台"), [50]),
        (Wanted(scope="示例"), [9000, 400]),
        (Wanted(unit="户"), [9000, 400]),
        (Wanted(status=Status.FORECAST), [9000]),
        (Wanted(due_from="2027"), [400]),
        (Wanted(due_until="2026"), [9000]),
        (Wanted(due_from="2026-07", due_until="2027-11"), []),
        (Wanted(due_from="2026-06-30", due_until="2027"), [9000, 400]),
        (Wanted(current=False), [9000, 50, 400, 300]),
        (Wanted(change=ChangeKind.RAISED), [400]),
        (Wanted(change=ChangeKind.REPEATED), []),
        (Wanted(topic="sme-policy"), [9000, 50, 400]),
        (Wanted(topic="sme"), []),
        (Wanted(topic="%"), []),
    ],
)
def test_figures_are_narrowed(database: Database, wanted: Wanted, expected: list[float]) -> None:
    assert values(listed(database, wanted)) == expected


@pytest.mark.usefixtures("ledger_of_four")
def test_a_repeat_is_no_change_and_the_moment_of_the_last_change_bounds_the_list(
    database: Database, now: datetime
) -> None:
    raised = listed(database)[-1]
    assert raised.last == LastChange(2, ChangeKind.RAISED, now + 2 * DAY)
    assert raised.known.number == 2
    assert values(listed(database, Wanted(since=now + 3 * DAY))) == [9000, 50]
    assert values(listed(database, Wanted(since=now + 3 * DAY, until=now + 4 * DAY))) == [50]


def test_what_the_seed_corpus_alone_states_comes_last_without_a_change(
    database: Database, enter: Enter, target: MakeTarget, origin: MakeOrigin
) -> None:
    with database.write() as connection:
        ledger.add_target(connection, target(70, object="示范平台"), origin("2026-11-20", 0))
    enter(target(), 1)
    fact = listed(database)[-1]
    assert (fact.known.target.value, fact.known.number, fact.last) == (70, None, None)


def test_a_page_goes_on_where_the_last_one_ended_whatever_has_come_in(
    database: Database, enter: Enter, target: MakeTarget
) -> None:
    for number in range(3):
        enter(target(number, object=f"第{number}种平台"), 1 + number, number)
    with database.read() as connection:
        first = target_lists.targets(connection, Wanted(), 2)
    enter(target(99, object="新来的平台"), 9, 9)
    with database.read() as connection:
        assert values(target_lists.targets(connection, Wanted(), 2, first[-1].place)) == [0]


def test_an_older_ledger_is_found_by_words_once_its_names_are_renewed(
    database: Database, enter: Enter, target: MakeTarget
) -> None:
    enter(target(), 1)
    with database.write() as connection:
        connection.execute(tables.ledger_targets.update().values(search_text=""))
    assert listed(database, Wanted(words="示例省")) == []
    with database.write() as connection:
        assert identities.renew(connection) == 1
    assert values(listed(database, Wanted(words="示例省"))) == [300]


def test_a_figure_is_known_by_its_alias_as_well(database: Database, enter: Enter, target: MakeTarget) -> None:
    enter(replace(target(), object="实有市场主体"), 1)
    assert values(listed(database, Wanted(words="经营主体"))) == [300]
    assert values(listed(database, Wanted(words="市场主体"))) == [300]


@pytest.mark.usefixtures("ledger_of_four")
def test_figures_are_counted_by_the_year_that_they_end_in(database: Database) -> None:
    with database.read() as connection:
        assert target_lists.count_by_year(connection, ALL) == {"2026": 1, "2027": 1}
        assert target_lists.count_by_year(connection, Wanted(status=Status.TARGET)) == {"2027": 1}


@pytest.mark.usefixtures("ledger_of_four")
@pytest.mark.parametrize("wanted", [ALL, Wanted(status=Status.TARGET, due_from="2026", scope="示例省")])
def test_what_is_current_is_counted_and_ordered_in_an_index_alone(database: Database, wanted: Wanted) -> None:
    counting = plans(database, lambda connection: target_lists.count(connection, wanted))
    listing = plans(database, lambda connection: target_lists.targets(connection, wanted, 2, order=Order.VALUE))
    index = "COVERING INDEX ix_ledger_targets_current" if database.is_file else "ix_ledger_targets_current"
    assert index in counting
    assert index in listing
