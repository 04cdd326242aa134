"""Documents in files → what they say, as `smewatch analyse` prints it: relevance, targets, statements.

Each document is judged alone and nothing is stored: the result depends neither on the archive nor on other documents.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from alerts.app.finding_rows import statement_json, target_json
from alerts.extract import findings
from alerts.model import Statement, Target
from crawler import catalog, relevance
from crawler.config import Settings
from crawler.model import Relevance
from crawler.relevance import Topic
from seeds import fingerprint, library
from seeds.document import Document
from seeds.errors import SeedFormatError
from seeds.text import plain


@dataclass(frozen=True, slots=True)
class Analysis:
    """What one document says."""

    document: Document
    content_hash: str
    relevance: Relevance
    targets: tuple[Target, ...]
    statements: tuple[Statement, ...]


def documents(paths: Sequence[Path]) -> Iterator[tuple[Path, Document | SeedFormatError]]:
    """Read files, and folders of them; what cannot be read comes as its error, with its path."""
    for path in paths:
        yield from library.load(path)


def topics_of(settings: Settings) -> tuple[Topic, ...]:
    """Return the topics that documents are judged by."""
    return catalog.topics(settings.data_dir)


def analyse(document: Document, topics: Sequence[Topic], zone: ZoneInfo) -> Analysis:
    """Analyse a document; `zone` is that of its date."""
    text = plain(document.body)
    found = findings.find(document.title, text, published(document, zone))
    return Analysis(
        document=document,
        content_hash=fingerprint.content_hash(document.title, text),
        relevance=relevance.judge(document.title, text, topics),
        targets=tuple(it for it in found if isinstance(it, Target)),
        statements=tuple(it for it in found if isinstance(it, Statement)),
    )


def published(document: Document, zone: ZoneInfo) -> date | None:
    """Return a document's day in a zone, None where it has no date."""
    return document.date.astimezone(zone).date() if document.date else None


def as_json(path: Path, analysis: Analysis) -> Mapping[str, Any]:
    """Write an analysis in the form that others script against."""
    return {
        "path": str(path),
        "title": analysis.document.title,
        "relevant": analysis.relevance.relevant,
        "relevance": round(analysis.relevance.score, 2),
        "topics": analysis.relevance.topics,
        "content_hash": analysis.content_hash,
        "targets": [target_json(target) for target in analysis.targets],
        "statements": [statement_json(statement) for statement in analysis.statements],
    }
