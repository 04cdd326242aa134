"""`targets`, `statements`, `officials`: what the ledger knows, as a table, JSON or CSV."""

from typing import Annotated

import typer

from alerts.app import bootstrap
from alerts.app.cli.arguments import AllWords, AsCsv, AsJson, Limit
from alerts.app.cli.printing import print_listing, say
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
    from alerts.store import histories
    from alerts.store.target_lists import Order, Wanted
    from alerts.store.target_lists import targets as listed

    if history and cascade:
        raise ConfigurationError("--history and --cascade are two lists: ask for one of them")
    wanted = " ".join(words or ())
    with bootstrap.open_database(bootstrap.configure()).read() as connection:
        if history:
            seen = histories.histories(connection, wanted, limit)
            rows = [(identity, sighting) for identity, sightings in seen.items() for sighting in sightings]
            print_listing(rows, figure_lists.sighting_row, figure_lists.print_histories, as_json=as_json, as_csv=as_csv)
        elif cascade:
            shared = histories.shared(connection, wanted, limit)
            if not shared:
                say(
                    "no share is known: it would be a province's goal for the same thing by the same year as the "
                    "nation's; `smewatch targets` lists the goals that stand"
                )
            shares = [(it, share) for it in shared for share in it.shares]
            print_listing(shares, figure_lists.share_row, figure_lists.print_cascades, as_json=as_json, as_csv=as_csv)
        else:
            known = [it.known for it in listed(connection, Wanted(wanted), limit, order=Order.PUBLISHED)]
            print_listing(known, figure_lists.target_row, figure_lists.print_targets, as_json=as_json, as_csv=as_csv)


def statements(words: AllWords = None, limit: Limit = 100, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List the statements of the ledger."""
    from alerts.app import listings
    from alerts.store import statement_lists

    with bootstrap.open_database(bootstrap.configure()).read() as connection:
        wanted = statement_lists.Wanted(" ".join(words or ()))
        known = statement_lists.statements(connection, wanted, limit)
    print_listing(known, listings.statement_row, listings.print_statements, as_json=as_json, as_csv=as_csv)


def officials(
    words: AllWords = None,
    *,
    history: Annotated[bool, typer.Option("--history", help="Each office in turn, and what was said.")] = False,
    limit: Limit = 100,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List officials with the office in which articles have named them, or their offices in turn and statements."""
    from alerts.app import official_lists
    from alerts.officials import answers_to
    from alerts.store import officials as store

    with bootstrap.open_database(bootstrap.configure()).read() as connection:
        wanted = " ".join(words or ())
        if not history:
            known = store.officials(connection, wanted, limit)
            print_listing(
                known, official_lists.official_row, official_lists.print_officials, as_json=as_json, as_csv=as_csv
            )
            return
        meant = [it for it in store.joined_terms(connection) if answers_to(it, wanted)]
        spoken = store.said_by(connection, {it.name for it in meant}, limit)
    if not (as_json or as_csv):
        official_lists.print_careers(sorted(meant, key=lambda it: (it.name, it.first_seen)))
    print_listing(spoken, official_lists.said_row, official_lists.print_said, as_json=as_json, as_csv=as_csv)
