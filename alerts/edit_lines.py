"""What was edited, on a page or in a statement's words → the lines in which a mail shows it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from alerts.attribution import Source, source
from alerts.language import Tongue
from alerts.model import Origin, PageEdit
from crawler.edits import Piece, SentenceEdit

_MOST = 6  # sentences of an edit that a mail shows, …
_PIECES = 24  # … stretches of each, …
_AROUND = 40  # … characters beside what differs, …
_STRETCH = 160  # … and of what differs
_LEFT_OUT = Piece("……", differs=False)


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


def shown(edit: PageEdit, origin: Origin, tongue: Tongue, year: int) -> ShownEdit:
    """Return a page's edit as a mail of a year shows it."""
    return ShownEdit(
        touches=tongue.words.touches(edit),
        lines=lines(edit.sentences),
        more=edit.more + max(0, len(edit.sentences) - _MOST),
        source=source(origin, tongue, year),
    )


def lines(sentences: Sequence[SentenceEdit]) -> tuple[Line, ...]:
    """Return the lines of sentences that were edited, as many as a mail shows."""
    return tuple(map(_line, sentences[:_MOST]))


def _line(sentence: SentenceEdit) -> Line:
    return Line(_pieces(sentence.old), _pieces(sentence.new))


def _pieces(side: tuple[Piece, ...]) -> tuple[Piece, ...]:
    shown = tuple(
        Piece(_near(" ".join(it.text.split()), at, len(side), differs=it.differs), it.differs)
        for at, it in enumerate(side[:_PIECES])
    )
    return (*shown, _LEFT_OUT) if len(side) > _PIECES else shown


def _near(text: str, at: int, pieces: int, *, differs: bool) -> str:
    """Cut a stretch that is long: of what stays, all but the parts beside what differs."""
    if differs:
        return text if len(text) <= _STRETCH else f"{text[:_STRETCH]}……"
    head, tail = text[:_AROUND] if at else "", text[-_AROUND:] if at < pieces - 1 else ""
    return text if len(text) <= len(head + tail) + _AROUND else f"{head}…{tail}"
