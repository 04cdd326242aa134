"""`sources list`, `add` and `remove`."""

from dataclasses import asdict
from typing import Annotated

import typer

from alerts.app import bootstrap
from alerts.app.cli.printing import print_json, say
from crawler import clock
from crawler.errors import ConfigurationError

group = typer.Typer(help="What is polled.", no_args_is_help=True)


@group.command("list")
def list_sources(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a source.")] = False,
) -> None:
    """List all sources, with their publishers and addresses."""
    from alerts.app import listings

    app = bootstrap.open_app(bootstrap.configure())
    listed = list(app.catalog.sources.values())
    if as_json:
        print_json(asdict(source) for source in listed)
    else:
        titles = [app.catalog.publisher_of(source).title for source in listed]
        listings.print_sources(listed, titles)


@group.command()
def add(urls: Annotated[list[str], typer.Argument(metavar="URL…", help="The addresses of feeds.")]) -> None:
    """Add feeds to what `smewatch crawl` polls."""
    from crawler.archive import sources

    app = bootstrap.open_app(bootstrap.configure())
    with app.database.write() as connection:
        for source in app.catalog.resolve(urls):
            added = source.name not in app.catalog.sources and sources.add(connection, source, clock.now())
            say(f"{source.name} is added" if added else f"{source.name} is there already")


@group.command()
def remove(name: Annotated[str, typer.Argument(metavar="NAME", help="The source, as `list` names it.")]) -> None:
    """Remove a source that was added; what came from it stays."""
    from crawler.archive import sources

    app = bootstrap.open_app(bootstrap.configure())
    with app.database.write() as connection:
        removed = sources.remove(connection, name)
    if not removed:
        raise ConfigurationError(f"{name!r} is no source that was added: `smewatch sources list` shows what there is")
    say(f"{name} is removed")
