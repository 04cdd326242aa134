"""A text and what was read in it → its passages as a page shows them, marked, with what stands on each mark. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from alerts import excerpts
from alerts.excerpts import Paragraph
from alerts.store.sightings import Sighting


@dataclass(frozen=True, slots=True)
class Evidence:
    """A text with what was read in it: the findings by their numbers, and which place in the text each has, from 1.

    `lost` are those whose words do not stand there any more, `rejected` those that a person has said are none.
    """

    paragraphs: tuple[Paragraph, ...]
    findings: Mapping[int, Sighting]
    order: Mapping[int, int]
    lost: tuple[Sighting, ...]
    rejected: tuple[Sighting, ...]


def evidence(text: str, found: Sequence[Sighting], *, whole: bool) -> Evidence:
    """Mark in a text what was found there and stands; where it is not to be shown `whole`, the passages round that."""
    standing = {it.number: it for it in found if it.stands is not None}
    placed = (excerpts.mark(text, number, it.finding.evidence) for number, it in standing.items())
    marks = sorted(filter(None, placed), key=lambda it: (it.start, it.end, it.number))
    order = {it.number: place for place, it in enumerate(marks, 1)}
    return Evidence(
        paragraphs=excerpts.whole(text, marks) if whole else excerpts.excerpt(text, marks),
        findings=standing,
        order=order,
        lost=tuple(it for number, it in standing.items() if number not in order),
        rejected=tuple(it for it in found if it.stands is None),
    )
