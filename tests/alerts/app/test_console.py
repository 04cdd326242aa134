"""What a person sees of a crawl: on a terminal, in a log, and when something fails."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from rich.cells import cell_len
from rich.text import Text

from alerts.app import console
from alerts.model import (
    Change,
    ChangeKind,
    Comparator,
    Evidence,
    Finding,
    Origin,
    Statement,
    StatementKind,
    Status,
    Target,
)
from crawler.model import Failure, Reason, RunState, RunSummary

ORIGIN = Origin(1, "示例省：三年行动", "http://news.example/1", "示例网", datetime(2026, 3, 2, tzinfo=UTC))
WORDS = "企业缺什么，我们就补什么"


def target(value: float = 5000, deadline: str = "2027") -> Target:
    evidence = Evidence("培育专精特新企业5000家", 0, 13)
    return Target(
        object="专精特新[中小]企业",
        value=value,
        unit="家",
        comparator=Comparator.EXACTLY,
        status=Status.TARGET,
        scope="示例省",
        action="培育",
        evidence=evidence,
        number=Evidence("5000家", 8, 13),
        sentence=evidence,
        deadline=deadline,
    )


def statement(words: str = WORDS) -> Statement:
    evidence = Evidence(words, 0, len(words))
    return Statement("林示范", "厅长", "示例省工业和信息化厅", True, StatementKind.DIRECT, "说", evidence)


def change(kind: ChangeKind, finding: Finding, before: Target | None = None) -> Change:
    return Change(kind, finding, ORIGIN, "因为", before)


def run(**counters: Any) -> RunSummary:
    return RunSummary(7, RunState.FINISHED, "cli", 3.21, **({"sources": 1, "done": 1} | counters))


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Make the output a terminal of so many columns."""

    def be(columns: int) -> None:
        monkeypatch.setenv("TTY_COMPATIBLE", "1")
        monkeypatch.setenv("NO_COLOR", "1")
        monkeypatch.setenv("COLUMNS", str(columns))

    return be


def test_in_a_log_a_target_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_changes([change(ChangeKind.RAISED, target(6000), before=target(5000))])
    title, line, end = capsys.readouterr().out.splitlines()
    assert (title, end) == ("Targets (1)", "")
    assert " ".join(line.split()) == "上调 专精特新[中小]企业 6000 家 原 5000 家 到 2027 年 示例省"


