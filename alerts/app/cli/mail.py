"""`mail bounces`."""

import typer

from alerts.app import bootstrap
from alerts.app.cli.interruption import interruptible
from alerts.app.cli.printing import say
from crawler import clock
from crawler.errors import ConfigurationError

group = typer.Typer(help="The mail that comes back.", no_args_is_help=True)


@group.callback()
def mail() -> None:
    """Look after the mail that comes back."""


@group.command()
def bounces() -> None:
    """Read the mailbox of SMEWATCH_BOUNCES_URL; who has no such address any more is sent nothing further.

    `smewatch digest send` does it too.
    """
    from alerts.app.jobs import returning

    app = bootstrap.open_app(bootstrap.configure())
    if not app.settings.bounces_url.get_secret_value():
        raise ConfigurationError("SMEWATCH_BOUNCES_URL is not set: it names the mailbox to which mails come back")
    with interruptible("what was read is taken down, and another try goes on"):
        report = returning.collect_returns(app, clock.now())
    say("; ".join(report.parts) or "no mail has come back")
    raise typer.Exit(int(report.failed))
