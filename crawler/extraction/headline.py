"""A page's headline, out of its `<title>`, its meta tags and its headings. Pure.

A `<title>` ends in the names of its site and its channel, and nobody can tell them from the headline by their looks:
“观察|示例行业的整顿_财经_示例网”. But the page shows the headline, and the rest begins with a sign that parts.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import html

from crawler.extraction.markup import one_line, select, values

_SHORTEST = 6  # characters of a headline that the `<title>` may begin with; names of channels are shorter
_LONGEST = 500  # characters of a `<title>` that are looked at
_PARTING = "_-|–—·~<>《»"  # what stands between a headline and the names behind it
_NAMES = re.compile(r"(?:\s*_.*|\s*[-|–—]{2,}.*|\s+[-|–—]\s+[^-|–—]*|[-|–—][^-|–—\s]*)$", re.DOTALL)


def headlines(tree: html.HtmlElement, selectors: Sequence[str], metas: Mapping[str, str], shown: str) -> Iterator[str]:
    """Yield what may be the headline, best first: `selectors` are the publisher's, `shown` is the page's text."""
    yield from values(tree, selectors)
    titles = [title for it in select(tree, "title") if (title := one_line(it.text_content()[:_LONGEST]))]
    for title in titles:
        if found := _shown_start(title, shown):
            yield found
    yield from (metas[name] for name in ("articletitle", "og:title") if name in metas)
    yield from values(tree, ("h1",))
    yield from (_NAMES.sub("", title) or title for title in titles)


def _shown_start(title: str, shown: str) -> str:
    """Return the longest piece of the page's text that a title begins with, and then ends or parts."""
    pieces = {line for line in shown.split("\n") if len(line) >= _SHORTEST and title.startswith(line)}
    whole = (piece for piece in pieces if not (rest := title[len(piece) :].lstrip()) or rest[0] in _PARTING)
    return max(whole, key=len, default="")
