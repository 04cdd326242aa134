"""`targets`, `statements`, `articles`: what is known, as a table, JSON or CSV."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, TypeVar

import typer

from alerts.app import bootstrap
from alerts.app.cli.printing import print_csv, print_json

Words = Annotated[str, typer.Argument(metavar="[WORDS]", help="Only what is named by these words.", show_default=False)]
Limit = Annotated[int, typer.Option(help="How many rows, newest first.", min=1)]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object a row.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV with a heading.")]

Value = TypeVar("Value")


def targets(words: Words = "", limit: Limit = 100, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List the figures of the ledger that no later one has replaced."""
    from alerts.app import listings
    from alerts.store import ledger

    with bootstrap.open_database(bootstrap.configure()).read() as connection:
        known = ledger.current_targets(connection, words, limit)
    _print(known, listings.target_row, listings.print_targets, as_json=as_json, as_csv=as_csv)


def statements(words: Words = "", limit: Limit = 100, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List the statements of the ledger."""
    from alerts.app import listings
    from alerts.store import ledger

    with bootstrap.open_database(bootstrap.configure()).read() as connection:
        known = ledger.statements(connection, words, limit)
    _print(known, listings.statement_row, listings.print_statements, as_json=as_json, as_csv=as_csv)


def articles(words: Words = "", limit: Limit = 100, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List the texts of the archive, the last to come in first."""
    from alerts.app import listings
    from crawler.archive import articles as archive

    with bootstrap.open_database(bootstrap.configure()).read() as connection:
        kept = archive.latest(connection, words, limit)
    _print(kept, listings.article_row, listings.print_articles, as_json=as_json, as_csv=as_csv)


def _print(
    values: Sequence[Value],
    row: Callable[[Value], Mapping[str, Any]],
    table: Callable[[Sequence[Value]], None],
    *,
    as_json: bool,
    as_csv: bool,
) -> None:
    rows = [row(value) for value in values] if as_json or as_csv else []
    if as_json:
        print_json(rows)
    elif as_csv:
        print_csv(rows)
    else:
        table(values)
