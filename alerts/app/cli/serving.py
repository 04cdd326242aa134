"""`serve`."""

from typing import Annotated

import typer

from alerts.app import bootstrap
from alerts.app.cli.printing import say


def serve(
    host: Annotated[str, typer.Option(help="The address to listen at; 0.0.0.0 is every one.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8000,
    schedules: Annotated[bool, typer.Option(help="Run what runs by itself, too (`smewatch schedules list`).")] = True,
) -> None:
    """Serve the pages, and run the schedules: crawls, digests, clean-up and backups.

    SMEWATCH_BASE_URL says how readers reach the pages. Of several servers on one database one runs the schedules.
    """
    from alerts.app import settings_faults
    from alerts.app.web.server import serve as run
    from crawler.errors import ConfigurationError

    settings = bootstrap.configure()
    if faults := list(settings_faults.find(settings)):
        raise ConfigurationError("\n".join(faults))
    app = bootstrap.open_app(settings)
    if not app.settings.smtp_url.get_secret_value():
        say("SMEWATCH_SMTP_URL is not set: mails wait in the queue until it is")

    def say_where(address: str) -> None:
        say(f"listening at {address}, for readers at {app.settings.base_url}")

    run(app, host, port, say_where, scheduled=schedules)
