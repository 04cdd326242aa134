"""`findings`, where a person has the last word about what was found; and `reanalyse`, the present rules again."""

import getpass
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from alerts.app import bootstrap
from alerts.app.cli.arguments import LARGEST, AllWords, AsCsv, AsJson, Limit
from alerts.app.cli.grouping import ListsByDefault
from alerts.app.cli.interruption import interruptible
from alerts.app.cli.printing import print_json, print_listing, say
from crawler import catalog, clock

if TYPE_CHECKING:
    from crawler.archive.db import Database

group = typer.Typer(cls=ListsByDefault, help="List what was found, and say what is wrong with it.")

Number = Annotated[
    int, typer.Argument(metavar="ID", help="A finding's number, as `findings list` has it.", min=1, max=LARGEST)
]
Why = Annotated[str, typer.Option(help="Why: others will read it.", show_default=False)]
By = Annotated[str, typer.Option(help="Who says so.", default_factory=getpass.getuser, show_default="your user name")]
Field = Annotated[str | None, typer.Option(show_default=False)]


@group.command("list")
def list_findings(words: AllWords = None, limit: Limit = 100, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List what was found in articles, rejected findings too, the latest first; the word `list` may be left out."""
    from alerts.app import findings
    from alerts.store import sightings

    with bootstrap.open_database(bootstrap.configure()).read() as connection:
        found = sightings.latest(connection, " ".join(words or ()), limit)
    print_listing(found, findings.finding_row, findings.print_findings, as_json=as_json, as_csv=as_csv)


@group.command()
def show(number: Number) -> None:
    """Show a finding with its words, its other sightings, and what persons have said of it."""
    from alerts import correcting
    from alerts.app import findings

    database = bootstrap.open_database(bootstrap.configure())
    findings.print_finding(*correcting.dossier(database, number))


@group.command()
def reject(number: Number, why: Why, by: By) -> None:
    """Say that a finding is none: it is shown and told no more."""
    from alerts import correcting

    said = correcting.reject(_database(), number, by=by, why=why, now=clock.now())
    _said(said.number, f"{number} is rejected")


@group.command()
def correct(
    number: Number,
    why: Why,
    by: By,
    object_: Annotated[str | None, typer.Option("--object", show_default=False)] = None,
    value: Annotated[str | None, typer.Option(help="A plain number: 10000.", show_default=False)] = None,
    unit: Field = None,
    comparator: Annotated[str | None, typer.Option(help="= ≈ ≥ ≤ > or <", show_default=False)] = None,
    deadline: Annotated[str | None, typer.Option(help='2025, 2025-06-30, or "" for none.', show_default=False)] = None,
    as_of: Annotated[str | None, typer.Option(help='2025, 2025-06-30, or "" for none.', show_default=False)] = None,
    status: Annotated[str | None, typer.Option(help="target, achieved or forecast", show_default=False)] = None,
    scope: Field = None,
    action: Field = None,
    speaker: Annotated[str | None, typer.Option(help='A name, or "" for none.', show_default=False)] = None,
    position: Annotated[str | None, typer.Option(help='An office, or "" for none.', show_default=False)] = None,
    organization: Field = None,
    official: Annotated[bool | None, typer.Option("--official/--no-official", show_default=False)] = None,
) -> None:
    """Give fields of a finding other values; what is not named stays as it is."""
    from alerts import correcting

    named = {
        "object": object_,
        "value": value,
        "unit": unit,
        "comparator": comparator,
        "deadline": deadline,
        "as_of": as_of,
        "status": status,
        "scope": scope,
        "action": action,
        "speaker": speaker,
        "position": position,
        "organization": organization,
        "official": None if official is None else "yes" if official else "no",
    }
    given = {name: typed for name, typed in named.items() if typed is not None}
    said = correcting.correct(_database(), number, given, by=by, why=why, now=clock.now())
    _said(said.number, f"{number} is corrected")


@group.command()
def merge(
    number: Number,
    other: Annotated[int, typer.Argument(help="The finding that it is the same as.", min=1, max=LARGEST)],
    why: Why,
    by: By,
) -> None:
    """Say that a finding is the same as another one, under which it is known from now on."""
    from alerts import correcting

    said = correcting.merge(_database(), number, other, by=by, why=why, now=clock.now())
    _said(said.number, f"{number} is one with {other}")


@group.command()
def alias(
    name: Annotated[str, typer.Argument(help="The name of an object, as articles have it.")],
    canonical: Annotated[str, typer.Argument(help="The name by which it is to be known.")],
    why: Why,
    by: By,
) -> None:
    """Call an object by another name: what is counted under either is one."""
    from alerts import correcting

    said = correcting.alias(_database(), name, canonical, by=by, why=why, now=clock.now())
    _said(said.number, f"{name} is known as {canonical}")


@group.command()
def join(
    name: Annotated[str, typer.Argument(help="A name of an official.")],
    other: Annotated[str, typer.Argument(help="The name by which the official is to be known.")],
    why: Why,
    by: By,
    sure: Annotated[bool, typer.Option("--yes", help="Though they have spoken for different bodies.")] = False,
) -> None:
    """Say that two names are one official's."""
    from alerts import correcting

    said = correcting.join(_database(), name, other, by=by, why=why, now=clock.now(), sure=sure)
    _said(said.number, f"{name} is known as {other}")


@group.command()
def undo(
    number: Annotated[
        int, typer.Argument(metavar="NUMBER", help="A correction's, as `findings log` has it.", min=1, max=LARGEST)
    ],
    by: By,
    why: Annotated[str, typer.Option(help="Why: others will read it.")] = "",
) -> None:
    """End a correction: what it was about is again as the rules read it."""
    from alerts import correcting

    said = correcting.undo(_database(), number, by=by, why=why, now=clock.now())
    say(f"the correction {number} is undone, by {said.number}")


@group.command()
def log(as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List what persons have said about findings; what is undone is struck out."""
    from alerts import correcting
    from alerts.app import findings

    entries = correcting.log(_database())
    print_listing(entries, findings.correction_row, findings.print_log, as_json=as_json, as_csv=as_csv)


@group.command()
def labels(folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write into.")]) -> None:
    """Write the articles of which a finding was rejected or corrected, with labels: docs/N.md and labels/N.json."""
    from alerts.app.jobs import labelling

    report = labelling.write_labels(_database(), folder)
    expired = f"; of {report.expired} the text is kept no more" if report.expired else ""
    say(f"{report.articles} articles in {folder}{expired}")


def reanalyse(
    since: Annotated[
        datetime | None,
        typer.Option(help="Only texts that came in since this day.", formats=["%Y-%m-%d"], show_default=False),
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Put the ledger right; nobody is told of old news.")] = False,
    limit: Limit = 100,
    as_json: AsJson = False,
) -> None:
    """Run the present rules over the archive, and show what they find more, no more, or otherwise; nothing is written.

    With --apply it is.
    """
    from alerts import reanalysis
    from alerts.app import console, findings

    app = bootstrap.open_app(bootstrap.configure())
    zone = ZoneInfo(app.settings.timezone)
    topics = catalog.topics(app.settings.data_dir)
    came_in = f" that came in since {since:%Y-%m-%d}" if since else ""
    counts: Counter[reanalysis.Outcome] = Counter()
    shown: list[reanalysis.Difference] = []
    kept = "what was put right stays so, and another try goes on" if apply else "nothing was written"
    with interruptible(kept), console.progress("reanalysing") as show:
        for it in reanalysis.reanalyse(
            app.database,
            topics,
            app.catalog.publishers,
            clock.now(),
            since=since.replace(tzinfo=zone) if since else None,
            apply=apply,
            on_progress=lambda done, total: show(done, total, f"{done}/{total} texts{came_in}"),
        ):
            counts[it.outcome] += 1
            if as_json:
                print_json([findings.difference_row(it)])
            elif len(shown) < limit:
                shown.append(it)
    if not as_json:
        findings.print_differences(shown, counts)
    if not apply and counts:
        say("nothing was written: `smewatch reanalyse --apply` puts the ledger right, without telling anybody")


def _database() -> "Database":
    return bootstrap.open_database(bootstrap.configure())


def _said(number: int, what: str) -> None:
    say(f"{what}; `smewatch findings undo {number}` takes that back")
