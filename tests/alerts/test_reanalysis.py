"""The present rules over the archive: what differs is shown, and put right only when that is asked for."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from alerts import correcting, reanalysis, watch
from alerts.extract import findings
from alerts.model import Finding, Target
from alerts.reanalysis import Outcome
from alerts.store import changes, schema, target_lists
from alerts.store.target_lists import Wanted
from crawler.archive import articles
from crawler.archive.db import Database
from crawler.relevance import Topic

GOAL = "10月27日，示例省举行发布会。到2027年，示例省培育省级“专精特新”中小企业5000家。"
OTHER = "11月13日，示例省发布规划。到2027年，示例省培育创新型中小企业700家。"
TOPIC = Topic("sme-policy", "中小企业政策", 0.1, {"中小企业": 1.0}, {})

Publish = Callable[..., int]
Find = Callable[..., tuple[Finding, ...]]


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    schema.upgrade(database)
    yield database
    database.close()


@pytest.fixture
def blind(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Have the rules pass over articles that hold some words, as rules of another day may have."""
    find = findings.find

    def to(words: str) -> None:
        def finds(title: str, text: str, published: date | None, *more: Any) -> tuple[Finding, ...]:
            return () if words and words in text else find(title, text, published, *more)

        monkeypatch.setattr(findings, "find", finds)

    return to


def differences(database: Database, now: datetime, *, apply: bool = False, **more: object) -> list[Outcome]:
    found = reanalysis.reanalyse(database, (TOPIC,), {}, now, apply=apply, **more)  # type: ignore[arg-type]
    return [it.outcome for it in found]


def values(database: Database) -> list[float]:
    with database.read() as connection:
        return sorted(it.known.target.value for it in target_lists.targets(connection, Wanted(), 100))


def test_the_same_rules_find_the_same(database: Database, publish: Publish, now: datetime) -> None:
    publish(GOAL)
    watch.catch_up(database, {}, now)
    assert differences(database, now) == []


def test_without_apply_nothing_is_written(
    database: Database, publish: Publish, now: datetime, blind: Callable[[str], None]
) -> None:
    publish(GOAL)
    watch.catch_up(database, {}, now)
    blind("5000")
    assert [differences(database, now), differences(database, now)] == [[Outcome.LOST], [Outcome.LOST]]
    assert values(database) == [5000]


def test_what_is_lost_is_withdrawn_and_another_time_finds_nothing(
    database: Database, publish: Publish, now: datetime, blind: Callable[[str], None]
) -> None:
    publish(GOAL)
    publish(OTHER)
    watch.catch_up(database, {}, now)
    blind("5000")
    assert differences(database, now, apply=True) == [Outcome.LOST]
    assert values(database) == [700]
    assert differences(database, now, apply=True) == []


def test_an_entry_lives_on_by_a_later_sighting(
    database: Database, publish: Publish, now: datetime, blind: Callable[[str], None]
) -> None:
    publish(GOAL, "原文。", date=now - timedelta(days=3))
    later = publish(GOAL, "转载。", date=now)
    watch.catch_up(database, {}, now)
    blind("原文")
    assert differences(database, now, apply=True) == [Outcome.LOST]
    with database.read() as connection:
        entry = target_lists.targets(connection, Wanted(), 10)[0].known
    assert (entry.target.value, entry.origin.revision) == (5000, later)


def test_what_is_found_in_addition_is_told_to_nobody(
    database: Database, publish: Publish, now: datetime, blind: Callable[[str], None]
) -> None:
    blind("5000")
    publish(GOAL)
    watch.catch_up(database, {}, now)
    with database.read() as connection:
        before = changes.latest(connection)
    blind("")
    assert differences(database, now, apply=True) == [Outcome.ADDED]
    assert values(database) == [5000]
    with database.read() as connection:
        assert changes.news(connection, before, changes.latest(connection)) == []
    assert differences(database, now, apply=True) == []