def test_in_a_log_no_line_is_broken_however_long(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_table("Sources", ("Source", "Address"), [("示例", f"http://news.example/{'a' * 200}")])
    assert f"示例  http://news.example/{'a' * 200}\n" in capsys.readouterr().out


def test_columns_stand_under_each_other_though_a_character_is_two_cells_wide(
    capsys: pytest.CaptureFixture[str],
) -> None:
    console.print_table("Sources", ("Name", "Kind"), [("示例", "rss"), ("news", "rss"), ("示例network", "rss")])
    lines = [line for line in capsys.readouterr().out.splitlines() if line.endswith("rss")]
    assert len(lines) == 3
    assert {cell_len(line) for line in lines} == {len("----network  rss")}


@pytest.mark.parametrize("columns", [80, 120])
def test_a_terminal_is_never_too_narrow(
    capsys: pytest.CaptureFixture[str], terminal: Callable[[int], None], columns: int
) -> None:
    terminal(columns)
    changes = [change(ChangeKind.NEW, target()), change(ChangeKind.NEW, statement("补短板、强服务。" * 40))]
    console.print_report(run(), changes)
    printed = Text.from_ansi(capsys.readouterr().out).plain
    assert "Figure" in printed
    assert max(cell_len(line) for line in printed.splitlines()) <= columns


def test_a_postponed_target_shows_both_deadlines(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_changes([change(ChangeKind.POSTPONED, target(deadline="2028"), before=target(deadline="2027"))])
    assert "到 2028 年 原 到 2027 年" in capsys.readouterr().out


def test_a_result_shows_the_target_it_brings_nearer(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_changes([change(ChangeKind.PROGRESS, target(3000), before=target(5000))])
    assert "3000 家 目标 到 2027 年 5000 家" in capsys.readouterr().out


def test_who_spoke_is_told_with_office_and_words(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_changes([change(ChangeKind.NEW, statement())])
    assert f"林示范 示例省工业和信息化厅厅长  “{WORDS}”" in capsys.readouterr().out


def test_a_long_statement_is_cut_to_its_gist() -> None:
    assert console.gist("甲" * console.GIST) == "甲" * console.GIST
    assert console.gist("甲" * (console.GIST + 1)) == "甲" * (console.GIST - 1) + "…"
    assert console.gist("三件事：\n一是") == "三件事：一是"


def test_repeats_are_counted_but_not_listed(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_report(run(), [change(ChangeKind.REPEATED, target())])
    printed = capsys.readouterr().out
    assert "Targets" not in printed
    assert "已知 1" in printed


def test_how_a_run_went_is_told_in_its_counters(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_run(
        run(requests=12, entries=10, new=6, irrelevant=2, revised=1, duplicates=2, near_duplicates=1, left=3)
    )
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Run 7 finished after 3.2 s"
    assert lines[1].split(maxsplit=1) == ["sources", "1 of 1 polled, 0 not modified, 12 requests"]
    told = "10 listed: 6 new (2 irrelevant), 1 revised, 2 known, 1 like known ones, 3 left for the next poll"
    assert lines[2].split(maxsplit=1) == ["articles", told]
    assert len(lines) == 3


def test_every_failure_is_named_with_its_reason_and_detail(capsys: pytest.CaptureFixture[str]) -> None:
    failures = (
        Failure("示例/要闻", Reason.HTTP, "http://news.example/2: 500"),
        Failure("http://other.example/feed.xml", Reason.NOT_A_FEED, "the address answers with [a] web page"),
    )
    console.print_run(RunSummary(8, RunState.FINISHED, "cli", 1, 2, sources_failed=failures))
    failed = capsys.readouterr().out.split("Failed\n")[1].splitlines()
    assert [line.split(maxsplit=2) for line in failed] == [
        ["示例/要闻", "http", "http://news.example/2: 500"],
        ["http://other.example/feed.xml", "not_a_feed", "the address answers with [a] web page"],
    ]
    details = ("http://news", "the address")
    assert len({cell_len(line.partition(detail)[0]) for line, detail in zip(failed, details, strict=True)}) == 1


def test_runs_are_listed_one_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    console.print_runs([run(entries=10, new=6)])
    line = capsys.readouterr().out.splitlines()[1]
    assert " ".join(line.split()) == "7 finished cli 3.2 s 1/1 10 6 0"


def test_in_a_log_progress_is_a_line_for_each_tenth_of_the_sources(capsys: pytest.CaptureFixture[str]) -> None:
    with console.crawl_progress(20) as (on_progress, on_compared):
        for done in (0, 1, 2, 2, 3, 20):
            on_progress(run(sources=20, done=done, entries=done * 10, new=done))
        for done in (0, 1, 30, 31):
            on_compared(done, 31)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines() == [
        "crawling: 2/20 sources, 20 entries, 2 new, 0 failed",
        "crawling: 20/20 sources, 200 entries, 20 new, 0 failed",
        "crawling: comparing with the ledger 0/31",
        "crawling: comparing with the ledger 30/31",
        "crawling: comparing with the ledger 31/31",
    ]


def test_on_a_terminal_progress_is_a_bar_that_goes_when_all_is_done(
    capsys: pytest.CaptureFixture[str], terminal: Callable[[int], None]
) -> None:
    terminal(80)
    with console.crawl_progress(1) as (on_progress, on_compared):
        on_progress(run(done=0, entries=10, new=4))
        on_progress(run(entries=10, new=10))
        on_compared(3, 10)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "━" in printed.err
    assert "comparing with the ledger 3/10" in printed.err


def test_on_a_terminal_a_crawl_says_how_long_it_still_takes_and_what_is_being_fetched(
    capsys: pytest.CaptureFixture[str], terminal: Callable[[int], None]
) -> None:
    terminal(160)
    with console.crawl_progress(20) as (on_progress, _):
        under_way = run(sources=20, done=5, fetching=("gov/news", "gov/policy"))
        on_progress(replace(under_way, state=RunState.RUNNING, seconds=10))
    assert "5/20 sources, 0 entries, 0 new, 0 failed, about 30 s left, fetching gov/news" in capsys.readouterr().err


def test_in_a_log_any_long_work_is_a_line_for_each_tenth_and_its_parts_begin_anew(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with console.progress("importing") as show:
        for done in (1, 10, 11, 100):
            show(done, 100, f"{done}/100 taken in")
        show(30, 100, "30/100 read")
        show(0, 0, "nothing")
    assert capsys.readouterr().err.splitlines() == [
        "importing: 10/100 taken in",
        "importing: 100/100 taken in",
        "importing: 30/100 read",
        "importing: nothing",
    ]
