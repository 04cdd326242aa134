"""The seed format: bytes into a Document and back. Never touches a file, and never looks inside the body.

The fixed form, byte for byte: a newline; front matter between two lines of `---` with seven keys in order, title,
headimg and thumbnail in single quotes, a space after `categories:` and one before each ` - ` item, an RFC 822 date in
GMT; an empty line; `<div>` and three spaces, the body on its own lines, two spaces, and a closing `</div>` followed by
a newline and twelve spaces. `dumps` writes nothing else; `loads` also reads what other writers make of it.

    dumps(loads(b)) == b    for bytes in the fixed form
    loads(dumps(d)) == d    for every document that `dumps` accepts, and it accepts all that `loads` returns
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from seeds.document import Document
from seeds.errors import SeedFormatError

_FENCE = "---"
_UNDATED = "Invalid Date"  # what the form's writers, in JavaScript, print for a date that they do not know
_FIRST_YEAR = 1000  # RFC 822 takes a year of fewer digits for one of our time
_BODY_HEAD = "\n<div>   \n"
_BODY_TAIL = "  \n</div>\n            "
_FIELD = re.compile(r"([A-Za-z_]+):(?:[ \t]+(.*))?")
_ITEM = re.compile(r"[ \t]*-(?:[ \t]+(.*))?")
_LINE_BREAK = re.compile(r"[\r\n]+")
_WRAPPED_BODY = re.compile(r"<div>(.*)</div>", re.DOTALL)


def loads(raw: bytes) -> Document:
    """Read a document, in the fixed form or as other writers vary it.

    Taken as they come: fields that are unquoted, in double quotes, missing (all but title and date) or unknown; lists
    at any indentation; a byte order mark; CRLF line ends; no leading newline; a body in other padding or in no `<div>`.
    Raises SeedFormatError, with the line and the reason, for what is no seed document.
    """
    front, rest = _split(_decode(raw))
    return Document(
        title=_required(front, "title"),
        categories=tuple(front.categories),
        author=front.text("author"),
        date=_read_date(_required(front, "date"), front.lines["date"]),
        body=_read_body(rest),
        headimg=front.text("headimg"),
        thumbnail=front.text("thumbnail"),
        comments=front.text("comments").lower() == "true",
    )


def dumps(document: Document) -> bytes:
    """Write a document in the fixed form.

    Raises SeedFormatError, naming the field, where the form could not give the same document back: a line break in a
    field, an empty title, a date without a zone or with a fraction of a second, characters that UTF-8 has not.
    """
    _refuse_unwritable(document)
    try:
        raw = _render(document).encode()
    except (UnicodeEncodeError, OverflowError) as error:
        raise SeedFormatError(f"the document cannot be written: {error}") from error
    _refuse_changed(document, loads(raw))
    return raw


def _render(document: Document) -> str:
    lines = [
        "",
        _FENCE,
        f"title: {_quoted(document.title)}",
        "categories: ",
        *(f" - {_bare(category)}" for category in document.categories),
        f"headimg: {_quoted(document.headimg)}",
        f"author: {_bare(document.author)}",
        f"comments: {'true' if document.comments else 'false'}",
        f"date: {_date(document.date)}",
        f"thumbnail: {_quoted(document.thumbnail)}",
        _FENCE,
        "",
    ]
    return "\n".join(lines) + _BODY_HEAD + document.body + _BODY_TAIL


def _date(date: datetime | None) -> str:
    return format_datetime(date.astimezone(UTC), usegmt=True) if date else _UNDATED


@dataclass(slots=True)
class _Front:
    """The front matter as read: raw values and their line numbers by key, and the items of the list."""

    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    categories: list[str] = field(default_factory=list)

    def text(self, key: str) -> str:
        return _unquoted(self.values.get(key, ""))


def _decode(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise SeedFormatError(f"line {line}: not UTF-8 (byte 0x{raw[error.start]:02x}); save it as UTF-8") from error
    # CRLF is the file's own line end only where the frame has it too: the fixed form may hold a body with CRLF in it.
    return text.replace("\r\n", "\n") if text.lstrip().startswith(f"{_FENCE}\r\n") else text


def _split(text: str) -> tuple[_Front, str]:
    """Part the front matter from everything below the line that closes it."""
    front = _Front()
    key, opened = "", False
    for number, line, below in _lines(text):
        if line.rstrip() == _FENCE:
            if opened:
                return front, text[below:]
            opened = True
        elif opened:
            key = _read_line(front, key, line, number)
        elif line.strip():
            raise SeedFormatError(f"line {number}: no front matter; a seed document opens with a line of '{_FENCE}'")
    if opened:
        raise SeedFormatError(f"the front matter is never closed; end it with a line of '{_FENCE}'")
    raise SeedFormatError("no front matter: the file is empty")


def _lines(text: str) -> Iterator[tuple[int, str, int]]:
    """Yield each line's number (from 1), text, and where the next starts; a reader that stops spares the body."""
    start, number = 0, 1
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield number, text[start:end], end + 1
        start, number = end + 1, number + 1


