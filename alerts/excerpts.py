"""A text and the stretches of it that count → what is shown: all of it or an excerpt, in pieces that are marked. Pure.

Stretches may overlap and lie within one another: a text is cut wherever one begins or ends. What is left out stands
there as an ellipsis.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from alerts.model import Evidence

_LEAST = 300  # characters of a paragraph that an excerpt does not cut
_REACH = 120  # characters beside a mark in which an excerpt looks for where its sentence begins and ends
_BEFORE = 40  # characters before the first mark in a snippet, …
_SNIPPET = 130  # … and of all of it
_ENDS = "。！？；!?;"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text, from character to character, and the number of what stands on it."""

    start: int
    end: int
    number: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text as it stands: the numbers of the marks that it lies in, and of those that begin with it."""

    text: str
    marks: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in pieces; `gap` says that what stands before it is left out."""

    pieces: tuple[Piece, ...]
    gap: bool = False

    @property
    def begins(self) -> tuple[int, ...]:
        """The numbers of the marks that begin in it."""
        return tuple(number for it in self.pieces for number in it.begins)


LEFT_OUT = Piece("……")


def mark(text: str, number: int, evidence: Evidence) -> Mark | None:
    """Return the mark of a finding in its text; None where its words do not stand there any more.

    Words that other rules have moved are looked for.
    """
    in_place = text.startswith(evidence.text, evidence.start)
    start = evidence.start if in_place else text.find(evidence.text)
    return Mark(start, start + len(evidence.text), number) if evidence.text and start >= 0 else None


def whole(text: str, marks: Sequence[Mark]) -> tuple[Paragraph, ...]:
    """Return all paragraphs of a text."""
    return tuple(Paragraph(pieces(text, marks, start, end)) for start, end in _paragraphs(text))


def excerpt(text: str, marks: Sequence[Mark]) -> tuple[Paragraph, ...]:
    """Return the paragraphs in which a mark stands, long ones cut to its sentence; the opening where there is none."""
    shown: list[Paragraph] = []
    gap = False
    for start, end in _paragraphs(text):
        here = [it for it in marks if it.start < end and it.end > start]
        if here:
            shown.append(Paragraph(_sentences(text, here, start, end), gap))
        gap = not here
    return tuple(shown) or (Paragraph(snippet(text, ())),)


def snippet(text: str, marks: Sequence[Mark]) -> tuple[Piece, ...]:
    """Return a line or two of a text: those round the first mark, or the first ones."""
    first = min((it.start for it in marks), default=0)
    start = _sentence_start(text, max(0, first - _BEFORE), first)
    end = min(len(text), start + _SNIPPET)
    cut = pieces(text, marks, start, end)
    return (*[LEFT_OUT] * (start > 0), *cut, *[LEFT_OUT] * (end < len(text)))


def pieces(text: str, marks: Sequence[Mark], start: int = 0, end: int | None = None) -> tuple[Piece, ...]:
    """Cut a stretch of a text wherever a mark begins or ends."""
    end = len(text) if end is None else end
    here = [it for it in marks if it.start < end and it.end > start]
    cuts = sorted({start, end} | {at for it in here for at in (it.start, it.end) if start < at < end})
    return tuple(
        Piece(
            text[one:other],
            tuple(it.number for it in here if it.start <= one and other <= it.end),
            tuple(it.number for it in here if it.start == one),
        )
        for one, other in pairwise(cuts)
    )


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _sentences(text: str, marks: Sequence[Mark], start: int, end: int) -> tuple[Piece, ...]:
    """Cut a paragraph to the sentences in which marks stand, if it is long."""
    if end - start <= _LEAST:
        return pieces(text, marks, start, end)
    shown: list[Piece] = []
    reached = start
    for one, other in _joined(_round(text, it, start, end) for it in marks):
        shown += [LEFT_OUT] * (one > reached) + list(pieces(text, marks, one, other))
        reached = other
    return (*shown, *[LEFT_OUT] * (reached < end))


def _round(text: str, it: Mark, start: int, end: int) -> tuple[int, int]:
    """Return where the sentences begin and end that a mark stands in."""
    first, last = max(start, it.start), min(end, it.end)
    return (
        _sentence_start(text, max(start, first - _REACH), first),
        _sentence_end(text, last, min(end, last + _REACH)),
    )


def _sentence_start(text: str, start: int, at: int) -> int:
    return max(start, *(text.rfind(it, start, at) + 1 for it in f"{_ENDS}\n"))


def _sentence_end(text: str, at: int, end: int) -> int:
    found = (text.find(it, at - 1, end) + 1 for it in _ENDS)  # the stretch may end with its sentence
    return min(filter(None, found), default=end)


def _joined(stretches: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join stretches that meet."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
