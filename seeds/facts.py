"""What documents state, in our own words: TOML text into typed facts, the ledger's first entries.

One table an article (`title`, `date`, `publisher`, `content_hash`), with a table for each target and each statement in
it. The articles' own sentences are not among them.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from seeds.errors import SeedFormatError


@dataclass(frozen=True, slots=True)
class Stated:
    """The article that states a fact: `date` is aware, `content_hash` that of `seeds.fingerprint`."""

    title: str
    date: datetime
    publisher: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class TargetFact:
    """A quantified target or result, in the shape that `smewatch analyse --json` gives it.

    `value` is a plain number in `unit`; `comparator` one of = ≈ ≥ ≤ > <; `status` target, achieved or forecast;
    `deadline` an ISO year or date, or None, and for an achieved figure `as_of` in its stead. `set_by` is the body, or
    the document in 《》, that set it.
    """

    object: str
    value: float
    unit: str
    comparator: str
    status: str
    scope: str
    action: str
    set_by: str
    stated: Stated
    deadline: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class StatementFact:
    """Who spoke, in which office, about what: `subject` sums it up, and is no quotation."""

    speaker: str
    position: str
    organization: str
    official: bool
    subject: str
    stated: Stated


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of a file, in its order."""

    targets: tuple[TargetFact, ...]
    statements: tuple[StatementFact, ...]


def loads(text: str) -> Facts:
    """Read facts; raises SeedFormatError for what is not TOML, and for a fact that has too little or too much."""
    try:
        articles = [(_stated(article), article) for article in tomllib.loads(text).get("article", [])]
        return Facts(
            tuple(TargetFact(**row, stated=stated) for stated, it in articles for row in it.get("target", [])),
            tuple(StatementFact(**row, stated=stated) for stated, it in articles for row in it.get("statement", [])),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise SeedFormatError(f"facts cannot be read: {error}") from error


def _stated(article: Mapping[str, Any]) -> Stated:
    return Stated(article["title"], article["date"], article["publisher"], article["content_hash"])
