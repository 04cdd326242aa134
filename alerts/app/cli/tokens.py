"""`tokens add`, `list` and `revoke`: what scripts show to the API."""

import sys
from datetime import timedelta
from typing import Annotated

import typer

from alerts.app import bootstrap
from alerts.app.cli.printing import say
from crawler import clock

group = typer.Typer(help="What scripts show to the API.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="What the token is called, say by who uses it.")]


@group.command()
def add(
    name: Name,
    scope: Annotated[list[str], typer.Option(help="What it allows: read, crawl, correct, sources or admin.")],
    days: Annotated[int | None, typer.Option(min=1, max=36_500, help="After so many days it ends.")] = None,
) -> None:
    """Make a token and print it. It cannot be shown again."""
    from alerts import tokens
    from crawler.errors import ConfigurationError

    unknown = [it for it in scope if it not in list(tokens.Scope)]
    if unknown:
        raise ConfigurationError(f"there is no scope {unknown[0]!r}: there are {', '.join(tokens.Scope)}")
    database = bootstrap.open_database(bootstrap.configure())
    lasts = timedelta(days=days) if days else None
    secret = tokens.add(database, name, {tokens.Scope(it) for it in scope}, clock.now(), lasts)
    sys.stdout.write(f"{secret}\n")
    say("keep it: it cannot be shown again. Send it as “Authorization: Bearer …”")


@group.command("list")
def list_tokens() -> None:
    """List all tokens: what they allow, and when they were used."""
    from alerts import tokens
    from alerts.app.console import print_table

    def minute(moment: object) -> str:
        return f"{moment:%Y-%m-%d %H:%M}" if moment else "never"

    rows = [
        (it.name, ", ".join(it.scopes), minute(it.added_at), minute(it.expires_at), minute(it.used_at))
        for it in tokens.everything(bootstrap.open_database(bootstrap.configure()))
    ]
    print_table("Tokens", ("Name", "Allows", "Made (UTC)", "Ends", "Last used"), rows)


@group.command()
def revoke(name: Name) -> None:
    """Forget a token: it allows nothing any more."""
    from alerts import tokens

    tokens.revoke(bootstrap.open_database(bootstrap.configure()), name)
    say(f"{name} allows nothing any more")
