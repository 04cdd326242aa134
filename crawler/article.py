"""The article in a page: a feed's entry and the fetched page into a document of the seed format. Pure.

The publisher's own selectors come first, its noise is cut out; a page of an unknown publisher goes through
readability; where the page yields nothing, the feed's own content is taken if it is a whole article.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from copy import deepcopy
from datetime import datetime
from functools import cache
from html import escape
from typing import cast
from zoneinfo import ZoneInfo

from lxml import etree, html
from lxml.cssselect import CSSSelector
from readability import Document as Readable
from readability.readability import Unparseable

from crawler import times
from crawler.address import absolute, canonical
from crawler.errors import ArticleError
from crawler.model import Article, FeedEntry, Page, Publisher, Source
from seeds import codec
from seeds.document import Document
from seeds.errors import SeedFormatError
from seeds.fingerprint import content_hash
from seeds.noise import NOISE_CLASSES
from seeds.text import plain

_SHORTEST_BODY = 20  # characters of text that a publisher's own container must hold to be believed
_SHORTEST_FOUND = 30  # characters that a guessed container must hold
_SHORTEST_FEED = 200  # characters from which a feed's content counts as the whole article, not as a teaser

_BYLINE = 1000  # characters from the headline on in which a page tells its date

#: Containers of the content management systems that recur on Chinese government sites.
_CONTAINERS = ("#UCAP-CONTENT", ".TRS_UEDITOR", ".TRS_Editor", ".pages_content", "[itemprop=articleBody]")
_DROPPED = "script, style, noscript, iframe, form, button, input, select, textarea, svg, object, embed, nav, link, meta"
# General noise that `seeds.text` knows by its class: a document that is made here has no classes.
_NOISE = tuple(f".{name}" for name in sorted(NOISE_CLASSES))
_KEPT_ATTRIBUTES = frozenset({"href", "src", "alt", "title", "colspan", "rowspan"})
_DATES = (
    "meta[property='article:published_time']", "meta[name=firstpublishedtime]", "meta[name=PubDate]",
    "meta[name=pubdate]", "meta[name=publishdate]", "meta[itemprop=datePublished]", "time[datetime]",
)  # fmt: skip
_TITLES = ("meta[property='og:title']", "meta[name=ArticleTitle]", "h1", "title")


def extract(entry: FeedEntry, page: Page, publisher: Publisher, source: Source) -> Article:
    """Read the article that an entry announces out of its page. Raises ArticleError where there is none."""
    tree = _parsed(page)
    title = _title(entry, tree, publisher)
    body, text = _body(entry, page, tree, publisher, title)
    image = _image(entry, tree, body, page.url)
    document = Document(
        title=title,
        categories=source.categories or (publisher.title,),
        author=_author(entry, tree, publisher),
        date=_date(entry, tree, publisher, title, page.fetched_at),
        body=body,
        headimg=image,
        thumbnail=image,
    )
    _refuse_unwritable(document)
    return Article(
        document=document,
        text=text,
        content_hash=content_hash(title, text),
        url=canonical(page.url, publisher.addresses),
        publisher=publisher.name,
        source=source.name,
        fetched_at=page.fetched_at,
    )


def decode(body: bytes, decoded: str) -> str:
    """Return a page's text with plain line ends, its bytes decoded again where the declared encoding was a false one.

    Both kinds are common on Chinese sites: bytes that are UTF-8 to the last one (GB 18030 never is by chance, over a
    page's length), and a `charset=utf-8` over GB 18030, which shows in replacement characters. A character that was
    cut in two leaves one in either encoding, so the one that leaves fewer is the page's.
    """
    with suppress(UnicodeDecodeError):
        return body.decode("utf-8-sig").replace("\r\n", "\n")
    if "\ufffd" in decoded:
        decoded = min(decoded, body.decode("gb18030", "replace"), key=lambda text: text.count("\ufffd"))
    return decoded.replace("\r\n", "\n")


def _parsed(page: Page) -> html.HtmlElement:
    # As bytes: lxml refuses a text that declares an encoding, as XHTML pages do in their first line.
    parser = html.HTMLParser(encoding="utf-8")
    try:
        return html.document_fromstring(page.html.encode(errors="replace"), parser=parser, base_url=page.url)
    except (etree.ParserError, ValueError) as error:
        raise ArticleError(f"the page cannot be read as HTML: {error}") from error


def _refuse_unwritable(document: Document) -> None:
    """Turn a document that the seed form cannot hold away here, where it costs one page and not a batch."""
    try:
        codec.dumps(document)
    except SeedFormatError as error:
        raise ArticleError(f"the article does not fit the seed format: {error}") from error


def _title(entry: FeedEntry, tree: html.HtmlElement, publisher: Publisher) -> str:
    """Return the feed's title, or the page's where the feed gives none or cuts it short."""
    told = _one_line(entry.title)
    stem = told.rstrip(".…")
    if told and stem == told:
        return told
    for found in _values(tree, (*publisher.headline, *_TITLES)):
        if found.startswith(stem):
            return found
    if not told:
        raise ArticleError("the article has no title, neither in the feed nor in the page")
    return told


def _body(entry: FeedEntry, page: Page, tree: html.HtmlElement, publisher: Publisher, title: str) -> tuple[str, str]:
    """Return the article's inner HTML, and its text."""
    for element, shortest in _candidates(entry, page, tree, publisher):
        body = _cleaned(element, publisher, page.url, title)
        text = plain(body)
        if len(text) >= shortest:
            return body, text
    raise ArticleError("nothing in the page reads like an article")


def _candidates(
    entry: FeedEntry, page: Page, tree: html.HtmlElement, publisher: Publisher
) -> Iterator[tuple[html.HtmlElement, int]]:
    """Yield what may hold the article, best guess first, each with the characters of text that it must have."""
    for selectors, shortest in ((publisher.body, _SHORTEST_BODY), (_CONTAINERS, _SHORTEST_FOUND)):
        for selector in selectors:
            yield from ((element, shortest) for element in _select(tree, selector))
    yield from ((element, _SHORTEST_FOUND) for element in _guessed(page))
    if entry.content:
        yield _fragment(entry.content), _SHORTEST_FEED


def _guessed(page: Page) -> Iterator[html.HtmlElement]:
    try:
        summary = Readable(page.html, url=page.url).summary(html_partial=True)
        yield _fragment(summary)
    except (etree.ParserError, etree.XMLSyntaxError, Unparseable, ValueError):
        return


def _fragment(markup: str) -> html.HtmlElement:
    # Not html.fragment_fromstring: that one trips over markup that is a whole document.
    tree = html.document_fromstring(f"<html><body>{markup}</body></html>")
    body = tree.find("body")
    return tree if body is None else body


def _cleaned(element: html.HtmlElement, publisher: Publisher, base: str, title: str) -> str:
    """Return the inner HTML of an element without noise, scripts, styling and a repeated headline."""
    element = deepcopy(element)  # others look at the tree
    for unwanted in _select(element, ", ".join((*publisher.noise, *_NOISE, _DROPPED))):
        if unwanted is not element:
            unwanted.drop_tree()
    etree.strip_tags(element, etree.Comment, etree.ProcessingInstruction)
    headings = _select(element, "h1, h2")
    if headings and _one_line(headings[0].text_content()) == title:
        headings[0].drop_tree()
    for part in element.iter(etree.Element):
        for name, value in part.attrib.items():
            if name not in _KEPT_ATTRIBUTES or value.strip().lower().startswith("javascript:"):
                del part.attrib[name]
    element.make_links_absolute(base, handle_failures="discard")
    inner = [escape(element.text or "", quote=False), *(html.tostring(child, encoding="unicode") for child in element)]
    return "".join(inner).strip()


def _author(entry: FeedEntry, tree: html.HtmlElement, publisher: Publisher) -> str:
    return next(_values(tree, publisher.author), "") or _one_line(entry.author) or publisher.title


def _date(entry: FeedEntry, tree: html.HtmlElement, publisher: Publisher, title: str, fetched_at: datetime) -> datetime:
    """Return the feed's date, else the page's, else the moment of the fetch, in whole seconds."""
    if entry.published:
        return entry.published.replace(microsecond=0)
    zone = ZoneInfo(publisher.zone)
    for raw in _values(tree, (*publisher.date, *_DATES)):
        moment = times.read(raw, zone=zone, now=fetched_at) or times.find(raw, zone=zone, now=fetched_at)
        if moment:
            return moment
    visible = "\n".join(tree.xpath("//body//text()[not(ancestor::script or ancestor::style)]"))
    below_the_headline = visible[max(0, visible.find(title)) :][:_BYLINE]
    return times.find(below_the_headline, zone=zone, now=fetched_at) or fetched_at.replace(microsecond=0)


def _image(entry: FeedEntry, tree: html.HtmlElement, body: str, base: str) -> str:
    inside = [image.get("src", "") for image in _fragment(body).iter("img")]
    for address in (entry.image, *_values(tree, ("meta[property='og:image']",)), *inside):
        found = absolute(base, address)
        if found and not any(character.isspace() for character in found):
            return found
    return ""


def _values(tree: html.HtmlElement, selectors: Sequence[str]) -> Iterator[str]:
    """Yield what elements say: `content` or `datetime` where they have it, else their text."""
    for selector in selectors:
        for element in _select(tree, selector):
            value = _one_line(element.get("content") or element.get("datetime") or element.text_content())
            if value:
                yield value


def _select(element: html.HtmlElement, selector: str) -> list[html.HtmlElement]:
    return cast("list[html.HtmlElement]", _compiled(selector)(element))


@cache  # selectors are declared, so there are few; to compile one takes longer than to apply it
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


def _one_line(text: str) -> str:
    return "".join(it for it in " ".join(text.split()) if it.isprintable())
