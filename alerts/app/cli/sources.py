"""`sources list`, `check`, `add`, `remove`, `enable`, `disable`, `import` and `export`."""

import inspect
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from alerts.app import bootstrap
from alerts.app.cli.printing import print_json, say
from crawler import clock
from crawler.errors import ConfigurationError
from crawler.model import Kind, Source

if TYPE_CHECKING:  # it brings the archive along
    from alerts.app.sourcing import Reading

group = typer.Typer(help="What is polled.", no_args_is_help=True)

_OUTPUT = Path("-")

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
    from alerts.app import sourcing

    reading = _reading(kind, referer, written)
    app = bootstrap.open_app(bootstrap.configure())
    for source, added in sourcing.add(app, addresses, reading, clock.now()):
        say(f"{source.name} is added" if added else f"{source.name} is there already")


@group.command()
def remove(name: Name) -> None:
    """Remove a source that was added; what came from it stays."""
    from alerts.app import sourcing

    sourcing.remove(bootstrap.open_app(bootstrap.configure()), name)
    say(f"{name} is removed")


@group.command()
def disable(name: Name) -> None:
    """Switch a source off: it is polled no more until it is enabled, and what came from it stays."""
    from alerts.app import sourcing

    switched = sourcing.disable(bootstrap.open_app(bootstrap.configure()), name, clock.now())
    say(f"{name} is switched off" if switched else f"{name} is switched off already")


@group.command()
def enable(name: Name) -> None:
    """Switch a source on again."""
    from alerts.app import sourcing

    switched = sourcing.enable(bootstrap.open_app(bootstrap.configure()), name)
    say(f"{name} is switched on" if switched else f"{name} is switched on already")


@group.command("import")
def import_sources(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="An OPML file, as feed readers export it.")],
) -> None:
    """Add the feeds of an OPML file; its folders become their categories."""
    from alerts.app import sourcing

    app = bootstrap.open_app(bootstrap.configure())
    try:
        report = sourcing.import_opml(app, path.read_bytes(), clock.now())
    except (OSError, ConfigurationError) as error:
        raise ConfigurationError(f"{path} cannot be imported: {error}") from error
    for refused in report.refused:
        say(f"smewatch: {path}: {refused}")
    say(f"{report.added} sources are added, {report.known} were there already")
    raise typer.Exit(int(bool(report.refused)))


@group.command("export")
def export_sources(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The OPML file to write, or - for standard output.")],
) -> None:
    """Write the sources that were added to an OPML file, which feed readers can import."""
    from alerts.app import sourcing

    written, count = sourcing.export_opml(bootstrap.open_app(bootstrap.configure()))
    if path == _OUTPUT:
        sys.stdout.buffer.write(written)
        return
    try:
        path.write_bytes(written)
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be written: {error.strerror}") from error
    say(f"{count} sources are written to {path}")


def _reading(kind: Kind, referer: str, written: Mapping[str, str | None]) -> "Reading":
    """Return what options say. Raises ConfigurationError, naming the option, for what cannot be meant so."""
    from alerts.app.sourcing import Reading
    from crawler import rules  # it brings lxml along

    given = {name: value for name, value in written.items() if value is not None}
    return Reading(kind, rules.read(kind, given, "--"), rules.read_referer(referer, "--"))
