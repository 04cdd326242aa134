"""The watch reads on from its cursor, once for every revision."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from alerts import watch
from alerts.extract import findings
from alerts.extract.register import Register
from alerts.model import Change, ChangeKind, Finding, Target
from alerts.store import changes, ledger
from crawler.archive.db import Database
from crawler.model import Level, Publisher

GOAL = "10月27日，示例省举行发布会。到2027年，示例省培育省级“专精特新”中小企业5000家。"
RAISED = "11月12日，示例省召开会议。到2027年，示例省培育省级“专精特新”中小企业6000家。"

Publish = Callable[..., int]


def targets(changes: tuple[Change, ...]) -> list[tuple[ChangeKind, float]]:
    return [(it.kind, it.finding.value) for it in changes if isinstance(it.finding, Target)]


def day(month: int, number: int) -> datetime:
    return datetime(2026, month, number, 3, 0, tzinfo=UTC)


def test_a_goal_is_new_then_repeated_then_raised(database: Database, publish: Publish, now: datetime) -> None:
    publish(GOAL, date=day(10, 27))
    publish(GOAL, "转载。", date=day(10, 28))
    publish(RAISED, date=day(11, 12))
    assert targets(watch.catch_up(database, {}, now)) == [
        (ChangeKind.NEW, 5000),
        (ChangeKind.REPEATED, 5000),
        (ChangeKind.RAISED, 6000),
    ]


def test_a_second_look_finds_nothing(database: Database, publish: Publish, now: datetime) -> None:
    publish(GOAL)
    assert watch.catch_up(database, {}, now)
    assert watch.catch_up(database, {}, now) == ()


def test_progress_is_told_in_revisions_before_each_text_and_after_each_batch(
    database: Database, publish: Publish, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "_BATCH", 1)
    watched = publish("另一条：示例市马拉松周日开跑。")
    watch.catch_up(database, {}, now)
    for article in (GOAL, RAISED):
        publish(article)
    told: list[tuple[int, int]] = []
    watch.catch_up(database, {}, now, lambda done, total: told.append((done, total)))
    assert (watched, told) == (1, [(0, 2), (1, 2), (1, 2), (2, 2)])


def test_an_article_that_cannot_be_read_is_named_and_the_others_are_read(
    database: Database,
    publish: Publish,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    find = findings.find

    def fails_once(
        title: str, text: str, published: date | None, region: str, register: Register
    ) -> tuple[Finding, ...]:
        if "5000" in text:
            raise IndexError("a grammar's fault")
        return find(title, text, published, region, register)

    monkeypatch.setattr(findings, "find", fails_once)
    unread = publish(GOAL, date=day(10, 27))
    publish(RAISED, date=day(11, 12))
    assert targets(watch.catch_up(database, {}, now)) == [(ChangeKind.NEW, 6000)]
    assert f"revision={unread}" in caplog.text


def test_changes_are_numbered_and_read_back_as_they_were(database: Database, publish: Publish, now: datetime) -> None:
    publish(GOAL, date=day(10, 27))
    publish(RAISED, date=day(11, 12))
    found = watch.catch_up(database, {}, now)
    with database.read() as connection:
        assert changes.news(connection, 0, changes.latest(connection)) == list(found)
    assert [it.number for it in found] == sorted({it.number for it in found})


def test_what_is_not_announced_is_known_but_never_told(database: Database, publish: Publish, now: datetime) -> None:
    publish(GOAL, announced=False)
    assert targets(watch.catch_up(database, {}, now)) == [(ChangeKind.NEW, 5000)]
    publish(GOAL, "再说一次。")
    assert targets(watch.catch_up(database, {}, now)) == [(ChangeKind.REPEATED, 5000)]
    with database.read() as connection:
        assert changes.news(connection, 0, changes.latest(connection)) == []


def test_an_irrelevant_article_is_passed_over(database: Database, publish: Publish, now: datetime) -> None:
    number = publish(GOAL, relevant=False)
    assert watch.catch_up(database, {}, now) == ()
    with database.read() as connection:
        assert ledger.cursor(connection) == number


def test_a_publishers_name_and_zone_are_its_own(database: Database, publish: Publish, now: datetime) -> None:
    publish(GOAL, date=datetime(2026, 10, 26, 23, 30, tzinfo=UTC))
    publishers = {"example": Publisher("example", "示例日报", Level.PORTAL, (), zone="Asia/Shanghai")}
    origin = watch.catch_up(database, publishers, now)[0].origin
    assert (origin.publisher, origin.published.isoformat()) == ("示例日报", "2026-10-27T07:30:00+08:00")
    assert origin.topics == ("sme-policy",)


BODIES = {
    "bureau": Publisher("bureau", "示例省工业和信息化厅", Level.PROVINCE, ()),
    "archive": Publisher("archive", "示例省档案馆", Level.PROVINCE, ()),
    "portal": Publisher("portal", "示例财经", Level.PORTAL, ()),
}


@pytest.mark.parametrize(
    ("publisher", "first_printed", "authority", "level"),
    [
        ("bureau", "", "示例省工业和信息化厅", Level.PROVINCE),
        ("bureau", "工业和信息化厅", "示例省工业和信息化厅", Level.PROVINCE),
        ("portal", "示例省档案馆", "示例省档案馆", Level.PROVINCE),
        ("portal", "另一家日报", "另一家日报", Level.PORTAL),
        ("unknown", "", "unknown", Level.PORTAL),
    ],
)
def test_words_are_those_of_whom_the_page_names_or_else_its_publishers(  # noqa: PLR0917
    database: Database,
    publish: Publish,
    now: datetime,
    publisher: str,
    first_printed: str,
    authority: str,
    level: Level,
) -> None:
    publish(GOAL, publisher=publisher, first_printed=first_printed)
    origin = watch.catch_up(database, BODIES, now)[0].origin
    assert (origin.authority, origin.level) == (authority, level)


@pytest.mark.parametrize(
    ("other", "kind"),
    [("archive", ChangeKind.CONTRADICTED), ("portal", ChangeKind.NEW), ("bureau", ChangeKind.RAISED)],
)
def test_who_says_otherwise_decides_what_it_means(
    database: Database, publish: Publish, now: datetime, other: str, kind: ChangeKind
) -> None:
    publish(GOAL, date=day(10, 27), publisher="bureau")
    publish(RAISED, date=day(11, 12), publisher=other)
    found = watch.catch_up(database, BODIES, now)
    assert targets(found) == [(ChangeKind.NEW, 5000), (kind, 6000)]
    with database.read() as connection:
        assert changes.news(connection, 0, changes.latest(connection)) == list(found)


def test_two_watches_at_once_double_nothing(
    database: Database, publish: Publish, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(GOAL)
    find = findings.find
    meanwhile: list[tuple[Change, ...]] = []

    def interrupted(title: str, text: str, published: date, region: str, register: Register) -> tuple[Finding, ...]:
        monkeypatch.setattr(findings, "find", find)
        meanwhile.append(watch.catch_up(database, {}, now))
        return find(title, text, published, region, register)

    monkeypatch.setattr(findings, "find", interrupted)
    assert watch.catch_up(database, {}, now) == ()
    assert targets(meanwhile[0]) == [(ChangeKind.NEW, 5000)]


def test_an_interruption_leaves_nothing_half_done(
    database: Database, publish: Publish, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(GOAL)

    def fails(*arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(ledger, "move_cursor", fails)
        with pytest.raises(KeyboardInterrupt):
            watch.catch_up(database, {}, now)
    assert targets(watch.catch_up(database, {}, now)) == [(ChangeKind.NEW, 5000)]
