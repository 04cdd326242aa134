"""OPML, the format in which feed readers hand over subscriptions: a file into subscriptions, and sources into a file.

Folders are categories, broadest first. Pure: no file is touched, and nothing that a file points to is fetched.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from crawler.address import has_credentials, host, is_web
from crawler.errors import ConfigurationError
from crawler.model import Kind, Source

#: The kinds that an address alone describes; `rss` is what OPML calls every feed.
_KINDS = {kind.value: kind for kind in (Kind.RSS, Kind.SITEMAP)}
_DEEPEST = 20  # folders within one another


@dataclass(frozen=True, slots=True)
class Subscription:
    """One feed of an OPML file: its address and the folders it lies in."""

    url: str
    categories: tuple[str, ...] = ()
    kind: Kind = Kind.RSS


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """What an OPML file holds: the feeds in its order, and a sentence for each entry that is none."""

    feeds: tuple[Subscription, ...]
    refused: tuple[str, ...]


def loads(raw: bytes) -> Subscriptions:
    """Read an OPML file. Raises ConfigurationError for what is no OPML."""
    # Entities stay unresolved and no DTD is loaded: a list of feeds needs neither, and both have been abused.
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ConfigurationError(f"it is no OPML, because it is no XML: {error}") from error
    body = root.find("body")
    if root.tag != "opml" or body is None:
        raise ConfigurationError(f"it is no OPML: an <opml> with a <body> is expected, not <{root.tag}>")
    read = list(_outlines(body, ()))
    return Subscriptions(
        feeds=tuple(it for it in read if isinstance(it, Subscription)),
        refused=tuple(it for it in read if isinstance(it, str)),
    )


def dumps(sources: Iterable[Source]) -> bytes:
    """Write sources as OPML, those of one category in one folder; the kinds that need rules are left out."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "smewatch"
    body = etree.SubElement(root, "body")
    for source in sources:
        if source.kind in _KINDS.values():
            folder = body
            for category in source.categories:
                folder = _folder(folder, category)
            etree.SubElement(folder, "outline", text=source.name, type=source.kind.value, xmlUrl=source.url)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _outlines(parent: etree._Element, folders: tuple[str, ...]) -> Iterator[Subscription | str]:
    """Yield the feeds below an element, and a sentence for each entry that is none."""
    for outline in parent.findall("outline"):
        url, name = outline.get("xmlUrl", "").strip(), _name(outline)
        if is_web(url):
            yield Subscription(url, folders, _KINDS.get(outline.get("type", "").lower(), Kind.RSS))
        elif has_credentials(url):
            yield f"{name or host(url)}: the address holds a user name or a password: feeds are polled without"
        elif url:
            yield f"{name or url}: {url!r} is no http(s) address"
        elif outline.find("outline") is None:
            yield f"{name or f'line {outline.sourceline}'}: the entry has no xmlUrl, so it is no feed"
        elif len(folders) >= _DEEPEST:
            yield f"{name}: folders lie more than {_DEEPEST} deep in one another"
        else:
            yield from _outlines(outline, (*folders, name) if name else folders)


def _name(outline: etree._Element) -> str:
    return " ".join((outline.get("text") or outline.get("title") or "").split())


def _folder(parent: etree._Element, name: str) -> etree._Element:
    folders = (it for it in parent.findall("outline") if it.get("text") == name and it.get("xmlUrl") is None)
    found = next(folders, None)
    return etree.SubElement(parent, "outline", text=name) if found is None else found
