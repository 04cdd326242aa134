"""What enters the ledger comes out of it as it was."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

import pytest
from sqlalchemy import event

from alerts.model import Change, ChangeKind, Finding, Origin, Statement, Target
from alerts.store import changes, identities, ledger, tables
from crawler.archive.db import Database
from crawler.model import Level

Enter = Callable[..., Change]
MakeTarget = Callable[..., Target]
MakeOrigin = Callable[..., Origin]


@pytest.fixture
def enter(database: Database, now: datetime, origin: MakeOrigin) -> Enter:
    def run(finding: Finding, day: str = "2026-11-12", revision: int = 1, *, announced: bool = True) -> Change:
        with database.write() as connection:
            return ledger.enter(connection, finding, origin(day, revision), announced=announced, now=now)

    return run


def news(database: Database, after: int = 0, upto: int = 99) -> list[Change]:
    with database.read() as connection:
        return changes.news(connection, after, upto)


def test_changes_are_read_back_as_they_were(
    database: Database, enter: Enter, target: MakeTarget, statement: Callable[..., Statement]
) -> None:
    told = [
        enter(target(), "2026-10-27", 1),
        enter(target(400, comparator="≈"), "2026-11-12", 2),
        enter(statement(kind="mixed"), "2026-11-12", 2),
        enter(statement(text="别的话", speaker=None, position=None, official=False), "2026-11-12", 2),
    ]
    assert news(database) == told
    assert [it.kind for it in told] == [ChangeKind.NEW, ChangeKind.RAISED, ChangeKind.NEW, ChangeKind.NEW]
    assert told[1].before == target()


def test_news_is_what_is_announced_and_no_repeat_between_two_numbers(
    database: Database, enter: Enter, target: MakeTarget
) -> None:
    first = enter(target())
    enter(target(), revision=2)
    enter(target(object="特色产业集群"), announced=False)
    last = enter(target(object="示范平台"))
    assert news(database) == [first, last]
    assert news(database, after=first.number) == [last]
    assert news(database, upto=first.number) == [first]


def test_a_repeat_is_a_sighting_of_the_entry_that_stands_already(
    database: Database, enter: Enter, target: MakeTarget
) -> None:
    for revision in (1, 2, 3):
        enter(target(), revision=revision)
    with database.read() as connection:
        (entry,) = ledger.known_targets(connection, target())
        sightings = connection.execute(tables.changes.select().where(tables.changes.c.target_id == entry.id)).all()
    assert entry.origin.revision == 1
    assert [it.revision for it in sightings] == [1, 2, 3]


def test_a_raise_takes_the_place_of_what_it_raises(database: Database, enter: Enter, target: MakeTarget) -> None:
    enter(target(), "2026-10-27")
    enter(target(400), "2026-11-12", 2)
    with database.read() as connection:
        known = ledger.known_targets(connection, target())
    assert [(it.target.value, it.replaced) for it in known] == [(300, True), (400, False)]


def test_progress_leaves_the_goal_standing(database: Database, enter: Enter, target: MakeTarget) -> None:
    enter(target(), "2026-10-27")
    result = replace(target(status="achieved", value=240, said="累计培育240家"), deadline=None, as_of="2026-11")
    assert enter(result, "2026-11-12", 2).kind is ChangeKind.PROGRESS
    with database.read() as connection:
        assert not any(it.replaced for it in ledger.known_targets(connection, target()))


def test_a_statement_is_known_to_its_speaker_and_to_its_organisation(
    database: Database, enter: Enter, statement: Callable[..., Statement]
) -> None:
    enter(statement())
    assert enter(statement(organization=None, position=None)).kind is ChangeKind.REPEATED
    assert enter(statement(speaker=None, position=None)).kind is ChangeKind.REPEATED
    assert enter(statement(speaker="陈演示", organization="示例银行")).kind is ChangeKind.NEW


def test_a_finding_is_held_against_its_equals_of_any_age_and_else_the_latest(
    database: Database,
    target: MakeTarget,
    statement: Callable[..., Statement],
    origin: MakeOrigin,
) -> None:
    with database.write() as connection:
        for number in range(250):
            ledger.add_target(connection, target(1000 + number), origin())
            ledger.add_statement(connection, statement(text=f"第{number}次表态，内容各不相同"), origin())
        figures = ledger.known_targets(connection, target(1000))
        said = ledger.known_statements(connection, statement(text="第0次表态，内容各不相同"))
    assert len(figures) == len(said) == 201
    assert figures[0].target.value == 1000
    assert "第0次" in said[0].words


def test_every_kind_of_change_is_read_back_with_the_source_that_it_is_held_against(
    database: Database, now: datetime, target: MakeTarget, origin: MakeOrigin
) -> None:
    result = replace(target(status="achieved", said="累计培育240家"), deadline=None)
    sightings = [
        (target(), "2026-01-10", "甲部", ChangeKind.NEW),
        (target(), "2026-01-11", "乙部", ChangeKind.REPEATED),
        (target(350), "2026-02-01", "乙部", ChangeKind.CONTRADICTED),
        (target(400), "2026-03-01", "甲部", ChangeKind.RAISED),
        (target(380), "2026-04-01", "甲部", ChangeKind.LOWERED),
        (target(3_800_000), "2026-05-01", "甲部", ChangeKind.IMPLAUSIBLE),
        (target(380, "2028"), "2026-06-01", "甲部", ChangeKind.POSTPONED),
        (target(380, "2026"), "2026-07-01", "甲部", ChangeKind.ADVANCED),
        (replace(result, value=240, as_of="2026-08"), "2026-09-01", "甲部", ChangeKind.PROGRESS),
        (replace(result, value=390, as_of="2026-10"), "2026-11-01", "甲部", ChangeKind.ACHIEVED),
    ]
    changes = []
    for revision, (finding, day, issuer, _) in enumerate(sightings, 1):
        read_in = replace(origin(day, revision), issuer=issuer, level=Level.MINISTRY)
        with database.write() as connection:
            changes.append(ledger.enter(connection, finding, read_in, announced=True, now=now))
    assert [it.kind for it in changes] == [kind for *_, kind in sightings]
    told = [it for it in changes if it.kind is not ChangeKind.REPEATED]
    assert news(database) == told
    assert all(it.against and it.before for it in told[1:])
    assert told[1].against
    assert (told[1].against.authority, told[1].against.revision) == ("甲部", 1)


def test_a_long_history_costs_a_finding_no_more_statements(
    database: Database, enter: Enter, target: MakeTarget, origin: MakeOrigin
) -> None:
    counted: list[int] = []
    for before in (0, 300):
        with database.write() as connection:
            for number in range(before):
                ledger.add_target(connection, target(1000 + number), origin())
        statements: list[str] = []
        listen = partial(_note, statements)
        event.listen(database.engine, "before_cursor_execute", listen)
        enter(target(7 + before), "2026-11-13", 2)
        event.remove(database.engine, "before_cursor_execute", listen)
        counted.append(len(statements))
    assert counted[0] == counted[1] <= 5


def test_a_figure_goes_by_its_present_name_after_the_names_have_changed(
    database: Database, enter: Enter, target: MakeTarget
) -> None:
    enter(target(object="实有市场主体"), "2026-10-27")
    table = tables.ledger_targets
    with database.write() as connection:
        connection.execute(table.update().values(object="市场主体"))
        assert identities.renew(connection) == 1
        assert identities.renew(connection) == 0
    assert enter(target(object="经营主体"), "2026-11-12", 2).kind is ChangeKind.REPEATED


def _note(statements: list[str], connection: object, cursor: object, statement: str, *rest: object) -> None:
    if not statement.startswith(("BEGIN", "COMMIT")):
        statements.append(statement)


def test_a_reworded_statement_keeps_what_was_said_before(
    database: Database, enter: Enter, statement: Callable[..., Statement]
) -> None:
    before = statement(text="到2027年要为5000家入库企业建立成长档案")
    enter(before, "2026-10-27")
    changed = enter(statement(text="到2027年要为6000家入库企业建立成长档案"), "2026-11-12", 2)
    assert (changed.kind, changed.before) == (ChangeKind.REWORDED, before)
    assert news(database)[-1] == changed


def test_goals_that_are_due_are_those_of_the_periods_that_still_stand(
    database: Database, enter: Enter, target: MakeTarget
) -> None:
    enter(target(300), "2026-10-27", 1)
    raised = enter(target(400), "2026-11-12", 2).finding
    by_day = enter(target(40, object="示范平台", deadline="2027-12-31")).finding
    enter(target(500, object="特色产业集群", deadline="2028"))
    enter(target(250, object="示范平台", status="achieved", deadline=None, as_of="2027"))
    with database.read() as connection:
        due = ledger.goals_due(connection, {"2027", "2027-12", "2027-12-31"})
    assert [it.target for it in due] == [raised, by_day]
