"""What was edited, on a page or in a statement's words → the lines in which a mail shows it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from alerts import wording
from alerts.attribution import Source, one_line, source
from alerts.model import Origin, PageEdit
from crawler.edits import Piece, SentenceEdit

_MOST = 6  # sentences of an edit that a mail shows, …
_AROUND = 40  # … characters beside what differs in one, …
_STRETCH = 160  # … and of what differs


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence before and after, each in stretches with whether they differ.

    A side is empty where the sentence came or went. `joined` interleaves the two.
    """

    old: tuple[Piece, ...]
    new: tuple[Piece, ...]

    @property
    def joined(self) -> list[tuple[str, str]]:
        """The sentence once, each stretch with what became of it: "gone", "come" or "" for what stays."""
        if not self.old or not self.new:
            return [(it.text, "come" if self.new else "gone") for it in self.old or self.new]
        both: list[tuple[str, str]] = []
        for old, new in zip(self.old, self.new, strict=True):
            both += [(old.text, "gone"), (new.text, "come")] if old.differs else [(new.text, "")]
        return [it for it in both if it[0]]


@dataclass(frozen=True, slots=True)
class ShownEdit:
    """A page's edit as a mail shows it: `more` counts the sentences that it leaves out."""

    touches: str
    lines: tuple[Line, ...]
    more: int
    source: Source


def shown(edit: PageEdit, origin: Origin, year: int) -> ShownEdit:
    """Return a page's edit as a mail of a year shows it."""
    return ShownEdit(
        touches=wording.touches(edit),
        lines=lines(edit.sentences),
        more=edit.more + max(0, len(edit.sentences) - _MOST),
        source=source(origin, year),
    )


def lines(sentences: Sequence[SentenceEdit]) -> tuple[Line, ...]:
    """Return the lines of sentences that were edited, as many as a mail shows."""
    return tuple(map(_line, sentences[:_MOST]))


def _line(sentence: SentenceEdit) -> Line:
    old, new = (
        tuple(
            Piece(_near(one_line(it.text), at, len(side), differs=it.differs), it.differs) for at, it in enumerate(side)
        )
        for side in (sentence.old, sentence.new)
    )
    return Line(old, new)


def _near(text: str, at: int, pieces: int, *, differs: bool) -> str:
    """Cut a stretch that is long: of what stays, all but the parts beside what differs."""
    if differs:
        return text if len(text) <= _STRETCH else f"{text[:_STRETCH]}……（下略）"
    head, tail = text[:_AROUND] if at else "", text[-_AROUND:] if at < pieces - 1 else ""
    return text if len(text) <= len(head + tail) + _AROUND else f"{head}…{tail}"
