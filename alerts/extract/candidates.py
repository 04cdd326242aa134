"""Quantities in a reading → candidates: each with the clause that holds it and the words on both sides of it.

It gathers what the rules look at and never judges. Every stretch is bounded, so that a text without punctuation costs
no more than one with it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from alerts.extract import numerals
from alerts.extract.numerals import Quantity
from alerts.extract.reading import Reading, Span

#: What pairs the items of a list with those of another one (贷款余额、户数分别增长12%和8%), …
PAIRING = "分别"
#: … and what stands between the items of a list.
JOINT = re.compile("、|以及|[和与]|(?<![普涉])及")  # 普及率 is one word

_BEFORE, _AFTER, _LEAD, _TRAIL = 100, 80, 200, 60
#: What parts the clauses of a sentence; a comma between digits groups thousands.
PAUSE = re.compile(r"[；：]|(?<![0-9])，|，(?![0-9]{3})")
_BREAK = re.compile(rf"{PAUSE.pattern}|[。！？\n]")
_BREAK_BACKWARDS = re.compile(r"，(?![0-9])|(?<![0-9]{3})，|[。；：！？\n]")
_LIST = re.compile(f"{JOINT.pattern}|并")


class Candidate(NamedTuple):
    """A figure in its place.

    `clause` is the stretch that evidence is cut from; in a list of figures each has its own item. `before` and `after`
    are the clause's words on the two sides of the number; `lead` is what the sentence says before the clause, `trail`
    what it says after it, `context` what its paragraph says before the sentence.
    """

    reading: Reading
    quantity: Quantity
    clause: Span
    before: str
    after: str
    lead: str
    trail: str
    context: str

    @property
    def words(self) -> str:
        """The clause without the number."""
        return f"{self.before}\n{self.after}"

    @property
    def written(self) -> str:
        """The number as it stands in the text."""
        return self.reading.text[self.quantity.start : self.quantity.end]


def find(reading: Reading, paragraphs: Iterable[Span] | None = None) -> Iterator[Candidate]:
    """Find the figures of a reading, in its order; `paragraphs` are those to look at, where that is not all of it."""
    for start, end in [Span(0, len(reading.text))] if paragraphs is None else paragraphs:
        quantities = numerals.find(reading.text, start, end)
        for position, quantity in enumerate(quantities):
            yield _candidate(reading, quantity, _item(reading.text, quantities, position))


def _candidate(reading: Reading, quantity: Quantity, clause: Span) -> Candidate:
    text, start, end = reading.text, clause.start, clause.end
    around = reading.sentence_at(quantity.start)
    sentence = max(around.start, start - _LEAD)
    earlier = text[max(0, sentence - _LEAD) : sentence]
    return Candidate(
        reading=reading,
        quantity=quantity,
        clause=clause,
        before=text[start : quantity.start],
        after=text[quantity.end : end],
        lead=text[sentence:start],
        trail=text[end : min(around.end, end + _TRAIL)],
        context=earlier[earlier.rfind("\n") + 1 :],
    )


def _item(text: str, quantities: Sequence[Quantity], position: int) -> Span:
    """Cut out the clause of a figure; in a list of like figures its item: 培育十万家…、一万家… are two."""
    quantity = quantities[position]
    start, end = _clause(text, quantity)
    previous = quantities[position - 1] if position else None
    if previous and previous.end > start and previous.unit.kind == quantity.unit.kind:
        for cut in _LIST.finditer(text, previous.end, quantity.start):
            start = cut.end()
    following = quantities[position + 1] if position + 1 < len(quantities) else None
    if following and following.start < end and following.unit.kind == quantity.unit.kind:
        for cut in _LIST.finditer(text, quantity.end, following.start):
            end = cut.start()
    return Span(start, end)


def _clause(text: str, quantity: Quantity) -> tuple[int, int]:
    floor, ceiling = max(0, quantity.start - _BEFORE), min(len(text), quantity.end + _AFTER)
    backwards = _BREAK_BACKWARDS.search(text[floor : quantity.start][::-1])
    following = _BREAK.search(text, quantity.end, ceiling)
    start = quantity.start - backwards.start() if backwards else floor
    return start, following.start() if following else ceiling
