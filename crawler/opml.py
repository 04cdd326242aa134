"""OPML, the format in which feed readers hand over subscriptions: a file into subscriptions, and sources into a file.

Folders are categories, broadest first. What OPML has no word for stands in attributes of a namespace of ours, which
other programs pass over: `smewatch:kind`, `smewatch:referer`, and each rule of a list by its name (`smewatch:items`).
Pure: no file is touched, and nothing that a file points to is fetched.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from crawler import rsshub, rules
from crawler.address import has_credentials, host, is_web
from crawler.errors import ConfigurationError
from crawler.model import Kind, Rules, Source

#: The kinds by the `type` that an outline has; `rss` is what OPML calls every feed.
_KINDS = {kind.value: kind for kind in (Kind.RSS, Kind.SITEMAP)}
_NAMESPACE = "urn:smewatch:source"
_PREFIX = "smewatch:"
_DEEPEST = 20  # folders within one another


@dataclass(frozen=True, slots=True)
class Subscription:
    """One feed of an OPML file: its address and the folders it lies in; of a list, how it is read as well."""

    url: str
    categories: tuple[str, ...] = ()
    kind: Kind = Kind.RSS
    rules: Rules | None = None
    referer: str = ""


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
    """Write sources as OPML, those of one category in one folder."""
    root = etree.Element("opml", version="2.0", nsmap={_PREFIX.rstrip(":"): _NAMESPACE})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "smewatch"
    body = etree.SubElement(root, "body")
    for source in sources:
        folder = body
        for category in source.categories:
            folder = _folder(folder, category)
        attributes = {"text": source.name, "type": source.kind.value, "xmlUrl": source.url}
        etree.SubElement(folder, "outline", attributes | _declaration(source))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _outlines(parent: etree._Element, folders: tuple[str, ...]) -> Iterator[Subscription | str]:
    """Yield the feeds below an element, and a sentence for each entry that is none."""
    for outline in parent.findall("outline"):
        url, name = outline.get("xmlUrl", "").strip(), _name(outline)
        if is_web(url) or rsshub.is_route(url):
            try:
                yield _subscription(outline, url, folders)
            except ConfigurationError as error:
                yield f"{name or url}: {error}"
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


def _subscription(outline: etree._Element, url: str, folders: tuple[str, ...]) -> Subscription:
    """Read a feed's outline. Raises ConfigurationError where its attributes of our namespace cannot be meant so."""
    ours = {str(name): value for name, value in outline.items() if etree.QName(name).namespace == _NAMESPACE}
    own = {etree.QName(name).localname.replace("-", "_"): str(value) for name, value in ours.items()}
    referer = rules.read_referer(own.pop("referer", ""), _PREFIX)
    kind = _kind(own.pop("kind", ""), outline.get("type", ""))
    return Subscription(url, folders, kind, rules.read(kind, own, _PREFIX), referer)


def _kind(ours: str, everybodys: str) -> Kind:
    if not ours:
        return _KINDS.get(everybodys.lower(), Kind.RSS)
    try:
        return Kind(ours)
    except ValueError as error:
        raise ConfigurationError(f"{_PREFIX}kind {ours!r} is none of {', '.join(Kind)}") from error


def _declaration(source: Source) -> dict[str, str]:
    """Return the attributes of our namespace that say what address, type and folders of a source leave open."""
    kind = {} if source.kind in _KINDS.values() else {"kind": source.kind.value}
    referer = {"referer": source.referer} if source.referer else {}
    own = {**kind, **referer, **rules.write(source.rules)}
    return {f"{{{_NAMESPACE}}}{rules.spelt(name)}": value for name, value in own.items()}


def _name(outline: etree._Element) -> str:
    return " ".join((outline.get("text") or outline.get("title") or "").split())


def _folder(parent: etree._Element, name: str) -> etree._Element:
    folders = (it for it in parent.findall("outline") if it.get("text") == name and it.get("xmlUrl") is None)
    found = next(folders, None)
    return etree.SubElement(parent, "outline", text=name) if found is None else found
