"""`digest preview`, `digest send` and `digest trace`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from alerts.app import bootstrap
from alerts.app.cli.arguments import LARGEST
from alerts.app.cli.interruption import postponed
from alerts.app.cli.printing import say
from crawler import clock

group = typer.Typer(help="What subscribers are told.", no_args_is_help=True)

Now = Annotated[
    datetime | None,
    typer.Option(
        "--now",
        metavar="ISO-8601",
        formats=["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"],
        help="As if it were this moment (UTC where no offset is given).",
    ),
]


def moment(now: datetime | None) -> datetime:
    """Return the moment that is meant, aware."""
    if now is None:
        return clock.now()
    return now if now.tzinfo else now.replace(tzinfo=UTC)


@group.command()
def preview(
    out: Annotated[Path, typer.Option(help="The folder to write into.")] = Path("preview"), now: Now = None
) -> None:
    """Write what would be sent, as .eml and .html; nothing is sent, and nothing remembered."""
    from alerts.app.jobs import mailing

    app = bootstrap.open_app(bootstrap.configure())
    written = mailing.preview_digests(app, moment(now), out)
    count = f"{len(written)} digest{'s' if len(written) > 1 else ''}"
    say(f"{count} would be sent, see {out}" if written else "nothing would be sent")


@group.command()
def send(now: Now = None) -> None:
    """Compose what is due and mail it, with what is still queued from before."""
    from alerts.app.jobs import mailing

    app = bootstrap.open_app(bootstrap.configure())
    with postponed("this mail") as stop:
        report = mailing.send_digests(app, moment(now), stop)
    say(report.sentence)
    raise typer.Exit(130 if stop() else int(report.failed))


@group.command()
def trace(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="The address.", show_default=False)],
    article: Annotated[
        int | None, typer.Option(help="The number of a text, as `smewatch articles` lists it.", min=1, max=LARGEST)
    ] = None,
) -> None:
    """Say why an address was told of a text, or was not; without one, what it was sent."""
    from alerts import subscriptions, tracing
    from alerts.app import reader_lists

    settings = bootstrap.configure()
    database, zone = bootstrap.open_database(settings), ZoneInfo(settings.timezone)
    reader_lists.print_trace(tracing.trace(database, subscriptions.find(database, email), article, zone), zone)
