"""Changes → an Atom feed (RFC 4287) or a JSON feed (version 1.1). Pure.

Ids are made of changes' numbers and stay for ever; whatever stands in a title, the feed is well-formed.
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from alerts import items, wording
from alerts.attribution import one_line
from alerts.model import Change, PageEdit, Statement, Target

_ATOM = "http://www.w3.org/2005/Atom"
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TITLE, _PARAGRAPH = 120, 2000  # characters of each at most
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # when a feed that is still empty was changed


@dataclass(frozen=True, slots=True)
class Entry:
    """One change as a feed tells it. `url` is "" where there is no page to link; `html` says what `text` does."""

    id: str
    title: str
    url: str
    text: str
    html: str
    author: str
    published: datetime
    updated: datetime
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: `id` for ever, `home` the page it belongs to, `address` where it is got from."""

    id: str
    title: str
    home: str
    address: str
    entries: tuple[Entry, ...]

    @property
    def updated(self) -> datetime:
        """When it last changed."""
        return max((it.updated for it in self.entries), default=_NEVER)


def entry(change: Change, noticed_at: datetime, base: str) -> Entry:
    """Tell a change; `base` is the service's address."""
    origin = change.origin
    named = f"来源：《{one_line(origin.title, _TITLE)}》{wording.source(origin)}"
    told = (_said(change), _corrected(change), change.reason, named)
    paragraphs = [_clean(one_line(it, _PARAGRAPH)) for it in told if it]
    return Entry(
        id=name(base, f"change/{change.number}"),
        title=_clean(one_line(_title(change), _TITLE)),
        url=_clean(origin.url) if origin.url.startswith(("https://", "http://")) else "",
        text="\n".join(paragraphs),
        html="".join(f"<p>{escape(it)}</p>" for it in paragraphs),
        author=_clean(one_line(wording.publisher(origin), _TITLE)),
        published=origin.published,
        updated=noticed_at,
        tags=tuple(map(_clean, origin.topics)),
    )


def name(base: str, what: str) -> str:
    """Return the id of something of the service at `base`, a tag URI (RFC 4151)."""
    return f"tag:{urlsplit(base).hostname},2026:{what}"


def atom(feed: Feed) -> bytes:
    """Write a feed as Atom."""
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "zh-CN"})
    _add(root, "id", feed.id)
    _add(root, "title", _clean(feed.title))
    _add(root, "updated", _moment(feed.updated))
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.address)
    _add(root, "link", rel="alternate", type="text/html", href=feed.home)
    _add(_add(root, "author"), "name", "smewatch")
    for it in feed.entries:
        node = _add(root, "entry")
        _add(node, "id", it.id)
        _add(node, "title", it.title)
        if it.url:
            _add(node, "link", rel="alternate", href=it.url)
        _add(node, "published", _moment(it.published))
        _add(node, "updated", _moment(it.updated))
        _add(_add(node, "author"), "name", it.author)
        for tag in it.tags:
            _add(node, "category", term=tag)
        _add(node, "content", it.html, type="html")
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def json_feed(feed: Feed) -> bytes:
    """Write a feed as JSON Feed."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _clean(feed.title),
        "home_page_url": feed.home,
        "feed_url": feed.address,
        "language": "zh-CN",
        "items": [_item(it) for it in feed.entries],
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _item(it: Entry) -> dict[str, object]:
    item: dict[str, object] = {
        "id": it.id,
        "title": it.title,
        "content_html": it.html,
        "content_text": it.text,
        "date_published": _moment(it.published),
        "date_modified": _moment(it.updated),
        "authors": [{"name": it.author}],
        "tags": list(it.tags),
    }
    return item | ({"url": it.url} if it.url else {})


def _title(change: Change) -> str:
    finding = change.finding
    kind = wording.kind(change.kind, finding)
    if isinstance(finding, PageEdit):
        return f"{kind}：{change.origin.title}"
    if isinstance(finding, Statement):
        return f"{kind}：{finding.speaker or finding.organization or ''}：{wording.quoted(finding)}"
    before = change.before if isinstance(change.before, Target) else None
    moved = f"{wording.summary(before)} → " if before else ""
    return f"{kind}：{finding.scope} {finding.object} {moved}{wording.summary(finding)}"


def _said(change: Change) -> str:
    finding = change.finding
    if isinstance(finding, PageEdit):
        return wording.edited(finding)
    if isinstance(finding, Statement):
        who = f"{finding.organization or ''}{finding.position or ''}{finding.speaker or ''}"
        return f"{who}{finding.cue}：{wording.quoted(finding)}"
    return finding.sentence.text


def _corrected(change: Change) -> str:
    read_as = items.read_as(change, wording)
    return f"人工更正：原来读作 {read_as}" if read_as else ""


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _add(parent: ET.Element, tag: str, text: str | None = None, /, **attributes: str) -> ET.Element:
    node = ET.SubElement(parent, tag, attributes)
    node.text = text
    return node