def _read_line(front: _Front, key: str, line: str, number: int) -> str:
    """Take one line of the front matter in; returns the key that a list item below it would belong to."""
    if not line.strip() or line.lstrip().startswith("#"):
        return key
    if item := _ITEM.fullmatch(line):
        if key == "categories":
            front.categories.append(_unquoted(item[1] or ""))
        return key
    if (pair := _FIELD.fullmatch(line)) is None:
        raise SeedFormatError(f"line {number}: {line.strip()[:40]!r} is neither 'key: value' nor a list item")
    key, value = pair[1], (pair[2] or "").strip(" \t")
    front.values[key], front.lines[key] = value, number
    if key == "categories" and value:
        front.categories.extend(_inline_list(value))
    return key


def _inline_list(value: str) -> list[str]:
    """`[金融, 要闻]` as two categories, any other value as one."""
    if not (value.startswith("[") and value.endswith("]")):
        return [_unquoted(value)]
    return [_unquoted(item.strip()) for item in value[1:-1].split(",") if item.strip()]


def _required(front: _Front, key: str) -> str:
    if value := front.text(key):
        return value
    at = f"line {front.lines[key]}: " if key in front.lines else ""
    raise SeedFormatError(f"{at}no {key}; the front matter must give one")


def _read_date(value: str, line: int) -> datetime | None:
    """Read an RFC 822 date or an ISO 8601 one; without a zone it is GMT, the only zone that the form writes."""
    if value == _UNDATED:
        return None
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            date = read(value)
            aware = (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
        if aware.year >= _FIRST_YEAR:
            return aware.replace(microsecond=0)
    raise SeedFormatError(f"line {line}: {value[:40]!r} is no date; write it like 'Tue, 23 Nov 2021 06:03:01 GMT'")


def _read_body(rest: str) -> str:
    if rest.startswith(_BODY_HEAD) and rest.endswith(_BODY_TAIL) and len(rest) >= len(_BODY_HEAD) + len(_BODY_TAIL):
        return rest[len(_BODY_HEAD) : -len(_BODY_TAIL)]
    body = rest.strip()
    wrapped = _WRAPPED_BODY.fullmatch(body)
    return wrapped[1].strip() if wrapped else body


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _bare(value: str) -> str:
    """Write the value as it stands, or in quotes where reading would take its ends for padding or quotation marks."""
    return value if _unquoted(value) == value else _quoted(value)


def _unquoted(value: str) -> str:
    value = _LINE_BREAK.sub(" ", value).strip(" \t")
    if len(value) >= 2 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    if len(value) >= 2 and value[0] == value[-1] == '"':
        try:
            unescaped = str(json.loads(value, strict=False))
        except ValueError:
            return value[1:-1]
        # An escape may stand for what the form cannot hold: a line break, or half of a character.
        return _LINE_BREAK.sub(" ", unescaped).encode(errors="replace").decode()
    return value


def _refuse_unwritable(document: Document) -> None:
    for name in ("title", "author", "headimg", "thumbnail"):
        _refuse_line_break(name, getattr(document, name))
    for category in document.categories:
        _refuse_line_break("categories", category)
    if not document.title:
        raise SeedFormatError("an empty title cannot be written; give the document one")
    if document.date and (document.date.tzinfo is None or document.date.microsecond):
        raise SeedFormatError(f"the date {document.date} cannot be written; give it a zone and whole seconds")


def _refuse_line_break(name: str, value: str) -> None:
    if "\n" in value or "\r" in value:
        raise SeedFormatError(f"a line break in {name} cannot be written; replace it by a space")


def _refuse_changed(document: Document, again: Document) -> None:
    """Have the last word on what the form holds: what would not come back the same is not written."""
    changed = [it.name for it in fields(Document) if getattr(again, it.name) != getattr(document, it.name)]
    if changed:
        raise SeedFormatError(f"the form cannot hold this document's {', '.join(changed)}; it would read back changed")
