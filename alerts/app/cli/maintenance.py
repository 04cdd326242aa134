"""`init`, `demo`, `status`, `doctor`, `db upgrade`, `db cleanup`, `db backup`."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from alerts.app import bootstrap
from alerts.app.cli.interruption import interruptible
from alerts.app.cli.printing import print_json, say
from crawler import clock, data_dir

group = typer.Typer(help="The database.", no_args_is_help=True)


def init() -> None:
    """Create or migrate the database, and make the seed corpus known; a second time changes nothing.

    After a change of the rules by which texts are recognised, the archive's hashes and prints are made anew.
    """
    from alerts.app import console
    from alerts.app.setup import initialise
    from crawler import renewal
    from crawler.archive.db import Database

    settings = bootstrap.configure()
    data_dir.prepare(settings)
    initialise(database := Database(settings.database))
    kept = "the database is migrated; `smewatch db upgrade` goes on with the prints"
    with interruptible(kept), console.progress("making prints") as show:
        renewed = renewal.renew(database, lambda done, total: show(done, total, f"{done}/{total} texts"))
    if renewed.renewed or renewed.twins:
        twins = f"; {renewed.twins} keep their old one, because another text has theirs" if renewed.twins else ""
        say(f"{renewed.renewed} texts have a new print{twins}")
    say("the database is ready")


def demo(
    out: Annotated[Path, typer.Option(help="The folder for the digest.")] = Path("demo-out"),
) -> None:
    """Do the whole job on this machine alone: serve invented articles, crawl, find, mail into a folder, crawl again."""
    from alerts.app.demo import job

    raise typer.Exit(0 if job.run(bootstrap.configure(), out) else 1)


def status() -> None:
    """Show the last run, the mail queue, and what the archive holds; exit code 1 where something needs a person."""
    from alerts.app import listings
    from alerts.app.jobs import fitness

    report = fitness.status(bootstrap.open_app(bootstrap.configure()), clock.now())
    listings.print_status(report)
    raise typer.Exit(int(report.needs_attention))


def doctor(
    mail: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Send a test mail to this address too.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object for each finding.")] = False,
) -> None:
    """Look at sources, queue, mail settings and database; exit code 1 where something needs a person."""
    from alerts.app import doctor as job
    from alerts.app import listings

    app, now = bootstrap.open_app(bootstrap.configure()), clock.now()
    findings = job.examine(app, now)
    if mail:
        findings = (*findings, job.try_mail(app, mail, now))
    if as_json:
        print_json(asdict(finding) for finding in findings)
    else:
        listings.print_findings(findings)
    raise typer.Exit(int(not all(finding.fine for finding in findings)))


@group.command()
def upgrade() -> None:
    """Migrate the database to this program's schema, and its texts' prints to this program's rules."""
    init()


@group.command()
def cleanup() -> None:
    """Remove what is kept for a while only: old documents of irrelevant texts, old polls, mails' texts and such."""
    from alerts.app.jobs import cleanup as job

    app = bootstrap.open_app(bootstrap.configure())
    with interruptible("what is removed is removed, and another try goes on"):
        report = job.clean_up(app, clock.now())
    documents = f"{report.documents} documents of irrelevant texts"
    others = f"{report.polls} polls, {report.runs} runs, {report.entries} entries, the texts of {report.mails} mails"
    say(f"removed: {documents}, {others}, {report.signups} sign-ups that nobody confirmed")


@group.command()
def backup(
    out: Annotated[Path | None, typer.Option(help="The folder; without it, `backups` in the data directory.")] = None,
    keep: Annotated[int, typer.Option(min=1, help="How many copies to keep there.")] = 7,
) -> None:
    """Copy the database file, also while it is in use; on a server, use the server's own tools."""
    from alerts.app.jobs import backup as job

    report = job.back_up(bootstrap.open_app(bootstrap.configure()), clock.now(), out, keep)
    removed = f", {report.removed} older removed" if report.removed else ""
    say(f"{report.path}: {report.size / 1_000_000:.1f} MB{removed}")
