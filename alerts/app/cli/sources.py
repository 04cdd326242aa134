"""`sources list`, `check`, `add`, `remove`, `enable`, `disable`, `import` and `export`."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from alerts.app import bootstrap
from alerts.app.cli.printing import print_json, say
from crawler import catalog, clock
from crawler.errors import ConfigurationError
from crawler.model import Kind, Rules, Source

group = typer.Typer(help="What is polled.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The source, as `list` names it.")]
Referer = Annotated[str, typer.Option(metavar="URL", help="The page that the server wants to be asked from.")]

#: What each rule of `crawler.model`'s lists says, by its name: an option of the commands that take rules.
_RULES = {
    "items": "The entries: a CSS selector of an HTML list, the dotted path of a JSON list ('' where it is the answer).",
    "link": "HTML: the link in an entry ('' where the entry is the link itself); a, unless given.",
    "title": "The headline in an entry; of an HTML list the link's, of a JSON list what is at title, unless given.",
    "date": "HTML: the date in an entry; looked for in the whole entry, unless given.",
    "url": "JSON: the address in an entry; what is at url, unless given.",
    "published": "JSON: the date in an entry.",
    "author": "JSON: the author in an entry.",
    "content": "JSON: the article's HTML in an entry.",
    "image": "JSON: the picture in an entry.",
    "built_by": "HTML: the script that says where to ask for the list, by its url and querydata.",
    "embedded": "What holds the list in a page: HTML, the scripts; JSON, a script's variable (window.data).",
}


@dataclass(frozen=True, slots=True)
class _Reading:
    """How an address is asked and read."""

    kind: Kind
    rules: Rules | None
    referer: str

    def of(self, source: Source) -> Source:
        """Return a source as one that is asked and read so."""
        return replace(source, kind=self.kind, rules=self.rules, referer=self.referer)


def _takes_rules(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command that takes any keywords an option for each rule instead; those left out come as None."""
    own = inspect.signature(command)
    named = [it for it in own.parameters.values() if it.kind is not inspect.Parameter.VAR_KEYWORD]
    rules = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=Annotated[str | None, typer.Option(help=meaning, rich_help_panel="Rules of a list")],
        )
        for name, meaning in _RULES.items()
    ]
    vars(command)["__signature__"] = own.replace(parameters=[*named, *rules])
    return command


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
@_takes_rules
def check(
    address: Annotated[str, typer.Argument(metavar="URL", help="The address of a feed, or of any page of a site.")],
    kind: Annotated[Kind | None, typer.Option(help="Try the address itself as this, a list by its rules.")] = None,
    referer: Referer = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a feed.")] = False,
    **written: str | None,
) -> None:
    """Look for feeds at an address, and try them: entries, dates, encodings; exit code 1 where there is none.

    With --kind nothing is looked for: the address itself is tried, and a list by the same rules that `add` takes.
    """
    from alerts.app import checking, listings

    reading = _reading(kind or Kind.RSS, referer, written)
    settings, now = bootstrap.configure(), clock.now()
    if kind or referer:
        checked = checking.check_source(settings, reading.of(Source(address, "", address)), now)
    else:
        checked = checking.check(settings, address, now)
    if as_json:
        print_json(checking.found_json(it) for it in checked.found)
    else:
        listings.print_check(address, checked, ZoneInfo(settings.timezone))
    raise typer.Exit(int(not any(it.usable for it in checked.found)))


@group.command()
@_takes_rules
def add(
    addresses: Annotated[list[str], typer.Argument(metavar="URL…", help="The addresses of feeds.")],
    kind: Annotated[Kind, typer.Option(help="What they serve; a JSON Feed or a sitemap shows it.")] = Kind.RSS,
    referer: Referer = "",
    **written: str | None,
) -> None:
    """Add feeds to what `smewatch crawl` polls, or lists with the rules by which they are read.

    `smewatch sources check` tries the same rules, and nothing is stored there.
    """
    from crawler.archive import sources

    reading = _reading(kind, referer, written)
    app = bootstrap.open_app(bootstrap.configure())
    chosen, known = app.catalog.resolve(addresses), app.catalog.sources
    if reading.rules or reading.referer:
        for source in chosen:
            if source.name in known and source != reading.of(source):
                raise ConfigurationError(
                    f"{source.name} is there already and read otherwise: "
                    f"`smewatch sources remove {source.name}` makes room for it"
                )
    with app.database.write() as connection:
        for source in chosen:
            added = source.name not in known and sources.add(connection, reading.of(source), clock.now())
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
                mine = _Reading(feed.kind, feed.rules, feed.referer).of(replace(source, categories=feed.categories))
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


def _reading(kind: Kind, referer: str, written: Mapping[str, str | None]) -> _Reading:
    """Return what options say. Raises ConfigurationError, naming the option, for what cannot be meant so."""
    from crawler import rules  # it brings lxml along

    given = {name: value for name, value in written.items() if value is not None}
    return _Reading(kind, rules.read(kind, given, "--"), rules.read_referer(referer, "--"))


def _known(sources: Mapping[str, Source], name: str) -> Source:
    if name not in sources:
        raise ConfigurationError(f"{name!r} is no source: `smewatch sources list` shows what there is")
    return sources[name]