def test_what_is_read_otherwise_keeps_its_number(
    database: Database, publish: Publish, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(GOAL)
    (read,) = watch.catch_up(database, {}, now)
    find = findings.find

    def placed(title: str, text: str, published: date | None, *more: Any) -> tuple[Finding, ...]:
        return tuple(
            replace(it, scope="另一省") if isinstance(it, Target) else it for it in find(title, text, published, *more)
        )

    monkeypatch.setattr(findings, "find", placed)
    (difference,) = reanalysis.reanalyse(database, (TOPIC,), {}, now, apply=True)
    assert (difference.outcome, difference.number) == (Outcome.CHANGED, read.number)
    with database.read() as connection:
        (told,) = changes.news(connection, 0, changes.latest(connection))
    assert isinstance(told.finding, Target)
    assert (told.number, told.finding.scope) == (read.number, "另一省")
    assert differences(database, now) == []


def test_a_persons_word_outlasts_other_rules(
    database: Database, publish: Publish, now: datetime, blind: Callable[[str], None]
) -> None:
    publish(GOAL)
    (read,) = watch.catch_up(database, {}, now)
    correcting.reject(database, read.number, by="审核员", why="不是目标", now=now)
    blind("5000")
    assert differences(database, now, apply=True) == [Outcome.LOST]
    blind("")
    assert differences(database, now, apply=True) == []
    assert values(database) == []


def test_a_finding_that_a_person_has_corrected_is_one_though_the_rules_read_it_no_more(
    database: Database, publish: Publish, now: datetime, blind: Callable[[str], None]
) -> None:
    publish(GOAL)
    (read,) = watch.catch_up(database, {}, now)
    said = correcting.correct(database, read.number, {"value": "6000"}, by="审核员", why="读错了", now=now)
    blind("5000")
    assert differences(database, now, apply=True) == []
    assert values(database) == [6000]
    correcting.undo(database, said.number, by="审核员", why="没有读错", now=now)
    assert differences(database, now, apply=True) == [Outcome.LOST]


def test_findings_belong_to_the_topics_that_their_article_belongs_to_now(
    database: Database, publish: Publish, now: datetime
) -> None:
    publish(GOAL)
    watch.catch_up(database, {}, now)
    topics = (TOPIC, Topic("cultivation", "专精特新培育", 0.1, {"专精特新": 1.0}, {}, parent="sme-policy"))
    assert not list(reanalysis.reanalyse(database, topics, {}, now, apply=True))
    with database.read() as connection:
        (told,) = changes.news(connection, 0, changes.latest(connection))
        entry = target_lists.targets(connection, Wanted(), 10)[0].known
    assert told.origin.topics == entry.origin.topics == ("sme-policy", "cultivation")


def test_an_article_that_another_topic_makes_relevant_is_read(
    database: Database, publish: Publish, now: datetime
) -> None:
    number = publish(GOAL, relevant=False)
    watch.catch_up(database, {}, now)
    assert sorted(differences(database, now, apply=True)) == [Outcome.ADDED, Outcome.RELEVANT]
    with database.read() as connection:
        revision = articles.revision(connection, number)
    assert revision
    assert revision.relevance.topics == ("sme-policy",)
    assert differences(database, now) == []


def test_an_article_that_is_relevant_no_more_has_no_findings(
    database: Database, publish: Publish, now: datetime
) -> None:
    publish(GOAL)
    watch.catch_up(database, {}, now)
    other = (Topic("sme-policy", "中小企业政策", 0.1, {"马拉松": 1.0}, {}),)
    found = reanalysis.reanalyse(database, other, {}, now, apply=True)
    assert sorted(it.outcome for it in found) == [Outcome.IRRELEVANT, Outcome.LOST]
    assert values(database) == []


def test_articles_that_came_in_before_a_day_are_left_as_they_are(
    database: Database, publish: Publish, now: datetime, blind: Callable[[str], None]
) -> None:
    publish(GOAL)
    watch.catch_up(database, {}, now)
    blind("5000")
    assert differences(database, now, since=now + timedelta(days=1)) == []
    assert differences(database, now, since=now) == [Outcome.LOST]


def test_progress_counts_only_the_texts_that_are_asked_for(database: Database, publish: Publish, now: datetime) -> None:
    publish(GOAL)
    publish(OTHER)
    watch.catch_up(database, {}, now)
    told: list[tuple[int, int]] = []
    for since in (None, now, now + timedelta(days=1)):
        differences(database, now, since=since, on_progress=lambda done, total: told.append((done, total)))
    assert told == [(2, 2), (2, 2)]


def test_what_the_watch_has_not_come_to_is_left_to_it(database: Database, publish: Publish, now: datetime) -> None:
    publish(GOAL)
    assert differences(database, now, apply=True) == []
    assert len(watch.catch_up(database, {}, now)) == 1


def test_a_fault_of_the_rules_takes_nothing_away(
    database: Database, publish: Publish, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(GOAL)
    watch.catch_up(database, {}, now)

    def fails(title: str, text: str, published: date | None, *more: Any) -> tuple[Finding, ...]:
        raise IndexError("a grammar's fault")

    monkeypatch.setattr(findings, "find", fails)
    assert differences(database, now, apply=True) == []
    assert values(database) == [5000]


def test_batches_that_were_done_stay_done_when_it_is_interrupted(
    database: Database,
    publish: Publish,
    now: datetime,
    blind: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reanalysis, "_BATCH", 1)
    publish(GOAL)
    publish(OTHER)
    watch.catch_up(database, {}, now)
    blind("到2027年")

    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(reanalysis.reanalyse(database, (TOPIC,), {}, now, apply=True, on_progress=interrupt))
    assert values(database) == [700]
    assert differences(database, now, apply=True) == [Outcome.LOST]
    assert values(database) == []
