"""A page's HTML into elements, and elements into what they say: parsed once, selected, shown. Pure."""

from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from typing import cast

from lxml import etree, html
from lxml.cssselect import CSSSelector

from crawler.errors import ArticleError

_SHOWN = etree.XPath("//body//*[not(self::script or self::style or self::noscript or self::template)]/text()")


def parsed(markup: str, url: str) -> html.HtmlElement:
    """Parse a page. Raises ArticleError for what holds no element."""
    # As bytes: lxml refuses a text that declares an encoding, as XHTML pages do in their first line.
    parser = html.HTMLParser(encoding="utf-8")
    try:
        return html.document_fromstring(markup.encode(errors="replace"), parser=parser, base_url=url)
    except (etree.ParserError, ValueError) as error:
        raise ArticleError(f"the page cannot be read as HTML: {error}") from error


def fragment(markup: str) -> html.HtmlElement:
    """Parse a piece of a page into an element round it."""
    # Not html.fragment_fromstring: that one trips over markup that is a whole document.
    tree = html.document_fromstring(f"<html><body>{markup}</body></html>")
    body = tree.find("body")
    return tree if body is None else body


def inner(element: html.HtmlElement) -> str:
    """Write what an element holds as HTML, without the element itself."""
    held = [escape(element.text or "", quote=False), *(html.tostring(it, encoding="unicode") for it in element)]
    return "".join(held).strip()


def select(element: html.HtmlElement, selector: str) -> list[html.HtmlElement]:
    """Return the elements that a CSS selector finds, in the order of the page."""
    return cast("list[html.HtmlElement]", _compiled(selector)(element))


@cache  # selectors are declared, so there are few; to compile one takes longer than to apply it
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


def values(tree: html.HtmlElement, selectors: Iterable[str]) -> Iterator[str]:
    """Yield what selected elements say: `content` or `datetime` where they have it, else their text."""
    for selector in selectors:
        for element in select(tree, selector):
            value = one_line(element.get("content") or element.get("datetime") or element.text_content())
            if value:
                yield value


def metas(tree: html.HtmlElement) -> dict[str, str]:
    """Return what a page's `<meta>` elements say, by name or property in lower case; of two the first counts."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").strip().lower()
        value = one_line(meta.get("content") or "")
        if name and value:
            found.setdefault(name, value)
    return found


def shown(tree: html.HtmlElement) -> str:
    r"""Return the text that a page shows: each piece between two tags on a line of its own, none empty."""
    pieces = cast("list[str]", _SHOWN(tree))
    return "\n".join(line for piece in pieces if (line := one_line(piece)))


def one_line(text: str) -> str:
    """Return a text with single spaces and without what cannot be printed."""
    line = " ".join(text.split())
    return line if line.isprintable() else "".join(it for it in line if it.isprintable())
