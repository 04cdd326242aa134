"""What persons have corrected is written as labelled articles: cases that the rules are measured by from then on."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alerts.app.finding_rows import statement_json, target_json
from alerts.corrections import Action
from alerts.model import Statement, Target
from alerts.store import corrections, sightings
from alerts.store.sightings import Sighting
from crawler.archive import articles
from crawler.archive.db import Database
from crawler.errors import ConfigurationError
from seeds import codec, library

_PLACED = frozenset({"start", "end"})


@dataclass(frozen=True, slots=True)
class LabelReport:
    """How many articles were labelled, and how many could not be, because their texts are kept no more."""

    articles: int
    expired: int


def write_labels(database: Database, folder: Path) -> LabelReport:
    """Write each article of which a finding was rejected or corrected: `docs/N.md`, and `labels/N.json` beside it.

    A label says what persons have left standing of what was found. Raises ConfigurationError where the folder cannot be
    written.
    """
    with database.read() as connection:
        said = corrections.findings_with(connection, {Action.REJECT, Action.CORRECT})
        numbers = {it.origin.revision for it in sightings.of_numbers(connection, said)}
        found = sightings.of_revisions(connection, numbers)
        revisions = [articles.revision(connection, number) for number in sorted(numbers)]
    written = 0
    try:
        for revision in revisions:
            if revision is not None and revision.article.text:
                label = _label(found[revision.number])
                _write(folder / "docs" / f"{revision.number}.md", codec.dumps(revision.article.document))
                words = json.dumps(label, ensure_ascii=False, indent=1)
                _write(folder / "labels" / f"{revision.number}.json", f"{words}\n".encode())
                written += 1
    except OSError as error:
        raise ConfigurationError(f"{error.filename} cannot be written: {error.strerror}") from error
    return LabelReport(written, len(revisions) - written)


def _label(found: list[Sighting]) -> Mapping[str, Any]:
    standing = [it.stands for it in found]
    return {
        "relevant": True,
        "targets": [_unplaced(target_json(it)) for it in standing if isinstance(it, Target)],
        "statements": [_unplaced(statement_json(it)) for it in standing if isinstance(it, Statement)],
    }


def _unplaced(row: Mapping[str, Any]) -> Mapping[str, Any]:
    # Where the words stand in the text is the text's version's affair.
    return {name: value for name, value in row.items() if name not in _PLACED}


def _write(path: Path, raw: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with library.replacing(path) as file:
        file.write(raw)
