"""Who publishes what, and where: what publishers declare, and what users add. Values that only hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """Who speaks through a publisher: the state at some level, or the press."""

    NATIONAL = "national"
    MINISTRY = "ministry"
    PROVINCE = "province"
    AGENCY = "agency"
    PORTAL = "portal"


#: The levels of the state itself. Their pages are edited quietly, and others rely on them; the press says it anew.
OFFICIAL = frozenset({Level.NATIONAL, Level.MINISTRY, Level.PROVINCE})


class Kind(StrEnum):
    """What a source serves; also the name of the spider that reads it."""

    RSS = "rss"
    JSON = "json"
    LISTING = "listing"
    SITEMAP = "sitemap"


@dataclass(frozen=True, slots=True)
class JsonList:
    """Where a JSON list keeps what an entry needs: dotted paths (`result.data`), from the items on for the fields.

    A number steps into a list (`groupData.0.data.url`). `items` is "" where the answer itself is the list. `embedded`
    names the variable of a page's script that holds the JSON (`window.WinPageData`), "" where the answer is JSON, or
    JSON in a function's call (JSONP). A field that the list lacks is "". JSON Feed needs no declaration.
    """

    items: str = ""
    url: str = "url"
    title: str = "title"
    published: str = ""
    author: str = ""
    content: str = ""
    image: str = ""
    embedded: str = ""


@dataclass(frozen=True, slots=True)
class HtmlList:
    """Where an HTML list keeps its entries: CSS selectors, from the items on for the parts of an entry.

    `link` finds the element with the address (“” where the item is the link itself), `title` the one with the headline
    (its `title` attribute counts before its text; "" takes the link's), `date` the one with the date. `built_by`
    selects the script of a page that holds no list itself but says where to ask for it (`script[parseType=buildstatic]`
    on miit.gov.cn), `embedded` the scripts that hold the list's markup for the browser to put in place
    (`script[type='text/xml']` with records in CDATA on provincial sites); both are "" where the page shows the list.
    """

    items: str
    link: str = "a"
    title: str = ""
    date: str = ""
    built_by: str = ""
    embedded: str = ""


Rules = JsonList | HtmlList

#: The rules that a list of each kind has; an address of any other kind shows by itself where its entries are.
RULES: Mapping[Kind, type[Rules]] = {Kind.JSON: JsonList, Kind.LISTING: HtmlList}


@dataclass(frozen=True, slots=True)
class Source:
    """One address that is polled for entries.

    `name` is unique over all publishers (`sina/domestic`); a feed given by hand is named by its address.
    `categories` go into the documents that come from here, broadest first. `rules` say where a list of that kind keeps
    its entries; `referer` is the page that some servers want to be asked from.
    """

    name: str
    publisher: str
    url: str
    kind: Kind = Kind.RSS
    categories: tuple[str, ...] = ()
    rules: Rules | None = None
    referer: str = ""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Which addresses of a publisher lead to one page, and under which of them it is known.

    `mirrors` pairs a host with the one whose pages it repeats, path by path (`wap.miit.gov.cn`, `www.miit.gov.cn`);
    `tracking` names parameters that say where a reader came from; `scheme` is the one under which pages are known, ""
    where the one that was asked for stands.
    """

    mirrors: tuple[tuple[str, str], ...] = ()
    tracking: tuple[str, ...] = ()
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Publisher:
    """One publisher, as its file under `crawler/publishers/` declares it.

    `body`, `headline`, `author` and `date` are CSS selectors in order of trust; `noise` are CSS selectors of what is
    cut out of the body before there is a document. `zone` is the IANA zone in which the publisher's pages tell the
    time; `addresses` are the rules by which a page has one address.
    """

    name: str
    title: str
    level: Level
    hosts: tuple[str, ...]
    region: str = "全国"
    sources: tuple[Source, ...] = ()
    body: tuple[str, ...] = ()
    headline: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    noise: tuple[str, ...] = ()
    zone: str = "Asia/Shanghai"
    addresses: Addresses = Addresses()
