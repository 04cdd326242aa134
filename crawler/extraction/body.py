"""A page's tree into the article's body: the container that holds it, without what is no part of the article. Pure.

The publisher's own selectors come first, then the containers of known content management systems, then the element with
the page's prose. A page without Chinese prose goes through readability. The feed's own content is the last resort.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree, html
from readability import Document as Readable
from readability.readability import Unparseable

from crawler.errors import ArticleError
from crawler.extraction import imprint, prose
from crawler.extraction.markup import fragment, inner, one_line, select
from crawler.model import Publisher
from seeds.noise import NOISE_CLASSES
from seeds.text import plain

_SHORTEST_BODY = 20  # characters of text that a publisher's own container must hold to be believed
_SHORTEST_FOUND = 30  # characters that another container must hold
_SHORTEST_FEED = 200  # characters from which a feed's content stands in for a page that holds none
_SHORTEST_WHOLE = 400  # characters from which it may be the whole article, so that the page is not asked for
_ENDS = tuple("。！？”」』）)】")  # a teaser breaks off, or ends in “…” or “阅读全文”

#: Containers of content management systems that recur on Chinese sites.
_SYSTEMS = (
    "#UCAP-CONTENT", ".TRS_UEDITOR", ".TRS_Editor",  # TRS: ministries, provinces, papers
    ".pages_content",  # gov.cn's older pages
    "#vsb_content", ".v_news_content",  # VSB (博达): universities, institutes
    ".wp_articlecontent",  # SudyTech (苏迪)
    "#js_content",  # WeChat's public accounts
    "[itemprop=articleBody]",
)  # fmt: skip
_DROPPED = "script, style, noscript, iframe, form, button, input, select, textarea, svg, object, embed, nav, link, meta"
# General noise that `seeds.text` knows by its class: a document that is made here has no classes.
_NOISE = tuple(f".{name}" for name in sorted(NOISE_CLASSES))
_LISTS = "div, ul, ol, dl, table, section, aside"
_MOST_LINES = 4  # paragraphs that tell when an article was published, before its first words
_PARAGRAPHS = frozenset({"p", "div", "section", "header", "h2", "h3", "h4", "h5", "h6"})
_KEPT_ATTRIBUTES = frozenset({"href", "src", "alt", "title", "colspan", "rowspan"})


@dataclass(frozen=True, slots=True)
class Body:
    """An article's inner HTML, its text as `seeds.text` gives it, and the addresses of its images, in order."""

    html: str
    text: str
    images: tuple[str, ...]


def find(tree: html.HtmlElement, publisher: Publisher, base: str, title: str, content: str = "") -> Body:
    """Return the article's body; `content` is the HTML that the feed carries. Raises ArticleError where none is."""
    for element, shortest in _candidates(tree, publisher, content):
        body = _cleaned(element, publisher, base, title)
        if len(body.text) >= shortest:
            return body
    raise ArticleError("nothing in the page reads like an article")


def told(content: str, publisher: Publisher, base: str, title: str) -> Body:
    """Return the body that a feed carries, cleaned as a page's is."""
    return _cleaned(fragment(content), publisher, base, title)


def is_whole(content: str) -> bool:
    """Return whether the HTML that a feed carries is a whole article: long, in paragraphs, and not broken off."""
    if len(content) < _SHORTEST_WHOLE:
        return False
    text = plain(content)
    return len(text) >= _SHORTEST_WHOLE and "\n" in text and text.endswith(_ENDS)


def _candidates(tree: html.HtmlElement, publisher: Publisher, content: str) -> Iterator[tuple[html.HtmlElement, int]]:
    """Yield copies of what may hold the article, best guess first, each with the characters of text it must have."""
    for selector in publisher.body:
        yield from ((deepcopy(element), _SHORTEST_BODY) for element in select(tree, selector))
    yield from ((deepcopy(element), _SHORTEST_FOUND) for element in select(tree, ", ".join(_SYSTEMS)))
    found = prose.container(tree)
    yield from ((element, _SHORTEST_FOUND) for element in (_readable(tree) if found is None else _trimmed(found)))
    if content:
        yield fragment(content), _SHORTEST_FEED


def _trimmed(found: html.HtmlElement) -> Iterator[html.HtmlElement]:
    element = deepcopy(found)
    for block in select(element, _LISTS):
        if block is not element and prose.is_link_list(block):
            block.drop_tree()
    yield element


def _readable(tree: html.HtmlElement) -> Iterator[html.HtmlElement]:
    try:
        yield fragment(Readable(deepcopy(tree)).summary(html_partial=True))
    except (etree.ParserError, etree.XMLSyntaxError, Unparseable, ValueError):
        return


def _opening_line(element: html.HtmlElement) -> html.HtmlElement | None:
    """Return the paragraph that opens an element, if it only tells when the article was published, and whose it is."""
    while not (element.text or "").strip():
        opening = next((it for it in element if one_line(it.text_content()) or (it.tail or "").strip()), None)
        if opening is None or opening.tag not in _PARAGRAPHS:
            return None
        if imprint.is_line(one_line(opening.text_content())):
            return opening
        element = opening
    return None


def _cleaned(element: html.HtmlElement, publisher: Publisher, base: str, title: str) -> Body:
    """Cut noise, scripts, styling, a repeated headline and the line under it out, and read what remains."""
    for unwanted in select(element, ", ".join((*publisher.noise, *_NOISE, _DROPPED))):
        if unwanted is not element:
            unwanted.drop_tree()
    etree.strip_tags(element, etree.Comment, etree.ProcessingInstruction)
    headings = select(element, "h1, h2")
    if headings and one_line(headings[0].text_content()) == title:
        headings[0].drop_tree()
    for _ in range(_MOST_LINES):
        line = _opening_line(element)
        if line is None:
            break
        line.drop_tree()
    for part in element.iter(etree.Element):
        for name, value in part.attrib.items():
            if name not in _KEPT_ATTRIBUTES or value.strip().lower().startswith("javascript:"):
                del part.attrib[name]
    element.make_links_absolute(base, handle_failures="discard")
    written = inner(element)
    return Body(written, plain(written), tuple(image.get("src", "") for image in element.iter("img")))
