"""A text of the archive beside the one that it took the place of → what differs, for a person and as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from rich.text import Text

from alerts.app.console import output
from crawler import edits
from crawler.archive import articles
from crawler.archive.db import Database
from crawler.edits import Comparison, Piece, SentenceEdit
from crawler.errors import ConfigurationError
from crawler.model import Revision

_MARKS = {"-": ("[-", "-]"), "+": ("{+", "+}")}  # as wdiff sets them
_STYLES = {"-": "red", "+": "green"}


@dataclass(frozen=True, slots=True)
class Difference:
    """Two texts, and what the later one says otherwise."""

    before: Revision
    after: Revision
    comparison: Comparison

    @property
    def is_edit(self) -> bool:
        """Whether both are kept for one address; else the one repeats the other, or its page showed it before."""
        return self.before.article.url == self.after.article.url


def find(database: Database, number: int) -> Difference:
    """Hold a text against the one before at its address or, where it is the first there, the one that it resembles.

    Raises ConfigurationError where there is no such text, or none to compare it with.
    """
    with database.read() as connection:
        after = articles.revision(connection, number)
        if after is None:
            raise ConfigurationError(f"there is no text {number}: `smewatch articles` lists them")
        before = articles.before(connection, number)
        if before is None and after.novelty.nearest is not None:
            before = articles.revision(connection, after.novelty.nearest)
    if before is None:
        raise ConfigurationError(f"text {number} is the first at its address, and like no other: nothing to compare")
    if not before.article.text or not after.article.text:
        raise ConfigurationError(f"text {number} cannot be compared: the time for which texts are kept is up")
    return Difference(before, after, edits.compare(before.article.text, after.article.text))


def print_difference(difference: Difference, zone: tzinfo) -> None:
    """Print what differs: in red and green on a terminal, in lines with - and + elsewhere."""
    console, article = output(), difference.after.article
    console.print(Text(article.document.title, style="bold"), soft_wrap=True)
    console.print(article.url, soft_wrap=True)
    for word, it in (("before", difference.before), ("after", difference.after)):
        where = "" if difference.is_edit else f", {it.article.url}"
        console.print(f"{word:<6}  No. {it.number}, {it.article.fetched_at.astimezone(zone):%Y-%m-%d %H:%M}{where}")
    console.print(edits.in_words(difference.comparison), soft_wrap=True)
    for sentence in difference.comparison.sentences:
        console.print()
        for sign, pieces in (("-", sentence.old), ("+", sentence.new)):
            if pieces:
                console.print(_side(sign, pieces, coloured=console.is_terminal), soft_wrap=True)


def difference_json(difference: Difference) -> Mapping[str, Any]:
    """Write a difference in the form that others script against."""
    article = difference.after.article
    return {
        "id": difference.after.number,
        "title": article.document.title,
        "url": article.url,
        "publisher": article.publisher,
        "fetched": article.fetched_at.isoformat(),
        "before": {
            "id": difference.before.number,
            "title": difference.before.article.document.title,
            "url": difference.before.article.url,
            "fetched": difference.before.article.fetched_at.isoformat(),
        },
        "weight": difference.comparison.weight,
        "summary": edits.in_words(difference.comparison),
        "sentences": [_sentence_json(it) for it in difference.comparison.sentences],
    }


def _sentence_json(sentence: SentenceEdit) -> Mapping[str, Any]:
    return {
        "old": edits.text(sentence.old) or None,
        "new": edits.text(sentence.new) or None,
        "weight": sentence.weight,
        "touches": list(sentence.touches),
        "differences": [{"old": old, "new": new} for old, new in edits.differences(sentence)],
    }


def _side(sign: str, pieces: tuple[Piece, ...], *, coloured: bool) -> Text:
    """Write one side of a sentence; what differs is marked, unless that is all of it."""
    opening, closing = ("", "") if coloured or len(pieces) == 1 else _MARKS[sign]
    line = Text(f"{sign} ", style=_STYLES[sign] if coloured else "")
    for piece in pieces:
        if piece.differs and piece.text:
            line.append(f"{opening}{piece.text}{closing}", style="bold reverse" if coloured and len(pieces) > 1 else "")
        else:
            line.append(piece.text)
    return line
