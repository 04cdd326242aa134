"""`serve`."""

from typing import Annotated

import typer

from alerts.app import bootstrap
from alerts.app.cli.printing import say


def serve(
    host: Annotated[str, typer.Option(help="The address to listen at; 0.0.0.0 is every one.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8000,
) -> None:
    """Serve the pages: sign-up, preferences, digests and feeds. SMEWATCH_BASE_URL says how readers reach them."""
    from alerts.app.web.server import serve as run

    app = bootstrap.open_app(bootstrap.configure())
    if not app.settings.smtp_url.get_secret_value():
        say("SMEWATCH_SMTP_URL is not set: the mails that ask to confirm wait for a `smewatch digest send` with it")
    run(app, host, port, lambda address: say(f"listening at {address}, for readers at {app.settings.base_url}"))
