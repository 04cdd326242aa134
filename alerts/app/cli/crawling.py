"""`crawl`, and what is remembered of crawls: `runs list`, `runs show`, `runs cancel`."""

from typing import Annotated

import typer

from alerts.app import bootstrap
from alerts.app.cli.arguments import Limit, RunNumber
from alerts.app.cli.printing import print_json, say
from crawler import clock
from crawler.errors import ConfigurationError
from crawler.model import RunState

group = typer.Typer(help="What crawls were done, and how they went.", no_args_is_help=True)


def crawl(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[PUBLISHER|SOURCE]…", help="What to poll; nothing: every source.")
    ] = None,
    feed: Annotated[list[str] | None, typer.Option(metavar="URL", help="Poll a feed by its address.")] = None,
    only_due: Annotated[bool, typer.Option("--due", help="Poll only those whose time has come.")] = False,
    announce: Annotated[bool, typer.Option("--announce", help="Tell of a source's first poll too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the run as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Do not show how far it is.")] = False,
    begun: Annotated[int | None, typer.Option("--run", hidden=True, help="Carry out a run that was begun.")] = None,
    trigger: Annotated[str, typer.Option(hidden=True, help="What has the sources polled.")] = "cli",
) -> None:
    """Poll sources, store what is new, and compare it with what is known."""
    from alerts.app import console, fares
    from alerts.app.jobs import crawling

    app = bootstrap.open_app(bootstrap.configure())
    if begun is None:
        sources = crawling.chosen(app, names or [], feed or [])
        if only_due:
            sources = fares.due(app, sources, clock.now())
            if not sources:
                say("nothing is due")
                return
        begun = crawling.begin(app, sources, trigger=trigger, announce=announce)
    if quiet:
        report = crawling.carry_out(app, begun)
    else:
        with console.crawl_progress(crawling.found(app, begun).sources) as (on_progress, on_compared):
            report = crawling.carry_out(app, begun, on_progress=on_progress, on_compared=on_compared)
    if as_json:
        print_json([crawling.crawl_json(report)])
    else:
        console.print_report(report.summary, report.news)
    if report.summary.state is RunState.CANCELLED:
        raise typer.Exit(130)
    if report.summary.state is RunState.FAILED or report.summary.sources_failed:
        raise typer.Exit(1)


@group.command("list")
def list_runs(
    limit: Limit = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a run.")] = False,
) -> None:
    """List the last runs."""
    from alerts.app import console
    from alerts.app.jobs import crawling
    from crawler.archive import runs

    app = bootstrap.open_app(bootstrap.configure())
    with app.database.read() as connection:
        latest = runs.latest(connection, limit, clock.now())
    if as_json:
        print_json(crawling.run_json(summary) for summary in latest)
    else:
        console.print_runs(latest)


@group.command("show")
def show_run(
    number: RunNumber,
    as_json: Annotated[bool, typer.Option("--json", help="Print the run as JSON.")] = False,
) -> None:
    """Show how one run went."""
    from alerts.app import console
    from alerts.app.jobs import crawling

    summary = crawling.found(bootstrap.open_app(bootstrap.configure()), number)
    if as_json:
        print_json([crawling.run_json(summary)])
    else:
        console.print_report(summary, ())


@group.command("cancel")
def cancel_run(number: RunNumber) -> None:
    """Ask a running crawl to stop; what it has stored is kept."""
    from crawler.archive import runs

    app = bootstrap.open_app(bootstrap.configure())
    with app.database.write() as connection:
        asked = runs.cancel(connection, number)
    if not asked:
        raise ConfigurationError(f"run {number} is not running: `smewatch runs list` names the last ones")
    say(f"run {number} is asked to stop")
