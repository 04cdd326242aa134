"""Documents in the seed format: `analyse`, `seeds import`, `export` and `verify`; and `extract`, which finds them."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from alerts.app import bootstrap
from alerts.app.cli.interruption import interruptible
from alerts.app.cli.printing import print_json, say
from seeds import library
from seeds.document import Document
from seeds.errors import SeedFormatError, SmewatchError

group = typer.Typer(help="Documents in the seed format.", no_args_is_help=True)

Paths = Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files in the seed format, or folders of them.")]
PathsOrInput = Annotated[
    list[Path],
    typer.Argument(metavar="PATH…", help="Files in the seed format, folders of them, or - for standard input."),
]
_INPUT = Path("-")


def analyse(
    paths: PathsOrInput,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a document.")] = False,
    explained: Annotated[
        bool, typer.Option("--explain", help="Say why, and what was ruled out by which rule.")
    ] = False,
) -> None:
    """Find relevance, targets and statements in documents; nothing is stored."""
    from alerts.app import analysis

    if explained:
        from alerts.app import explaining

    settings = bootstrap.configure()
    topics, zone = analysis.topics_of(settings), ZoneInfo(settings.timezone)
    titles = {topic.name: topic.title for topic in topics}
    failed = False
    for path, read in _documents(paths):
        if isinstance(read, SeedFormatError):
            say(f"smewatch: {path}: {read}")
            failed = True
            continue
        found = analysis.analyse(read, topics, zone)
        explanation = explaining.explain(read, topics, zone) if explained else None
        if as_json:
            added = {"explanation": explaining.explanation_json(explanation)} if explanation else {}
            print_json([{**analysis.as_json(path, found), **added}])
            continue
        from alerts.app import explanation_lists, listings

        listings.print_analysis(path, found, titles)
        if explanation:
            explanation_lists.print_explanation(explanation)
    raise typer.Exit(int(failed))


def _documents(paths: list[Path]) -> Iterator[tuple[Path, Document | SeedFormatError]]:
    for path in paths:
        if path == _INPUT:
            yield path, library.parse(sys.stdin.buffer.read())
        else:
            yield from library.load(path)


def extract(
    places: Annotated[list[str], typer.Argument(metavar="PATH|URL…", help="Saved pages, or addresses of pages.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a page.")] = False,
) -> None:
    """Read the article in pages; nothing is stored."""
    from alerts.app import reading

    failed = False
    for place, found in reading.extracts(bootstrap.configure(), places):
        if isinstance(found, SmewatchError):
            say(f"smewatch: {place}: {found}")
            failed = True
        elif as_json:
            print_json([reading.as_json(place, found)])
        else:
            typer.echo(reading.as_text(found))
    raise typer.Exit(int(failed))


@group.command("import")
def import_documents(paths: Paths) -> None:
    """Take documents in as known: they are stored and analysed, and nobody is told of them.

    What `export` wrote comes back as it was. Another try passes over what is there already.
    """
    from alerts.app import console
    from alerts.app.jobs import importing

    app = bootstrap.open_app(bootstrap.configure())
    kept = "what was taken in is kept, and another try goes on from there"
    with interruptible(kept), console.progress("importing") as on_progress:
        report = importing.import_documents(app, paths, on_progress)
    texts = report.texts
    for refusal in texts.refused:
        say(f"smewatch: {refusal.name}: {refusal.reason}")
    aside = f"; {texts.irrelevant} of those taken in are irrelevant" if texts.irrelevant else ""
    say(f"{texts.added} documents taken in, {texts.known} known already, {report.findings} findings compared{aside}")
    raise typer.Exit(int(bool(texts.refused)))


@group.command("export")
def export_documents(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write into; what is there is updated.")],
) -> None:
    """Write the archive as documents, and an index.jsonl beside them with what the seed format has no place for."""
    from alerts.app import console
    from alerts.app.jobs import exporting

    app = bootstrap.open_app(bootstrap.configure())
    kept = "the documents written so far are whole, and the index is as it was"
    with interruptible(kept), console.progress("exporting") as on_progress:
        report = exporting.export(app, folder, on_progress)
    for refusal in report.refused:
        say(f"smewatch: {refusal.name}: {refusal.reason}")
    expired = f", {report.expired} of them without a document" if report.expired else ""
    say(f"{report.texts} texts in {folder}{expired}; {report.written} documents were new or had changed")
    raise typer.Exit(int(bool(report.refused)))


@group.command()
def verify(paths: Paths) -> None:
    """Read documents, write them again, and compare byte by byte."""
    total = wrong = 0
    for file, problem in (reading for path in paths for reading in library.verify(path)):
        total += 1
        if problem:
            say(f"smewatch: {file}: {problem}")
            wrong += 1
    say(f"{total - wrong} of {total} documents are in the fixed form")
    raise typer.Exit(int(wrong > 0))
