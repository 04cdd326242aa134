"""Quantities in a reading → candidates: each with the clause that holds it and the words on both sides of it.

It gathers what the rules look at and never judges. Every stretch is bounded, so that a text without punctuation costs
no more than one with it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from alerts.extract import numerals
from alerts.extract.numerals import Quantity
from alerts.extract.reading import Reading, Span

_BEFORE, _AFTER, _LEAD, _TRAIL = 100, 80, 200, 60
# A comma between digits groups thousands.
_BREAK = re.compile(r"(?<![0-9])，|，(?![0-9]{3})|[。；：！？\n]")
_LIST = re.compile(r"、|以及|和|及|并")


@dataclass(frozen=True, slots=True)
class Candidate:
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


def find(reading: Reading) -> Iterator[Candidate]:
    """Find the figures of a reading, in its order."""
    quantities = numerals.find(reading.text)
    paragraphs = [span.start for span in reading.paragraphs]
    for position in range(len(quantities)):
        yield _candidate(reading, quantities, position, paragraphs)


def _candidate(reading: Reading, quantities: tuple[Quantity, ...], position: int, paragraphs: list[int]) -> Candidate:
    text, quantity = reading.text, quantities[position]
    clause = _item(text, quantities, position, _clause(text, quantity))
    paragraph = paragraphs[max(0, bisect_right(paragraphs, quantity.start) - 1)] if paragraphs else 0
    around = reading.sentence_at(quantity.start)
    sentence = max(around.start, clause.start - _LEAD)
    return Candidate(
        reading=reading,
        quantity=quantity,
        clause=clause,
        before=text[clause.start : quantity.start],
        after=text[quantity.end : clause.end],
        lead=text[sentence : clause.start],
        trail=text[clause.end : min(around.end, clause.end + _TRAIL)],
        context=text[max(paragraph, sentence - _LEAD) : sentence],
    )


def _item(text: str, quantities: tuple[Quantity, ...], position: int, clause: Span) -> Span:
    """Cut a clause down to the item of a list of like figures: 培育十万家…、一万家… are two."""
    quantity = quantities[position]
    start, end = clause.start, clause.end
    previous = quantities[position - 1] if position else None
    if previous and previous.end > start and previous.unit.kind == quantity.unit.kind:
        cut = list(_LIST.finditer(text, previous.end, quantity.start))
        start = cut[-1].end() if cut else start
    following = quantities[position + 1] if position + 1 < len(quantities) else None
    if following and following.start < end and following.unit.kind == quantity.unit.kind:
        cut = list(_LIST.finditer(text, quantity.end, following.start))
        end = cut[-1].start() if cut else end
    return Span(start, end)


def _clause(text: str, quantity: Quantity) -> Span:
    floor, ceiling = max(0, quantity.start - _BEFORE), min(len(text), quantity.end + _AFTER)
    breaks = list(_BREAK.finditer(text, floor, quantity.start))
    start = breaks[-1].end() if breaks else floor
    following = _BREAK.search(text, quantity.end, ceiling)
    return Span(start, following.start() if following else ceiling)
