"""`sources list`, `check`, `add`, `remove`, `enable`, `disable`, `import` and `export`."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from alerts.app import bootstrap
from alerts.app.cli.printing import print_json, say
from crawler import catalog, clock
from crawler.errors import ConfigurationError
from crawler.model import Kind, Source

group = typer.Typer(help="What is polled.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The source, as `list` names it.")]


@group.command("list")
def list_sources(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a source.")] = False,
) -> None:
    """List all sources, and how they fare; the JSON has their addresses and rules too."""
    from alerts.app import fares, listings

    app = bootstrap.open_app(bootstrap.configure())
    listed = fares.fares(app)
    if as_json:
        print_json(fares.fare_json(fare) for fare in listed)
    else:
        listings.print_fares(listed, ZoneInfo(app.settings.timezone))


@group.command()
def check(
    url: Annotated[str, typer.Argument(metavar="URL", help="The address of a feed, or of any page of a site.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a feed.")] = False,
) -> None:
    """Look for feeds at an address, and try them: entries, dates, encodings; exit code 1 where there is none."""
    from alerts.app import checking, listings

    settings = bootstrap.configure()
    checked = checking.check(settings, url, clock.now())
    if as_json:
        print_json(checking.found_json(it) for it in checked.found)
    else:
        listings.print_check(url, checked, ZoneInfo(settings.timezone))
    raise typer.Exit(int(not any(it.usable for it in checked.found)))


@group.command()
def add(
    urls: Annotated[list[str], typer.Argument(metavar="URL…", help="The addresses of feeds.")],
    kind: Annotated[Kind, typer.Option(help="What they serve; a JSON Feed or a sitemap shows it.")] = Kind.RSS,
) -> None:
    """Add feeds to what `smewatch crawl` polls."""
    from crawler.archive import sources

    app = bootstrap.open_app(bootstrap.configure())
    with app.database.write() as connection:
        for source in app.catalog.resolve(urls):
            mine = replace(source, kind=kind)
            added = source.name not in app.catalog.sources and sources.add(connection, mine, clock.now())
            say(f"{source.name} is added" if added else f"{source.name} is there already")


@group.command()
def remove(name: Name) -> None:
    """Remove a source that was added; what came from it stays."""
    from crawler.archive import sources

    if name in catalog.load().sources:
        raise ConfigurationError(f"{name} belongs to smewatch: `smewatch sources disable {name}` switches it off")
    app = bootstrap.open_app(bootstrap.configure())
    with app.database.write() as connection:
        removed = sources.remove(connection, name)
    if not removed:
        raise ConfigurationError(f"{name!r} is no source that was added: `smewatch sources list` shows what there is")
    say(f"{name} is removed")


@group.command()
def disable(name: Name) -> None:
    """Switch a source off: it is polled no more until it is enabled, and what came from it stays."""
    from crawler.archive import sources

    app = bootstrap.open_app(bootstrap.configure())
    if name in app.catalog.off:
        say(f"{name} is switched off already")
        return
    source = _known(app.catalog.sources, name)
    with app.database.write() as connection:
        if not sources.disable(connection, source, clock.now()):
            raise ConfigurationError(f"{name} has the address of a source that was added: remove {source.url} first")
    say(f"{name} is switched off")


@group.command()
def enable(name: Name) -> None:
    """Switch a source on again."""
    from crawler.archive import sources

    app = bootstrap.open_app(bootstrap.configure())
    if name in app.catalog.sources:
        say(f"{name} is switched on already")
        return
    source = _known(app.catalog.off, name)
    with app.database.write() as connection:
        sources.enable(connection, source, declared=name in catalog.load().sources)
    say(f"{name} is switched on")


@group.command("import")
def import_sources(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="An OPML file, as feed readers export it.")],
) -> None:
    """Add the feeds of an OPML file; its folders become their categories."""
    from crawler import opml
    from crawler.archive import sources

    try:
        read = opml.loads(path.read_bytes())
    except (OSError, ConfigurationError) as error:
        raise ConfigurationError(f"{path} cannot be imported: {error}") from error
    app = bootstrap.open_app(bootstrap.configure())
    known = {source.url for source in (*app.catalog.sources.values(), *app.catalog.off.values())}
    added = 0
    with app.database.write() as connection:
        for feed in read.feeds:
            if feed.url not in known:
                (source,) = app.catalog.resolve([feed.url])
                mine = replace(source, kind=feed.kind, categories=feed.categories)
                added += sources.add(connection, mine, clock.now())
    for refused in read.refused:
        say(f"smewatch: {path}: {refused}")
    say(f"{added} sources are added, {len(read.feeds) - added} were there already")
    raise typer.Exit(int(bool(read.refused)))


@group.command("export")
def export_sources(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The OPML file to write.")],
) -> None:
    """Write the sources that were added to an OPML file, which feed readers can import."""
    from crawler import opml
    from crawler.archive import sources

    app = bootstrap.open_app(bootstrap.configure())
    with app.database.read() as connection:
        added = sources.added(connection)
    try:
        path.write_bytes(opml.dumps(added))
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be written: {error.strerror}") from error
    say(f"{len(added)} sources are written to {path}")


def _known(sources: Mapping[str, Source], name: str) -> Source:
    if name not in sources:
        raise ConfigurationError(f"{name!r} is no source: `smewatch sources list` shows what there is")
    return sources[name]
