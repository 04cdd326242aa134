"""`targets`, `statements`: what the ledger knows, as a table, JSON or CSV."""

from typing import Annotated

import typer

from alerts.app import bootstrap
from alerts.app.cli.printing import print_listing

Words = Annotated[str, typer.Argument(metavar="[WORDS]", help="Only what is named by these words.", show_default=False)]
Limit = Annotated[int, typer.Option(help="How many rows, newest first.", min=1)]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object a row.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV with a heading.")]


def targets(words: Words = "", limit: Limit = 100, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List the figures of the ledger that no later one has replaced."""
    from alerts.app import listings
    from alerts.store import ledger

    with bootstrap.open_database(bootstrap.configure()).read() as connection:
        known = ledger.current_targets(connection, words, limit)
    print_listing(known, listings.target_row, listings.print_targets, as_json=as_json, as_csv=as_csv)


def statements(words: Words = "", limit: Limit = 100, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List the statements of the ledger."""
    from alerts.app import listings
    from alerts.store import ledger

    with bootstrap.open_database(bootstrap.configure()).read() as connection:
        known = ledger.statements(connection, words, limit)
    print_listing(known, listings.statement_row, listings.print_statements, as_json=as_json, as_csv=as_csv)
