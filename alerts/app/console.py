"""How a person sees long work and what it found: a progress bar and tables on a terminal, plain lines anywhere else.

Progress goes to standard error, results to standard output. Nothing here fetches, decides or reads a clock; the words
for figures and changes are those of `alerts.wording`.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich import box
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from alerts import wording
from alerts.app.run_progress import RunProgress, progress_of
from alerts.model import DISPUTED, RESIZED, REVISED, Change, ChangeKind, PageEdit, Statement, Target
from alerts.sayings import is_told
from crawler.model import Failure, RunState, RunSummary

#: Characters of a statement that a table shows: two lines of it on a terminal of 80 columns.
GIST = 46

Row = Sequence[Text | str]

_STYLES = {
    ChangeKind.NEW: "green",
    ChangeKind.LOWERED: "yellow",
    ChangeKind.POSTPONED: "yellow",
    ChangeKind.CONTRADICTED: "red",
    ChangeKind.IMPLAUSIBLE: "magenta",
    ChangeKind.REPEATED: "dim",
}
_STATES = {RunState.FINISHED: "green", RunState.RUNNING: "cyan"}


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int, str], None]]:
    """Show how long work comes along; gives the function that is told how far it is, how far it has to go, and words.

    A terminal has a bar, which goes when the work ends; elsewhere there is a line for each tenth of it.
    """
    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        yield _lines(what)
        return
    columns = (
        TextColumn(f"[bold]{what}"), BarColumn(bar_width=None), TextColumn("{task.description}"), TimeElapsedColumn()
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True, expand=True) as bar:
        task = bar.add_task("starting", total=None)
        yield lambda done, total, words: bar.update(task, description=words, completed=done, total=total or None)


@contextmanager
def crawl_progress(sources: int) -> Iterator[tuple[Callable[[RunSummary], None], Callable[[int, int], None]]]:
    """Show how a crawl of so many sources comes along, and then the comparison of what it brought with the ledger.

    Gives the function that takes each new summary of the run, and the one that is told how far the comparison is.
    """
    on_terminal = Console(stderr=True).is_terminal

    with progress("crawling") as show:

        def show_run(run: RunSummary) -> None:
            come = progress_of(run)
            done, total = (come.done, come.total) if on_terminal else (run.done, sources)
            show(done, total, _counts(run) + (_now(come) if on_terminal else ""))

        def show_comparison(done: int, total: int) -> None:
            show(done, total, f"comparing with the ledger {done}/{total}")

        yield show_run, show_comparison


def print_report(run: RunSummary, changes: Sequence[Change]) -> None:
    """Print what a crawl found, how it went, and what failed in it."""
    print_changes(changes)
    print_run(run, changes)


def print_changes(changes: Sequence[Change]) -> None:
    """Print what is new or has changed, and pages that were edited; repeats are left to the count."""
    told = [change for change in changes if is_told(change)]
    targets = [_target_row(it, it.finding) for it in told if isinstance(it.finding, Target)]
    statements = [_statement_row(it.finding) for it in told if isinstance(it.finding, Statement)]
    edits = [(it.origin.publisher, it.origin.title, it.reason) for it in told if isinstance(it.finding, PageEdit)]
    if targets:
        print_table("Targets", ("Change", "Object", "Figure", "When", "Where"), targets)
    if statements:
        print_table("Statements", ("Who", "What they said"), statements)
    if edits:
        print_table("Page edits", ("Publisher", "Page", "What was edited"), edits)


def print_run(run: RunSummary, changes: Sequence[Change] = ()) -> None:
    """Print how a crawl went: its counters, and each failure with source, reason and detail."""
    console = output()
    state = Text(run.state.value, style=_STATES.get(run.state, "red"))
    console.print(Text.assemble((f"Run {run.run}", "bold"), " ", state, f" after {run.seconds:.1f} s"))
    _print_rows(console, [("", *row) for row in _counters(run, changes)])
    if run.sources_failed:
        console.print(Text("Failed", style="bold red"))
        _print_rows(console, [("", *_failure_row(failure)) for failure in run.sources_failed])


def print_runs(runs: Sequence[RunSummary]) -> None:
    """Print one line for each run."""
    rows = [
        (
            str(run.run),
            Text(run.state.value, style=_STATES.get(run.state, "red")),
            run.trigger,
            f"{run.seconds:.1f} s",
            f"{run.done}/{run.sources}",
            str(run.entries),
            str(run.new),
            str(len(run.sources_failed)),
        )
        for run in runs
    ]
    print_table("Runs", ("Run", "State", "Trigger", "Took", "Sources", "Entries", "New", "Failures"), rows)


def step(number: int, title: str) -> None:
    """Print the heading of a step of something that is shown."""
    console = output()
    console.print()
    console.print(Text.assemble((f"{number}  ", "cyan"), (title, "bold")), soft_wrap=True)


def note(sentence: str) -> None:
    """Print a sentence under a heading."""
    output().print(f"   {sentence}", soft_wrap=True)


def print_table(
    title: str, headings: Sequence[str], rows: Sequence[Row], *, count: int | None = None, headed: bool = False
) -> None:
    """Print rows under a title, which counts them unless it is told the count: a table on a terminal, else lines.

    The lines are `headed` where the columns do not speak for themselves.
    """
    console = output()
    console.print(Text(f"{title} ({len(rows) if count is None else count})", style="bold"))
    _print_rows(console, [tuple(headings), *rows] if headed and not console.is_terminal else rows, headings)
    console.print()


def output() -> Console:
    """Return standard output as it is at this moment; nothing printed to it is taken for mark-up."""
    return Console(highlight=False, markup=False, emoji=False)


def _print_rows(console: Console, rows: Sequence[Row], headings: Sequence[str] = ()) -> None:
    headed = any(headings)
    if console.is_terminal:
        table = Table(
            box=box.SIMPLE_HEAD if headed else None,
            show_header=headed,
            show_edge=False,
            pad_edge=False,
            padding=(0, 1 if headed else 2, 0, 0),
        )
        for heading in headings or [""] * len(rows[0]):
            table.add_column(heading, overflow="fold", header_style="dim")
        for row in rows:
            table.add_row(*(Text(cell) if isinstance(cell, str) else cell for cell in row))
        console.print(table)
        return
    plain = [[str(cell).replace("\n", " ") for cell in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*plain, strict=True)]
    for row in plain:
        padded = (set_cell_size(cell, width) for cell, width in zip(row, widths, strict=True))
        console.print("  ".join(padded).rstrip(), soft_wrap=True)


def _target_row(change: Change, target: Target) -> Row:
    word = Text(wording.kind(change.kind, target), style=_STYLES.get(change.kind, "cyan"))
    figure, when = Text(wording.figure(target), style="bold"), Text(wording.when(target))
    if isinstance(before := change.before, Target):
        if change.kind in RESIZED:
            figure.append(f"\n原 {wording.figure(before)}", style="not bold dim")
        elif change.kind in REVISED:
            when.append(f"\n原 {wording.when(before)}", style="dim")
        elif change.kind in DISPUTED:
            figure.append(f"\n另见 {wording.summary(before)}", style="not bold dim")
        else:
            figure.append(f"\n目标 {wording.summary(before)}", style="not bold dim")
    return word, target.object, figure, when, target.scope


def _statement_row(statement: Statement) -> Row:
    office = (statement.organization or "") + (statement.position or "")
    who = Text(statement.speaker or office, style="bold")
    if statement.speaker and office:
        who.append(f"\n{office}", style="not bold dim")
    return who, gist(wording.quoted(statement))


def gist(text: str) -> str:
    """Cut a text down to its first GIST characters, on one line."""
    line = "".join(text.splitlines())
    return line if len(line) <= GIST else line[: GIST - 1] + "…"


def _counters(run: RunSummary, changes: Sequence[Change]) -> Iterator[Row]:
    yield "sources", f"{run.done} of {run.sources} polled, {run.not_modified} not modified, {run.requests} requests"
    counted = [f"{run.new} new ({run.irrelevant} irrelevant)", f"{run.revised} revised", f"{run.duplicates} known"]
    if run.near_duplicates:
        counted.append(f"{run.near_duplicates} like known ones")
    if run.left:
        counted.append(f"{run.left} left for the next poll")
    yield "articles", f"{run.entries} listed: {', '.join(counted)}"
    if changes:
        counts = Counter(wording.kind(change.kind, change.finding) for change in changes)
        yield "findings", "，".join(f"{word} {count}" for word, count in counts.most_common())


def _failure_row(failure: Failure) -> Row:
    return failure.source, Text(failure.reason.value, style="red"), failure.detail


def _lines(what: str) -> Callable[[int, int, str], None]:
    shown = 0

    def show(done: int, total: int, words: str) -> None:
        nonlocal shown
        if (tenth := 10 * done // max(1, total)) != shown:
            shown = tenth
            sys.stderr.write(f"{what}: {words}\n")

    return show


def _counts(run: RunSummary) -> str:
    failed = len({failure.source for failure in run.sources_failed})
    return f"{run.done}/{run.sources} sources, {run.entries} entries, {run.new} new, {failed} failed"


def _now(come: RunProgress) -> str:
    """Say how long a run still takes, and what is being fetched."""
    left = "" if come.seconds_left is None else f", about {come.seconds_left:.0f} s left"
    return left + (f", fetching {gist(come.run.fetching[0])}" if come.run.fetching else "")
