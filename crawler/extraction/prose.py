"""Finds where an article stands in a page that nobody described: in the element with most of the page's prose. Pure.

Prose is text with Chinese commas and full stops that is no link: menus, lists of headlines and imprints have none. On
the saved pages of Chinese news sites this finds the container that a reader would choose, where readability (which
counts western commas) and trafilatura go astray, and in a tenth of their time. A page without such text is left alone.
"""

from collections import Counter
from typing import cast

from lxml import etree, html

#: Elements whose text is no part of an article, wherever they stand.
_ASIDE = frozenset({"a", "aside", "button", "footer", "head", "header", "iframe", "nav", "noscript", "option",
                    "script", "select", "style", "svg", "template", "textarea", "title"})  # fmt: skip
#: Elements that may hold a whole article; a `<p>` or a `<span>` holds a paragraph.
_CONTAINERS = frozenset({"article", "body", "center", "dd", "div", "dl", "fieldset", "form", "li", "main", "ol",
                         "section", "table", "tbody", "td", "tr", "ul"})  # fmt: skip
_REMARKS = ("comment", "cmt", "pinglun", "reply")  # in the class or id of what readers wrote

_MOST = 0.5  # of an element's prose: the child that holds so much is, or holds, the article
_PART = 0.2  # of a child's prose: a sibling of the same kind with so much shows both to be parts of one article
_LEAST = 30  # characters of prose that a page must hold

_PROSE = etree.XPath("//body//text()[contains(., '，') or contains(., '。')]")


def container(tree: html.HtmlElement) -> html.HtmlElement | None:
    """Return the innermost element that holds the article, None for a page without Chinese prose."""
    amounts = _amounts(tree)
    chosen = tree.find("body")
    if chosen is None or amounts[chosen] < _LEAST:
        return None
    while True:
        inside = [child for child in chosen if child.tag in _CONTAINERS]
        largest = max(inside, key=lambda child: amounts[child], default=None)
        if largest is None or amounts[largest] < _MOST * amounts[chosen] or _has_its_like(largest, inside, amounts):
            return chosen
        chosen = largest


def is_link_list(element: html.HtmlElement) -> bool:
    """Return whether an element holds links and hardly anything else: related articles, tags, a pager."""
    text = element.text_content()
    if "，" in text or "。" in text:
        return False
    linked = sum(len("".join(link.text_content().split())) for link in element.iter("a"))
    return linked > 0.5 * len("".join(text.split()))


def _amounts(tree: html.HtmlElement) -> Counter[html.HtmlElement]:
    """Count the characters of prose in each element that holds any, the elements inside it included."""
    amounts: Counter[html.HtmlElement] = Counter()
    set_aside: dict[html.HtmlElement, bool] = {}
    for text in cast("list[etree._ElementUnicodeResult]", _PROSE(tree)):
        holder = cast("html.HtmlElement", text.getparent())
        around = list(holder.iterancestors()) if text.is_tail else [holder, *holder.iterancestors()]
        if not any(_is_aside(element, set_aside) for element in around):
            amount = len(text.strip())
            for element in around:
                amounts[element] += amount
    return amounts


def _is_aside(element: html.HtmlElement, known: dict[html.HtmlElement, bool]) -> bool:
    if element not in known:
        named = f"{element.get('class', '')} {element.get('id', '')}".lower()
        by_name = element.tag != "body" and any(it in named for it in _REMARKS)
        known[element] = element.tag in _ASIDE or by_name
    return known[element]


def _has_its_like(
    child: html.HtmlElement, siblings: list[html.HtmlElement], amounts: Counter[html.HtmlElement]
) -> bool:
    """Return whether an element is one of several parts: paragraphs in `<div>`s, an article cut in two."""
    return any(
        other is not child
        and (other.tag, other.get("class")) == (child.tag, child.get("class"))
        and amounts[other] >= _PART * amounts[child]
        for other in siblings
    )
