"""The command `smewatch`: a thin layer over `alerts.app.jobs`, one module for each group of commands.

Results go to standard output, everything else to standard error. Exit codes: 0 done; 1 done, but something failed and
is named; 2 the command or the configuration is wrong; 3 another run holds the sources; 130 interrupted.
What takes long to import is imported by the commands that need it, so that `--help` answers at once.
"""

import gc
import sys
from typing import Annotated

import typer

from alerts.app.cli import (
    articles,
    corrections,
    crawling,
    digests,
    documents,
    findings,
    mail,
    maintenance,
    passwords,
    scheduling,
    serving,
    sources,
    subscribers,
    tokens,
)
from crawler.errors import ConfigurationError, DiskError, RunRefusedError, StorageError
from seeds.errors import SmewatchError

app = typer.Typer(
    name="smewatch",
    help="Watches Chinese news feeds and government sites for SME policy, and tells what is new.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.command("demo")(maintenance.demo)
app.command("init")(maintenance.init)
app.command("crawl")(crawling.crawl)
app.command("analyse")(documents.analyse)
app.command("extract")(documents.extract)
app.command("targets")(findings.targets)
app.command("statements")(findings.statements)
app.command("officials")(findings.officials)
app.command("reanalyse")(corrections.reanalyse)
app.command("serve")(serving.serve)
app.command("password")(passwords.password)
app.command("status")(maintenance.status)
app.command("doctor")(maintenance.doctor)
for name, group in (
    ("articles", articles.group),
    ("findings", corrections.group),
    ("sources", sources.group),
    ("subscribers", subscribers.group),
    ("digest", digests.group),
    ("mail", mail.group),
    ("seeds", documents.group),
    ("runs", crawling.group),
    ("schedules", scheduling.group),
    ("tokens", tokens.group),
    ("db", maintenance.group),
):
    app.add_typer(group, name=name)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        sys.stdout.write(f"smewatch {version('smewatch')}\n")
        raise typer.Exit


@app.callback()
def _before(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Take what is asked of the program itself, and of none of its commands."""


def main() -> None:
    """Run the command line; an error that was foreseen is one sentence and an exit code, never a traceback."""
    # Objects between two searches for garbage: by Python's own 700 a seventh of a short command's time went into them,
    # for what is loaded at the start has none.
    gc.set_threshold(100_000)
    try:
        app(prog_name="smewatch")
    except SmewatchError as error:
        sys.stderr.write(f"smewatch: {error}\n")
        sys.exit(exit_code(error))


def exit_code(error: SmewatchError) -> int:
    """Return the exit code by which a script tells what went wrong."""
    if isinstance(error, RunRefusedError):
        return 3
    usage = isinstance(error, ConfigurationError | StorageError) and not isinstance(error, DiskError)
    return 2 if usage else 1
