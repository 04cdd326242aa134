"""An article's HTML body into its clean text: paragraphs in order, the publishers' noise left out.

Every offset that smewatch stores counts characters of this text; `TEXT_VERSION` stands beside it, and changes with
any rule that changes the text. Never raises, whatever the body, and takes time linear in its length.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from lxml import etree

from seeds.noise import HIDDEN_ELEMENTS, NOISE_CLASSES, RULES, Place

TEXT_VERSION = 1

ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"

_BLOCKS = frozenset(
    """address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p pre section select summary table
    tbody td textarea tfoot th thead tr ul""".split()  # noqa: SIM905 - fifty words read better than fifty lines
)
_MARKUP = re.compile(r"<[A-Za-z/!?]")
# White space as Unicode has it; the ideographic space, U+3000, is the last.
_EDGE = "".join(char for code in range(0x3001) if (char := chr(code)).isspace()) + ZERO_WIDTH
_BRACKETS_REACH = 90  # characters: the longest that stands in brackets at a paragraph's end, and a few more


def plain(body: str) -> str:
    r"""Read a body as text: paragraphs separated by one `\n`, each without white space at its ends.

    Block elements and `<br>` part paragraphs, inline elements do not. A line break in the source is no part of a
    Chinese text and a space between two words of a western one, unless an ideographic space follows it (a new
    paragraph's indentation); in a body without any tag each line is a paragraph. Comments, scripts, styles and noise
    (`seeds.noise`) are gone, entities are decoded, and all other characters stay as they are.
    """
    return "\n".join(kept for paragraph in _paragraphs(body) if (kept := _without_noise(paragraph)))


def _paragraphs(body: str) -> Iterable[str]:
    if not _MARKUP.search(body):
        return html.unescape(body).replace("\r", "\n").split("\n")
    reader = _Reader()
    # A cast, because the stubs ask for a target that takes bytes too; lxml gives it text.
    parser = etree.HTMLParser(target=cast("Any", reader), encoding="utf-8", huge_tree=True)
    parser.feed(body.encode(errors="replace"))
    parser.close()
    return reader.paragraphs


class _Reader:
    """Collects paragraphs from the events of lxml's HTML parser; no tree is built, and comments are not asked for."""

    def __init__(self) -> None:
        self.paragraphs: list[str] = []
        self._pieces: list[str] = []
        self._hidden = 0  # how many open elements, counted from the outermost hidden one

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _BLOCKS:
            self._part()
        classes = attributes.get("class", "").split()
        if self._hidden or tag in HIDDEN_ELEMENTS or not NOISE_CLASSES.isdisjoint(classes):
            self._hidden += 1

    def end(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._part()
        self._hidden = max(0, self._hidden - 1)

    def data(self, text: str) -> None:
        if not self._hidden:
            self._pieces.append(text)

    def close(self) -> None:
        self._part()

    def _part(self) -> None:
        if self._pieces:
            self.paragraphs.extend(_unwrapped("".join(self._pieces)))
            self._pieces.clear()


def _unwrapped(text: str) -> Iterator[str]:
    """Undo the source's line breaks, after CSS Text 3, 'Segment Break Transformation Rules'."""
    parts: list[str] = []
    for line in text.replace("\r", "\n").split("\n"):
        if line.startswith("\u3000"):
            yield "".join(parts)
            parts.clear()
        if words := line.strip(_EDGE):
            if parts and not (_is_wide(parts[-1][-1]) or _is_wide(words[0])):
                parts.append(" ")
            parts.append(words)
    yield "".join(parts)


def _is_wide(char: str) -> bool:
    """Whether a character is written without spaces round it; of the ambiguous ones, in a Chinese text, all are."""
    return unicodedata.east_asian_width(char) in {"W", "F", "A"}


def _rules(place: Place) -> str:
    return "|".join(f"(?:{rule.pattern})" for rule in RULES if rule.place is place)


_GAP = rf"[\s{ZERO_WIDTH}]{{0,8}}"
_HEAD = re.compile(rf"(?:{_rules(Place.HEAD)}){_GAP}")
_IN_BRACKETS = re.compile(rf"[（(【\[]\s?(?:{_rules(Place.BRACKETS)})\s?[）)】\]]{_GAP}\Z")
_WHOLE = re.compile(_rules(Place.WHOLE))


def _without_noise(paragraph: str) -> str:
    text = paragraph.strip(_EDGE)
    start, end = 0, len(text)
    while found := _IN_BRACKETS.search(text, max(0, end - _BRACKETS_REACH), end):
        end = found.start()
    while found := _HEAD.match(text, start, end):
        start = found.end()
    text = text[start:end].strip(_EDGE)
    return "" if _WHOLE.fullmatch(text) else text
