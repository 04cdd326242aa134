"""What is polled, as a person changes it: sources added, moved, removed, switched on and off, handed over as OPML.

What came from a source stays, whatever becomes of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from alerts.app import source_names
from alerts.app.bootstrap import App
from crawler import catalog, literals, opml, rsshub, rules
from crawler.address import host, is_web
from crawler.archive import sources
from crawler.errors import ConfigurationError, SourceError, SourceFault
from crawler.model import Kind, Rules, Source
from crawler.networks import closed


@dataclass(frozen=True, slots=True)
class Reading:
    """How an address is asked and read."""

    kind: Kind = Kind.RSS
    rules: Rules | None = None
    referer: str = ""

    def of(self, source: Source) -> Source:
        """Return a source as one that is asked and read so."""
        return replace(source, kind=self.kind, rules=self.rules, referer=self.referer)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of an OPML file: how many sources it added and were there before; why others were not taken."""

    added: int
    known: int
    refused: tuple[str, ...]


def is_declared(name: str) -> bool:
    """Return whether a source belongs to the program, and not to who runs it."""
    return name in catalog.load().sources


def add(
    app: App, addresses: Sequence[str], reading: Reading, now: datetime, categories: tuple[str, ...] = ()
) -> tuple[tuple[Source, bool], ...]:
    """Add sources by their addresses; return each, and whether it is new.

    Raises SourceError, and then none is added, for what is no address of a source, and for one that is there and
    read otherwise.
    """
    known = app.catalog.sources
    chosen = tuple({it.name: it for it in (_at(app, address) for address in addresses)}.values())
    for source in chosen:
        if reading != Reading() and source.name in known and source != reading.of(source):
            raise SourceError(
                SourceFault.READ_OTHERWISE, source.name, f"{source.name} is there already and read otherwise"
            )
    with app.database.write() as connection:
        return tuple(
            (source, source.name not in known and sources.add(connection, _filed(reading.of(source), categories), now))
            for source in chosen
        )


def _at(app: App, address: str) -> Source:
    """Return the source at an address.

    Raises SourceError for what is none, the name of a source as well, and for a host that is written as an
    address which no crawl would reach.
    """
    found = app.catalog.resolve([address])
    if not (is_web(address) or rsshub.is_route(address)):
        raise SourceError(
            SourceFault.NAME, address, f"{address!r} is the name of what is polled already, and no http(s) address"
        )
    name = host(address)
    if name != host(app.settings.rsshub_url) and literals.is_closed(name, app.settings.allow_private_addresses):
        raise SourceError(SourceFault.PRIVATE, name, closed(name))
    return found[0]


def move(app: App, name: str, address: str, reading: Reading, now: datetime) -> Source:
    """Have what is at another address polled in a source's place; return that source.

    One that was added keeps its name, and with it its history. A declared one is what its declaration says: it is
    switched off, and the address added. Raises SourceError for an address that is none, or polled already.
    """
    source = _known(app, name)
    found = _at(app, address)
    if found.name in app.catalog.sources:
        raise SourceError(SourceFault.POLLED, found.name, f"{address} is polled already, as {found.name}")
    moved = _filed(reading.of(found), source.categories)
    with app.database.write() as connection:
        if is_declared(source.name):
            sources.disable(connection, source, now)
            done = sources.add(connection, moved, now)
        else:
            moved = replace(moved, name=source.name)
            done = sources.move(connection, moved)
        if not done:  # and nothing else is done either
            raise SourceError(
                SourceFault.TAKEN,
                address,
                f"{address} is there already, switched off or moved: remove that source first",
            )
    return moved


def remove(app: App, name: str) -> Source:
    """Remove a source that was added, and return what it was. Raises SourceError for any other."""
    if is_declared(name):
        raise SourceError(SourceFault.DECLARED, name, f"{name} belongs to smewatch")
    source = _found(app, name)
    with app.database.write() as connection:
        if source is None or not sources.remove(connection, source.name):
            raise SourceError(SourceFault.UNKNOWN, name, f"{name!r} is no source that was added")
    return source


def disable(app: App, name: str, now: datetime) -> bool:
    """Switch a source off; return False where it is off. Raises SourceError for one that cannot be."""
    source = _known(app, name)
    if source.name in app.catalog.off:
        return False
    with app.database.write() as connection:
        if not sources.disable(connection, source, now):
            said = f"{name} has the address of a source that was added: remove {source.url} first"
            raise SourceError(SourceFault.SHADOWED, name, said)
    return True


def enable(app: App, name: str) -> bool:
    """Switch a source on again; return False where it is on. Raises SourceError where there is none."""
    source = _known(app, name)
    if source.name in app.catalog.sources:
        return False
    with app.database.write() as connection:
        sources.enable(connection, source, declared=is_declared(source.name))
    return True


def import_opml(app: App, raw: bytes, now: datetime) -> ImportReport:
    """Add the feeds of an OPML file, its folders as their categories. Raises ConfigurationError for what is no OPML."""
    read = opml.loads(raw)
    added, refused = 0, list(read.refused)
    with app.database.write() as connection:
        for feed in read.feeds:
            if app.catalog.known(feed.url):
                continue
            try:
                wanted = Reading(feed.kind, feed.rules, feed.referer).of(_at(app, feed.url))
            except ConfigurationError as error:
                refused.append(f"{feed.url}: {error}")
            else:
                added += sources.add(connection, _filed(wanted, feed.categories), now)
    there = len(read.feeds) - added - (len(refused) - len(read.refused))
    return ImportReport(added, there, tuple(refused))


def fields_of(source: Source) -> Iterator[tuple[str, str]]:
    """Return what a form posts that adds a source as it is."""
    yield from {"address": source.url, "kind": source.kind.value, "referer": source.referer}.items()
    yield from rules.write(source.rules).items()
    yield from (("category", it) for it in source.categories)


def export_opml(app: App) -> tuple[bytes, int]:
    """Return the sources that were added as an OPML file, and how many they are."""
    with app.database.read() as connection:
        added = sources.added(connection)
    return opml.dumps(added), len(added)


def _filed(source: Source, categories: tuple[str, ...]) -> Source:
    return replace(source, categories=categories)


def _known(app: App, name: str) -> Source:
    source = _found(app, name)
    if source is None:
        raise SourceError(SourceFault.UNKNOWN, name, f"{name!r} is no source")
    return source


def _found(app: App, name: str) -> Source | None:
    """Return the source of a name, its own or the one by which everybody knows it."""
    return {**app.catalog.off, **app.catalog.sources}.get(source_names.own(app.catalog, name))
