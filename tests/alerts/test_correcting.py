"""A person's word about findings: the ledger follows it at once, on both databases, and all of it can be undone."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from alerts import correcting, reanalysis, watch
from alerts.app import setup
from alerts.errors import CorrectionError, Fault
from alerts.identity import canonical
from alerts.model import Change, ChangeKind, Origin, Statement, Target
from alerts.reanalysis import Difference
from alerts.store import (
    changes,
    corrections,
    histories,
    ledger,
    schema,
    sightings,
    statement_lists,
    tables,
    target_lists,
)
from alerts.store.target_lists import Wanted
from crawler.archive.db import Database
from crawler.errors import ConfigurationError
from crawler.relevance import Topic

GOAL = "10月27日，示例省举行发布会。到2027年，示例省培育省级“专精特新”中小企业5000家。"
RAISED = "11月12日，示例省召开会议。到2027年，示例省培育省级“专精特新”中小企业6000家。"
OTHER = "11月13日，示例省发布规划。到2027年，示例省培育创新型中小企业700家。"
SPOKEN = "示例省工业和信息化厅厅长林示范表示，要把专精特新中小企业的培育放在更加重要的位置。"
TOPICS = (Topic("sme-policy", "中小企业政策", 0.1, {"中小企业": 1.0, "企业": 1.0}, {}),)
SAID: dict[str, Any] = {"by": "审核员", "why": "读错了"}

Publish = Callable[..., int]


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    schema.upgrade(database)
    yield database
    database.close()


def day(month: int, number: int) -> datetime:
    return datetime(2026, month, number, 3, 0, tzinfo=UTC)


@pytest.fixture
def watched(database: Database, publish: Publish, now: datetime) -> Callable[..., list[int]]:
    """Publish articles and have them watched; returns the numbers of what was found."""

    def make(*articles: str) -> list[int]:
        for number, text in enumerate(articles):
            publish(text, date=day(11, 1 + number))
        return [it.number for it in watch.catch_up(database, {}, now)]

    return make


def current(database: Database) -> list[tuple[str, float]]:
    with database.read() as connection:
        known = target_lists.targets(connection, Wanted(), 100)
    return sorted((it.known.target.object, it.known.target.value) for it in known)


def speakers(database: Database) -> list[str | None]:
    with database.read() as connection:
        return [it.statement.speaker for it in statement_lists.statements(connection, statement_lists.Wanted(), 100)]


def news(database: Database) -> list[Change]:
    with database.read() as connection:
        return changes.news(connection, 0, changes.latest(connection))


def again(database: Database, now: datetime, *, apply: bool = True) -> Sequence[Difference]:
    return list(reanalysis.reanalyse(database, TOPICS, {}, now, apply=apply))


SME = "省级“专精特新”中小企业"


def test_a_rejected_figure_is_gone_and_comes_back(
    database: Database, watched: Callable[..., list[int]], now: datetime
) -> None:
    (goal,) = watched(GOAL)
    said = correcting.reject(database, goal, **SAID, now=now)
    assert (current(database), news(database)) == ([], [])
    assert again(database, now) == []
    correcting.undo(database, said.number, **SAID, now=now)
    assert current(database) == [(SME, 5000)]
    assert [it.number for it in news(database)] == [goal]


def test_a_rejection_holds_for_reprints_that_came_and_that_come(
    database: Database, watched: Callable[..., list[int]], publish: Publish, now: datetime
) -> None:
    goal, _ = watched(GOAL, GOAL + "转载。")
    correcting.reject(database, goal, **SAID, now=now)
    publish(GOAL, "再转一次。", date=day(11, 20))
    assert watch.catch_up(database, {}, now) == ()
    assert current(database) == []


def test_of_a_figure_that_was_raised_to_a_wrong_one_the_old_is_current_again(
    database: Database, watched: Callable[..., list[int]], now: datetime
) -> None:
    _, raised = watched(GOAL, RAISED)
    said = correcting.reject(database, raised, **SAID, now=now)
    assert current(database) == [(SME, 5000)]
    correcting.undo(database, said.number, **SAID, now=now)
    assert current(database) == [(SME, 6000)]


def test_what_had_raised_a_wrong_figure_has_raised_nothing(
    database: Database, watched: Callable[..., list[int]], now: datetime
) -> None:
    goal, raised = watched(GOAL, RAISED)
    correcting.reject(database, goal, **SAID, now=now)
    assert [(it.number, it.kind) for it in news(database)] == [(raised, ChangeKind.NEW)]
    assert current(database) == [(SME, 6000)]


def test_what_had_repeated_a_wrong_figure_is_new_and_what_follows_repeats_that(
    database: Database, watched: Callable[..., list[int]], now: datetime
) -> None:
    goal, second, third = watched(GOAL, *(GOAL.replace("培育省级", f"{verb}培育省级") for verb in ("力争", "计划")))

    def told() -> list[tuple[int, ChangeKind, str]]:
        with database.read() as connection:
            found = sightings.of_numbers(connection, [goal, second, third])
        return [(it.number, it.kind, it.reason) for it in found if it.stands]

    before = told()
    said = correcting.reject(database, goal, **SAID, now=now)
    (first, kind, _), (_, repeat, reason) = told()
    assert (first, kind, repeat) == (second, ChangeKind.NEW, ChangeKind.REPEATED)
    assert reason.startswith("2026-11-02")
    assert [it.number for it in news(database)] == [second]
    correcting.undo(database, said.number, **SAID, now=now)
    assert told() == before


def test_a_merge_outlasts_what_becomes_of_the_figure_that_was_merged(
    database: Database, watched: Callable[..., list[int]], now: datetime
) -> None:
    goal, other, _ = watched(GOAL, OTHER, OTHER + "转载。")
    correcting.merge(database, other, goal, **SAID, now=now)
    correcting.correct(database, other, {"value": "701"}, **SAID, now=now)
    assert (SME, 5000) in current(database)
    with database.read() as connection:
        assert {goal, other} <= {it.number for it in sightings.of_entry(connection, goal)}


def test_of_two_merges_of_a_figure_the_later_one_counts(
    database: Database, watched: Callable[..., list[int]], now: datetime
) -> None:
    third = OTHER.replace("创新型", "科技型").replace("700", "60")
    goal, other, last = watched(GOAL, OTHER, third)
    correcting.merge(database, last, goal, **SAID, now=now)
    said = correcting.merge(database, last, other, **SAID, now=now)
    correcting.correct(database, goal, {"scope": "另一省"}, **SAID, now=now)

    def one_with(number: int) -> list[int]:
        with database.read() as connection:
            return [it.number for it in sightings.of_entry(connection, number)]

    assert (one_with(goal), one_with(other)) == ([goal], [other, last])
    correcting.undo(database, said.number, **SAID, now=now)
    assert (one_with(goal), one_with(other)) == ([goal, last], [other])


def test_a_corrected_figure_is_shown_and_compared_as_it_was_corrected(
    database: Database, watched: Callable[..., list[int]], publish: Publish, now: datetime
) -> None:
    (goal,) = watched(GOAL)
    said = correcting.correct(database, goal, {"value": "6000"}, **SAID, now=now)
    assert current(database) == [(SME, 6000)]
    assert again(database, now) == []
    publish(RAISED, date=day(11, 20))
    assert [it.kind for it in watch.catch_up(database, {}, now)] == [ChangeKind.REPEATED]
    correcting.undo(database, said.number, **SAID, now=now)
    assert [it.kind for it in news(database)] == [ChangeKind.NEW, ChangeKind.RAISED]
    assert current(database) == [(SME, 6000)]


def test_merged_figures_are_one_and_each_keeps_its_sightings(
    database: Database, watched: Callable[..., list[int]], publish: Publish, now: datetime
) -> None:
    goal, other = watched(GOAL, OTHER)
    said = correcting.merge(database, other, goal, **SAID, now=now)
    assert current(database) == [(SME, 5000)]
    publish(OTHER, "转载。", date=day(11, 20))
    (reprint,) = watch.catch_up(database, {}, now)
    assert reprint.kind is ChangeKind.REPEATED
    with database.read() as connection:
        assert [it.number for it in sightings.of_entry(connection, goal)] == [goal, other, reprint.number]
    assert again(database, now) == []
    correcting.undo(database, said.number, **SAID, now=now)
    assert current(database) == [("创新型中小企业", 700), (SME, 5000)]


def test_an_alias_makes_two_objects_one_till_it_is_undone(
    database: Database, watched: Callable[..., list[int]], publish: Publish, now: datetime
) -> None:
    watched(OTHER)
    said = correcting.alias(database, "创新型中小企业", "首创型中小企业", **SAID, now=now)
    assert current(database) == [("首创型中小企业", 700)]
    publish(OTHER.replace("创新", "首创"), date=day(11, 20))
    assert [it.kind for it in watch.catch_up(database, {}, now)] == [ChangeKind.REPEATED]
    assert again(database, now) == []
    correcting.undo(database, said.number, **SAID, now=now)
    assert current(database) == [("创新型中小企业", 700), ("首创型中小企业", 700)]


def test_an_officials_two_names_are_one_till_that_is_undone(
    database: Database, watched: Callable[..., list[int]], now: datetime
) -> None:
    watched("示例省工业和信息化厅厅长林师范表示，中小企业数量可以往上调，标准不能往下走。", SPOKEN)
    assert sorted(filter(None, speakers(database))) == ["林师范", "林示范"]
    said = correcting.join(database, "林师范", "林示范", **SAID, now=now)
    assert set(speakers(database)) == {"林示范"}
    assert again(database, now) == []
    correcting.undo(database, said.number, **SAID, now=now)
    assert sorted(filter(None, speakers(database))) == ["林师范", "林示范"]


def test_two_persons_of_different_bodies_are_joined_only_by_somebody_who_is_sure(
    database: Database, watched: Callable[..., list[int]], now: datetime
) -> None:
    watched("另一省财政厅厅长林师范表示，中小企业数量可以往上调，标准不能往下走。", SPOKEN)
    with pytest.raises(ConfigurationError, match="林师范 speaks for 另一省财政厅, 林示范 for 示例省工业和信息化厅"):
        correcting.join(database, "林师范", "林示范", **SAID, now=now)
    correcting.join(database, "林师范", "林示范", **SAID, now=now, sure=True)
    assert set(speakers(database)) == {"林示范"}


def test_what_the_seed_corpus_says_that_somebody_said_goes_by_the_joined_name_till_that_is_undone(
    database: Database, now: datetime, statement: Callable[..., Statement], origin: Callable[..., Origin]
) -> None:
    fact, stated = statement(speaker="林师范"), origin("2026-10-27", 0)
    with database.write() as connection:
        ledger.add_statement(connection, fact, stated, within=frozenset())
    said = correcting.join(database, "林师范", "林示范", **SAID, now=now)
    assert speakers(database) == ["林示范"]
    with database.read() as connection:
        assert ledger.holds_statement(connection, fact, stated)
    correcting.undo(database, said.number, **SAID, now=now)
    assert speakers(database) == ["林师范"]


def test_a_merged_figure_stands_in_the_history_of_the_one_it_was_merged_with(
    database: Database, watched: Callable[..., list[int]], now: datetime
) -> None:
    goal, other = watched(GOAL, OTHER)
    said = correcting.merge(database, other, goal, **SAID, now=now)

    def history(words: str) -> list[tuple[str, list[int | None]]]:
        with database.read() as connection:
            seen = histories.histories(connection, words, 9)
        return [(it.object, [sighting.number for sighting in sightings]) for it, sightings in seen.items()]

    assert history("") == history("创新型") == [(canonical(SME), [goal, other])]
    correcting.undo(database, said.number, **SAID, now=now)
    assert sorted(numbers for _, numbers in history("")) == [[goal], [other]]


def test_the_log_says_who_said_what_when_and_why_and_forgets_nothing(
    database: Database, watched: Callable[..., list[int]], now: datetime
) -> None:
    (goal,) = watched(GOAL)
    rejected = correcting.reject(database, goal, **SAID, now=now)
    undone = correcting.undo(database, rejected.number, by="另一人", why="没有读错", now=now)
    (first, in_force), (second, _) = correcting.log(database)
    assert (first, in_force) == (rejected, False)
    assert (second, second.by, second.why) == (undone, "另一人", "没有读错")


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        (lambda it, goal, other, now: correcting.reject(it, 999, **SAID, now=now), "999 is no finding"),
        (lambda it, goal, other, now: correcting.merge(it, goal, goal, **SAID, now=now), "are one already"),
        (lambda it, goal, other, now: correcting.merge(it, goal, other, **SAID, now=now), "one is a figure"),
        (lambda it, goal, other, now: correcting.undo(it, 1, **SAID, now=now), "1 is no correction"),
        (lambda it, goal, other, now: correcting.alias(it, "瞪羚", "瞪羚", **SAID, now=now), "nothing to change"),
        (lambda it, goal, other, now: correcting.join(it, "无此人", "林示范", **SAID, now=now), "无此人 is known"),
        (lambda it, goal, other, now: correcting.correct(it, goal, {}, **SAID, now=now), "says that already"),
    ],
)
def test_what_cannot_be_done_is_said(
    database: Database,
    watched: Callable[..., list[int]],
    now: datetime,
    deed: Callable[[Database, int, int, datetime], object],
    words: str,
) -> None:
    goal, said = watched(GOAL, SPOKEN)
    with pytest.raises(ConfigurationError, match=words):
        deed(database, goal, said, now)


@pytest.mark.parametrize(
    ("finding", "name", "most"), [(0, "unit", 40), (0, "scope", 100), (1, "speaker", 100), (1, "organization", 200)]
)
def test_a_name_may_be_as_long_as_the_ledger_keeps_it_on_both_databases(  # noqa: PLR0917
    database: Database, watched: Callable[..., list[int]], now: datetime, finding: int, name: str, most: int
) -> None:
    number = watched(GOAL, SPOKEN)[finding]
    with pytest.raises(ConfigurationError, match=f"the {name} has {most + 1} characters, and {most} at most"):
        correcting.correct(database, number, {name: "长" * (most + 1)}, **SAID, now=now)
    correcting.correct(database, number, {name: "长" * most}, **SAID, now=now)


def test_the_name_that_joins_two_is_no_longer_than_a_speakers(
    database: Database, watched: Callable[..., list[int]], now: datetime
) -> None:
    watched(SPOKEN)
    with pytest.raises(ConfigurationError, match="101 characters, and 100 at most"):
        correcting.join(database, "林示范", "长" * 101, **SAID, now=now)


def test_what_is_undone_means_what_it_meant_when_it_was_read(
    database: Database, watched: Callable[..., list[int]], now: datetime
) -> None:
    goal, raised = watched(GOAL, RAISED)
    before = [(it.number, it.kind) for it in news(database)]
    said = correcting.correct(database, goal, {"value": "4500"}, **SAID, now=now)
    correcting.undo(database, said.number, **SAID, now=now)
    assert [(it.number, it.kind) for it in news(database)] == before == [(goal, ChangeKind.NEW), (raised, "raised")]


def test_figures_of_two_units_are_not_one(database: Database, watched: Callable[..., list[int]], now: datetime) -> None:
    goal, money = watched(GOAL, "11月14日，示例省发布规划。到2027年，全省普惠小微企业贷款余额达到3万亿元。")
    with pytest.raises(ConfigurationError, match="one counts 家, one 元"):
        correcting.merge(database, goal, money, **SAID, now=now)


@pytest.mark.parametrize(("name", "why", "words"), [("", "y", "name is empty"), ("x", " ", "no reason is given")])
def test_nothing_is_said_without_a_name_or_a_reason(
    database: Database, now: datetime, name: str, why: str, words: str
) -> None:
    with pytest.raises(ConfigurationError, match=words):
        correcting.alias(database, name, "y", by="审核员", why=why, now=now)


def test_nothing_is_said_twice(database: Database, watched: Callable[..., list[int]], now: datetime) -> None:
    (goal,) = watched(GOAL)
    said = correcting.reject(database, goal, **SAID, now=now)
    with pytest.raises(ConfigurationError, match="is rejected"):
        correcting.reject(database, goal, **SAID, now=now)
    correcting.undo(database, said.number, **SAID, now=now)
    with pytest.raises(ConfigurationError, match="has been undone already"):
        correcting.undo(database, said.number, **SAID, now=now)


def test_figures_only_are_shown_as_targets(database: Database, watched: Callable[..., list[int]]) -> None:
    numbers = watched(GOAL, SPOKEN)
    with database.read() as connection:
        found = sightings.of_numbers(connection, numbers)
        (looked_for,) = sightings.latest(connection, "省级专精特新中小企业 5000", 10)
    assert [isinstance(it.stands, Target) for it in found] == [True, False]
    assert looked_for.number == numbers[0]


def test_of_a_reprint_that_is_rejected_as_it_comes_no_other_sightings_are_shown(
    database: Database, watched: Callable[..., list[int]], publish: Publish, now: datetime
) -> None:
    goal, _ = watched(GOAL, SPOKEN)
    correcting.reject(database, goal, **SAID, now=now)
    publish(GOAL, "再转一次。", date=day(11, 20))
    assert watch.catch_up(database, {}, now) == ()
    with database.read() as connection:
        reprint = sightings.latest(connection, "", 1)[0].number
    _, others, _ = correcting.dossier(database, reprint)
    assert others == []


def test_with_a_rejection_those_of_reprints_that_came_since_end_too(
    database: Database, watched: Callable[..., list[int]], publish: Publish, now: datetime
) -> None:
    (goal,) = watched(GOAL)
    said = correcting.reject(database, goal, **SAID, now=now)
    publish(GOAL, "再转一次。", date=day(11, 20))
    watch.catch_up(database, {}, now)
    correcting.undo(database, said.number, **SAID, now=now)
    with database.read() as connection:
        assert [(it.number == goal, it.stands is None) for it in sightings.of_entry(connection, goal)] == [
            (True, False),
            (False, False),
        ]
    assert [it.number for it in news(database)] == [goal]


def test_what_was_merged_with_a_figure_that_is_rejected_stands_by_itself_as_long(
    database: Database, watched: Callable[..., list[int]], now: datetime
) -> None:
    goal, other = watched(GOAL, OTHER)
    correcting.merge(database, other, goal, **SAID, now=now)
    said = correcting.reject(database, goal, **SAID, now=now)
    assert current(database) == [("创新型中小企业", 700)]
    correcting.undo(database, said.number, **SAID, now=now)
    assert current(database) == [(SME, 5000)]


def test_an_alias_of_an_alias_is_followed(
    database: Database, watched: Callable[..., list[int]], publish: Publish, now: datetime
) -> None:
    watched(OTHER)
    correcting.alias(database, "创新型中小企业", "模范企业", **SAID, now=now)
    said = correcting.alias(database, "模范企业", "样板企业", **SAID, now=now)
    assert current(database) == [("样板企业", 700)]
    publish(OTHER, "转载。", date=day(11, 20))
    assert [it.kind for it in watch.catch_up(database, {}, now)] == [ChangeKind.REPEATED]
    correcting.undo(database, said.number, **SAID, now=now)
    assert current(database) == [("模范企业", 700)]


def test_a_fact_of_the_seed_corpus_has_its_alias_after_it_was_seen_and_after_another_set_up(
    database: Database, publish: Publish, now: datetime
) -> None:
    article = OTHER.replace("700", "800")
    publish(OTHER, date=day(11, 1))
    (change,) = watch.catch_up(database, {}, now)
    assert isinstance(change.finding, Target)
    fact, origin = change.finding, replace(change.origin, revision=0)
    with database.write() as connection:
        connection.execute(tables.changes.delete())
        connection.execute(tables.ledger_targets.delete())
        ledger.add_target(connection, fact, origin)
    publish(OTHER, "转载。", date=day(11, 3))
    assert [it.kind for it in watch.catch_up(database, {}, now)] == [ChangeKind.REPEATED]
    correcting.alias(database, "创新型中小企业", "模范企业", **SAID, now=now)
    before = len(current(database))
    for _ in range(2):
        setup.initialise(database)
    facts = len(current(database)) - before
    publish(article, date=day(11, 20))
    assert [it.kind for it in watch.catch_up(database, {}, now)] == [ChangeKind.RAISED]
    assert 700 not in {value for _, value in current(database)}
    assert len(current(database)) == 1 + facts


def test_a_word_that_is_only_tried_says_what_it_comes_to_and_changes_nothing(
    database: Database, watched: Callable[..., list[int]], now: datetime
) -> None:
    goal, other, saying = watched(GOAL, OTHER, SPOKEN)
    trial: dict[str, Any] = {**SAID, "now": now, "keep": False}
    assert correcting.correct(database, goal, {"value": "6000"}, **trial).fields == {"value": 6000}
    correcting.reject(database, goal, **trial)
    correcting.merge(database, goal, other, **trial)
    correcting.alias(database, SME, "创新型中小企业", **trial)
    correcting.join(database, "林示范", "林示", **trial)
    assert correcting.log(database) == []
    assert current(database) == [("创新型中小企业", 700), (SME, 5000)]
    said = correcting.reject(database, saying, **SAID, now=now)
    correcting.undo(database, said.number, **trial)
    assert speakers(database) == []


@pytest.mark.parametrize(
    ("fault", "say"),
    [
        (Fault.NO_FINDING, lambda database, goal, **said: correcting.reject(database, 99, **said)),
        (Fault.UNFIT, lambda database, goal, **said: correcting.correct(database, goal, {"value": "多"}, **said)),
        (Fault.UNCHANGED, lambda database, goal, **said: correcting.correct(database, goal, {"value": "5000"}, **said)),
        (Fault.TOO_LONG, lambda database, goal, **said: correcting.correct(database, goal, {"unit": "x" * 99}, **said)),
        (Fault.ONE_ALREADY, lambda database, goal, **said: correcting.merge(database, goal, goal, **said)),
        (Fault.NO_NAME, lambda database, goal, **said: correcting.alias(database, SME, " ", **said)),
        (Fault.NOT_HEARD, lambda database, goal, **said: correcting.join(database, "无人", "林示", **said)),
        (Fault.NO_CORRECTION, lambda database, goal, **said: correcting.undo(database, 99, **said)),
    ],
)
def test_what_cannot_be_said_says_why_in_a_word(
    database: Database,
    watched: Callable[..., list[int]],
    now: datetime,
    fault: Fault,
    say: Callable[..., object],
) -> None:
    (goal,) = watched(GOAL)
    with pytest.raises(CorrectionError) as refused:
        say(database, goal, **SAID, now=now)
    assert refused.value.fault is fault
    assert correcting.log(database) == []


def test_what_was_said_of_a_finding_and_of_its_names_is_read_back_with_what_was_undone(
    database: Database, watched: Callable[..., list[int]], now: datetime
) -> None:
    goal, other = watched(GOAL, OTHER)
    said = correcting.correct(database, goal, {"value": "6000"}, **SAID, now=now)
    correcting.undo(database, said.number, **SAID, now=now)
    correcting.merge(database, other, goal, **SAID, now=now)
    correcting.alias(database, SME, "小巨人", **SAID, now=now)
    with database.read() as connection:
        assert [(it.number, force) for it, force in corrections.history(connection, [goal], [])] == [
            (1, False), (2, True), (3, True),
        ]  # fmt: skip
        assert [it.number for it, _ in corrections.history(connection, [other], [SME])] == [3, 4]
        assert [it.number for it, _ in corrections.latest(connection, 2)] == [4, 3]
        assert [(it.number, force) for it, force in corrections.latest(connection, 9, before=3)] == [
            (2, True), (1, False),
        ]  # fmt: skip


def test_what_stands_of_that_which_was_read_in_articles_is_counted(
    database: Database, watched: Callable[..., list[int]], now: datetime
) -> None:
    _, spoken = watched(GOAL, SPOKEN)
    correcting.reject(database, spoken, **SAID, now=now)
    with database.read() as connection:
        assert sightings.counts(connection, [1, 2, 3]) == {1: 1}
