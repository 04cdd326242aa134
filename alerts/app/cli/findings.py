"""`targets`, `statements`: what the ledger knows, as a table, JSON or CSV."""

from typing import Annotated

import typer

from alerts.app import bootstrap
from alerts.app.cli.arguments import AllWords, AsCsv, AsJson, Limit, Words
from alerts.app.cli.printing import print_listing
from crawler.errors import ConfigurationError

History = Annotated[bool, typer.Option("--history", help="Every sighting of each figure, the oldest first.")]
Cascade = Annotated[bool, typer.Option("--cascade", help="National goals with the provinces' shares of them.")]


def targets(
    words: AllWords = None,
    *,
    history: History = False,
    cascade: Cascade = False,
    limit: Limit = 100,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List the figures of the ledger that no later one has replaced, their histories, or their shares."""
    from alerts.app import figure_lists
    from alerts.store import histories, ledger

    if history and cascade:
        raise ConfigurationError("--history and --cascade are two lists: ask for one of them")
    wanted = " ".join(words or ())
    with bootstrap.open_database(bootstrap.configure()).read() as connection:
        if history:
            seen = histories.histories(connection, wanted, limit)
            rows = [sighting for sightings in seen.values() for sighting in sightings]
            print_listing(rows, figure_lists.sighting_row, figure_lists.print_histories, as_json=as_json, as_csv=as_csv)
        elif cascade:
            shared = histories.shared(connection, wanted, limit)
            shares = [(it, share) for it in shared for share in it.shares]
            print_listing(shares, figure_lists.share_row, figure_lists.print_cascades, as_json=as_json, as_csv=as_csv)
        else:
            known = ledger.current_targets(connection, wanted, limit)
            print_listing(known, figure_lists.target_row, figure_lists.print_targets, as_json=as_json, as_csv=as_csv)


def statements(words: Words = "", limit: Limit = 100, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List the statements of the ledger."""
    from alerts.app import listings
    from alerts.store import ledger

    with bootstrap.open_database(bootstrap.configure()).read() as connection:
        known = ledger.statements(connection, words, limit)
    print_listing(known, listings.statement_row, listings.print_statements, as_json=as_json, as_csv=as_csv)
