"""`targets`, `statements`: what the ledger knows, as a table, JSON or CSV."""

from alerts.app import bootstrap
from alerts.app.cli.arguments import AsCsv, AsJson, Limit, Words
from alerts.app.cli.printing import print_listing


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
