"""A kept text with all that the archive knows of it, as a value and as a line of an index (JSON). Pure.

A line has the fields of `Holding` by their names, moments in ISO 8601, hashes in base64. What reads a line takes it for
a stranger's: every value is checked against its field's type, so that what comes out can be stored.
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from crawler import address
from crawler.errors import IndexLineError
from crawler.model import Edit, Novelty, Relevance
from crawler.resemblance import Print
from seeds.errors import SeedFormatError
from seeds.fingerprint import SAMPLED, decode_sketch, encode_sketch

SEED = "seed:"
"""What stands before the content hash that is the address of a text which has none."""

_LARGEST = 2**31 - 1  # what an integer column holds
_LONGEST_NAME = 100  # characters of a publisher's name, as its column has them
_LONGEST_HASH = 80
_CONTENT_HASH = re.compile(r"[0-9]+:(?:[0-9]+:)*[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a text was read: the article's row, with what is known of visits to its page."""

    url: str
    publisher: str
    first_seen: datetime
    visit_at: datetime | None = None
    visits: int = 0
    etag: str | None = None
    last_modified: str | None = None
    muted: bool = False
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """Where else the text ran, letter for letter; `page` is its address's row, None in a line of an earlier program."""

    url: str
    publisher: str
    source: str
    title: str
    published: datetime
    fetched_at: datetime
    origin: str = ""
    recurrence: bool = False
    page: Address | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """One kept text.

    `path` is its document's in the folder of the index, None where its time is up. `number`, the text that its page
    showed `before`, and in `novelty` the `nearest`, the `story` and what it `takes_up`, are numbers of the archive that
    wrote the index. `novelty.adds` says whether a print of the text is kept; it is made of the document, and stands in
    `print` where there is none. `announced` tells what was so in that archive. Which text a page shows is not written
    down: it is the one that was fetched from it last.
    """

    number: int
    content_hash: str
    text_version: int
    title: str
    published: datetime
    address: Address
    publisher: str
    source: str
    fetched_at: datetime
    relevance: Relevance
    novelty: Novelty
    announced: bool
    extraction: int = 1
    before: int | None = None
    edit: Edit | None = None
    origin: str = ""
    issuer: str = ""
    document_number: str = ""
    copies: tuple[Copy, ...] = ()
    path: str | None = None
    print: Print | None = None


def dumps(holding: Holding) -> str:
    """Write a line, without its end."""
    return json.dumps(_written(holding), ensure_ascii=False)


def loads(line: str) -> Holding:
    """Read a line; raises IndexLineError, with what is wrong, for one that no archive could have written.

    Fields that have a default may be missing, unknown ones are passed over.
    """
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise IndexLineError(f"no JSON: {error}") from error
    holding: Holding = _read(Holding, row, "the line")
    _refuse_unstorable(holding)
    return holding


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_written(it) for it in value]
    if isinstance(value, frozenset):
        return encode_sketch(value)
    if is_dataclass(value):
        return {it.name: _written(getattr(value, it.name)) for it in fields(value)}
    return value


def _read(kind: Any, value: Any, name: str) -> Any:  # noqa: PLR0911 - one for each kind of type
    """Read what `_written` wrote of a type; `name` says which value is wrong."""
    if is_dataclass(kind):
        make: Any = kind
        row = _of(dict, value, name)
        return make(**{it.name: _read_field(hint, it, row, name) for it, hint in _fields(make)})
    origin = get_origin(kind)
    if origin is UnionType:
        return None if value is None else _read(get_args(kind)[0], value, name)
    if origin is tuple:
        return tuple(_read(get_args(kind)[0], it, name) for it in _of(list, value, name))
    if origin is frozenset:
        return _hashes(_of(str, value, name), name)
    if kind is datetime:
        return _moment(_of(str, value, name), name)
    if kind is float:
        return _number(value, name)
    if kind is int and (value is True or value is False or not 0 <= _of(int, value, name) <= _LARGEST):
        raise IndexLineError(f"{name} is no number from 0 to {_LARGEST}")
    if issubclass(kind, StrEnum):
        return _word(kind, value, name)
    return _text(value, name) if kind is str else _of(kind, value, name)


def _read_field(hint: Any, it: Field[Any], row: Mapping[str, Any], name: str) -> Any:
    if it.name in row:
        return _read(hint, row[it.name], it.name)
    if it.default is MISSING:
        raise IndexLineError(f"{name} has no {it.name}")
    return it.default


@cache
def _fields(kind: Any) -> tuple[tuple[Field[Any], Any], ...]:
    hints = get_type_hints(kind)
    return tuple((it, hints[it.name]) for it in fields(kind))


def _of(kind: type, value: Any, name: str) -> Any:
    if not isinstance(value, kind):
        raise IndexLineError(f"{name} is no {kind.__name__}")
    return value


def _text(value: Any, name: str) -> str:
    """Take a text that every database can store: PostgreSQL has no NUL, and UTF-8 no half characters."""
    text: str = _of(str, value, name)
    if "\0" in text or text.encode(errors="replace").decode() != text:
        raise IndexLineError(f"{name} has characters that no text has")
    return text


def _number(value: Any, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise IndexLineError(f"{name} is no number")
    return float(value)


def _moment(value: str, name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise IndexLineError(f"{name} is no moment with a time zone")


def _word(kind: type[StrEnum], value: Any, name: str) -> StrEnum:
    try:
        return kind(value)
    except ValueError:
        raise IndexLineError(f"{name} is none of {', '.join(kind)}") from None


def _hashes(value: str, name: str) -> frozenset[int]:
    try:
        hashes = decode_sketch(value)
    except SeedFormatError as error:
        raise IndexLineError(f"{name}: {error}") from None
    if max(hashes, default=0) >= 1 << 32:
        raise IndexLineError(f"{name} has hashes of more than 32 bits")
    return hashes


def _refuse_unstorable(holding: Holding) -> None:
    if len(holding.content_hash) > _LONGEST_HASH or not _CONTENT_HASH.fullmatch(holding.content_hash):
        raise IndexLineError("content_hash is none")
    for name in (holding.publisher, holding.address.publisher, *(it.publisher for it in holding.copies)):
        if len(name) > _LONGEST_NAME:
            raise IndexLineError(f"publisher has more than {_LONGEST_NAME} characters")
    if holding.print and (holding.print.rate < SAMPLED or holding.print.rate % SAMPLED):
        raise IndexLineError("rate is none of a print")
    if holding.novelty.story is None:
        raise IndexLineError("story is missing")
    _refuse_unreachable(holding.address.url, holding.address)
    for copy in holding.copies:
        _refuse_unreachable(copy.url, copy.page)


def _refuse_unreachable(url: str, page: Address | None) -> None:
    """Refuse an address that a crawl may not fetch, other than one that stands for none and is never visited."""
    if page and page.url != url:
        raise IndexLineError("page is that of another address")
    if not address.is_web(url) and (not url.startswith(SEED) or (page and page.visit_at)):
        raise IndexLineError(f"url is no web address: {url!r}")
