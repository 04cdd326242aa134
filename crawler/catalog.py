"""What can be watched: publishers and their sources, users' own sources, and topics; names and addresses resolved.

Publishers are discovered (`crawler/publishers/*.py`, one `PUBLISHER` each), topics are read (`crawler/topics/*.toml`,
and those in the data directory). Nothing here fetches anything.
"""

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from urllib.parse import urldefrag

from crawler import publishers, rsshub, topicfile
from crawler.address import has_credentials, host, is_web
from crawler.errors import ConfigurationError, SourceError, SourceFault
from crawler.model import Level, Publisher, Source
from crawler.relevance import Topic

_STATE = re.compile(r"(?:^|\.)gov\.cn$")


@dataclass(frozen=True)
class Catalog:
    """All publishers by name, the sources that are polled, and those that somebody switched off."""

    publishers: Mapping[str, Publisher]
    sources: Mapping[str, Source]
    off: Mapping[str, Source] = field(default_factory=dict)

    def resolve(self, names: Iterable[str]) -> tuple[Source, ...]:
        """Return the sources that names mean: a publisher's all, a source's own, or a feed's address.

        Raises SourceError for a name that is none of these, and for one that is switched off.
        """
        found = [source for name in names for source in self._resolve(name)]
        return tuple({source.name: source for source in found}.values())

    def known(self, name: str) -> Source | None:
        """Return the source of a name or at an address, polled or switched off; None where there is none."""
        return self._known.get(name) or self._known.get(_asked(name))

    def publisher_of(self, source: Source, page: str = "") -> Publisher:
        """Return a source's publisher; for a page at another one's address, as aggregated feeds have them, that one."""
        owner = self._owner(page) if page else None
        return owner or self.publishers.get(source.publisher) or undeclared(source.publisher)

    def _resolve(self, name: str) -> Sequence[Source]:
        if has_credentials(name):
            said = (
                f"the address at {host(name)} holds a user name or a password: feeds are polled without, leave it out"
            )
            raise SourceError(SourceFault.PASSWORD, host(name), said)
        known = self.known(name)
        if known and known.name in self.off:
            raise SourceError(SourceFault.SWITCHED_OFF, known.name, f"{name} is switched off")
        if known:
            return [known]
        if name in self.publishers:
            return [source for source in self.sources.values() if source.publisher == name]
        if is_web(name) or rsshub.is_route(name):
            return [self._unknown(_asked(name))]
        raise SourceError(SourceFault.UNKNOWN, name, f"{name!r} is no publisher, source or http(s) address")

    def _unknown(self, url: str) -> Source:
        owner = self._owner(url)
        return Source(name=url, publisher=owner.name if owner else host(url) or "rsshub", url=url)

    @cached_property
    def _known(self) -> Mapping[str, Source]:
        known = (*self.off.values(), *self.sources.values())
        return {_asked(it.url): it for it in known} | {it.name: it for it in known}

    @cached_property  # asked for every article
    def _owners(self) -> Mapping[str, Publisher]:
        return {name: publisher for publisher in self.publishers.values() for name in publisher.hosts}

    def _owner(self, url: str) -> Publisher | None:
        """Return the publisher of a host, or of the nearest domain that it belongs to."""
        name = host(url)
        while name:
            if name in self._owners:
                return self._owners[name]
            name = name.partition(".")[2]
        return None


def load(added: Iterable[Source] = (), off: Iterable[Source] = ()) -> Catalog:
    """Return the catalogue, with the sources that users added and those that they switched off, declared ones too."""
    publishers = {publisher.name: publisher for publisher in _declared()}
    sources = {source.name: source for publisher in publishers.values() for source in publisher.sources}
    switched_off = {source.name: sources.get(source.name, source) for source in off}
    sources |= {source.name: source for source in added}
    return Catalog(
        publishers=publishers,
        sources={name: source for name, source in sources.items() if name not in switched_off},
        off=switched_off,
    )


def topics(data_dir: Path) -> tuple[Topic, ...]:
    """Return the topics that are watched: those of the package, and `topics/*.toml` in the data directory.

    A user's topic of the same name takes the place of the package's. Sub-topics come last, so that each follows its
    parent. Raises ConfigurationError, naming the file, for one that cannot be read and for one whose parent is none.
    """
    files = (*_files(resources.files("crawler") / "topics"), *_files(data_dir / "topics"))
    found = {topic.name: (topic, file) for file in files for topic in [topicfile.read(file)]}
    roots = sorted(name for name, (topic, _) in found.items() if not topic.parent)
    for topic, file in found.values():
        if topic.parent and topic.parent not in roots:
            raise ConfigurationError(
                f"the topic {file}: its parent {topic.parent!r} is no topic that has sub-topics: {', '.join(roots)} are"
            )
    return tuple(sorted((topic for topic, _ in found.values()), key=lambda topic: bool(topic.parent)))


def topic_titles(data_dir: Path, language: str = "zh-CN") -> Mapping[str, str]:
    """Return the titles of the topics that are watched in a language, by their names; raises like `topics`."""
    return {topic.name: topic.titled(language) for topic in topics(data_dir)}


def undeclared(name: str) -> Publisher:
    """Return the publisher that nobody has declared: all that is known of it is its name, which is its host.

    Names under .gov.cn are registered for bodies of the state alone (CNNIC's rules); which one it is, and of which
    place, the name does not tell, so that it ranks with the lowest of them.
    """
    return Publisher(name, title=name, level=Level.PROVINCE if _STATE.search(name) else Level.PORTAL, hosts=(name,))


def _asked(address: str) -> str:
    """Return what is asked for at an address: a server never hears of the fragment."""
    return urldefrag(address).url if is_web(address) else address


@cache
def _declared() -> tuple[Publisher, ...]:
    names = sorted(module.name for module in pkgutil.iter_modules(publishers.__path__))
    modules = (importlib.import_module(f"{publishers.__name__}.{name}") for name in names)
    return tuple(module.PUBLISHER for module in modules)


def _files(folder: Traversable) -> Iterator[Traversable]:
    if folder.is_dir():
        yield from sorted((it for it in folder.iterdir() if it.name.endswith(".toml")), key=lambda it: it.name)
