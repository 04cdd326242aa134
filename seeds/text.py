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

from seeds.noise import HIDDEN_ELEMENTS, NOISE_CLASS, NOISE_CLASSES, RULES, Place

TEXT_VERSION = 2

ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"

_BLOCKS = frozenset(
    """address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p pre section select summary table
    tbody td textarea tfoot th thead tr ul""".split()  # noqa: SIM905 - fifty words read better than fifty lines
)
_MARKUP = re.compile(r"<[A-Za-z/!?]")
# White space as Unicode has it; the ideographic space, U+3000, is the last.
_EDGE = "".join(char for code in range(0x3001) if (char := chr(code)).isspace()) + ZERO_WIDTH
_BRACKETS_REACH = 120  # characters: the longest that stands in brackets at a paragraph's end, and a few more
_NOISE_CLASS = re.compile(NOISE_CLASS)


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
    try:
        reader = _IDLE.pop()
    except IndexError:
        reader = _Reader()
    paragraphs = reader.read(body)
    _IDLE.append(reader)
    return paragraphs


class _Reader:
    """Collects paragraphs from the events of lxml's HTML parser; no tree is built, and comments are not asked for."""

    def __init__(self) -> None:
        # A cast, because the stubs ask for a target that takes bytes too; lxml gives it text.
        self._parser = etree.HTMLParser(target=cast("Any", self), encoding="utf-8", huge_tree=True)
        self._paragraphs: list[str] = []
        self._pieces: list[str] = []
        self._hidden = 0  # how many open elements, counted from the outermost hidden one

    def read(self, body: str) -> list[str]:
        """Read a body as its paragraphs; of a reader that an error has stopped, nothing more must be asked."""
        self._paragraphs, self._hidden = [], 0
        self._parser.feed(body.encode(errors="replace"))
        self._parser.close()
        return self._paragraphs

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _BLOCKS:
            self._part()
        if self._hidden or tag in HIDDEN_ELEMENTS or ("class" in attributes and _is_noise(attributes["class"])):
            self._hidden += 1

    def end(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._part()
        if self._hidden:
            self._hidden -= 1

    def data(self, text: str) -> None:
        if not self._hidden:
            self._pieces.append(text)

    def close(self) -> None:
        self._part()

    def _part(self) -> None:
        if self._pieces:
            text = "".join(self._pieces).strip(_EDGE)
            self._pieces.clear()
            if "\n" in text or "\r" in text:
                self._paragraphs += _unwrapped(text)
            elif text:
                self._paragraphs.append(text)


# Readers of which none is in use: lxml takes longer to make a parser than to parse a short text with it.
_IDLE: list[_Reader] = []


def _is_noise(classes: str) -> bool:
    return any(it in NOISE_CLASSES or _NOISE_CLASS.search(it) for it in classes.split())


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


_MARK = re.compile("|".join(dict.fromkeys(rule.mark for rule in RULES)))
_HEAD = re.compile(rf"(?:{_rules(Place.HEAD)}) ?")
_IN_BRACKETS = re.compile(rf"[(【\[] ?(?:{_rules(Place.BRACKETS)}) ?[)】\]] ?\Z")
_CLOSED = (")", "】", "]", ") ", "】 ", "] ")  # how a paragraph ends of which they can match the end
_WHOLE = re.compile(_rules(Place.WHOLE))

# What the rules read is, sign for sign, the text in one width, with one space and one quotation mark and without
# letters of other scripts, and then without the spaces that portals set.
_ONE_SIGN = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},  # Unicode's full-width forms of ASCII
    **dict.fromkeys("“”‘’「」『』'", '"'),
    **dict.fromkeys("丨︱│┃", "|"),
    **dict.fromkeys(_EDGE, " "),
}
_SIGN = re.compile(r"[^!-&(-~\u4e00-\u4e27\u4e29-\u9fff、。《》【】…—]")  # 丨 is an ideograph to Unicode
_PORTALS_SPACE = re.compile(r" (?:(?<=[!-~ ] ) *| *(?=[!-~]))")


def _without_noise(paragraph: str) -> str:
    text = paragraph.strip(_EDGE)
    if not _MARK.search(text):
        return text
    folded = _SIGN.sub(_one_sign, text)
    dense = _PORTALS_SPACE.sub("", folded)
    start, end = 0, len(dense)
    while dense.endswith(_CLOSED, 0, end) and (found := _IN_BRACKETS.match(dense, _last_bracket(dense, end), end)):
        end = found.start()
    while found := _HEAD.match(dense, start, end):
        start = found.end()
    if _WHOLE.fullmatch(dense, start, end):
        return ""
    if end - start == len(dense):
        return text
    return text[_undensed(start, folded) : _undensed(end, folded)].strip(_EDGE)


def _one_sign(match: re.Match[str]) -> str:
    sign = match[0]
    return _ONE_SIGN.get(sign) or ("\ufffd" if sign.isalnum() and not sign.isdecimal() else sign)


def _last_bracket(dense: str, end: int) -> int:
    """Find the bracket that may open a note at the end: the last one, as no rule has brackets in brackets."""
    return max(dense.rfind(bracket, max(0, end - _BRACKETS_REACH), end) for bracket in "([【")


def _undensed(offset: int, folded: str) -> int:
    """Find an offset of the dense form in the text, which is as long as its folded form."""
    for gap in _PORTALS_SPACE.finditer(folded):
        if gap.start() > offset:
            break
        offset += gap.end() - gap.start()
    return offset
