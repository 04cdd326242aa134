"""A figure's clause → what it measures (firms, 融资, 税费减免 …), or nothing where SME policy does not ask for it.

Results are wanted only of what policy measures; goals about SMEs whatever they count. It never decides which of the
two a figure is.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import NamedTuple

from alerts.extract import objects
from alerts.extract.candidates import PAUSE, Candidate
from alerts.extract.objects import Noun
from alerts.extract.reading import Reading, Span
from alerts.extract.vocabulary import alternation, load


class Aboutness(IntEnum):
    """How much of an article speaks of SMEs."""

    NOTHING = 0
    SOMETHING = 1
    MOST = 2


@dataclass(frozen=True, slots=True)
class Measure:
    """A line of `measures.toml`."""

    name: str
    about: str
    kinds: frozenset[str]
    units: frozenset[str]
    terms: re.Pattern[str]


class Measured(NamedTuple):
    """What a figure measures by its name, and what it counts where the name hangs on that."""

    name: str
    noun: Noun | None = None


GOAL = "目标"
_TERMS = load("sme_terms")
SME = re.compile("|".join(sorted(_TERMS["sme"], key=len, reverse=True)))  # the longest first, so that none counts twice
_NOT_SME = frozenset(_TERMS["not_sme"])
_MENTION = re.compile("|".join([*_NOT_SME, SME.pattern]))
_CULTIVATED = re.compile(alternation(_TERMS["cultivated"]))
_BODIES = re.compile(f"(?:{alternation(_TERMS['bodies'])})”?$")
_FIRMS = re.compile(alternation(_TERMS["firms"]))
_MEASURES = tuple(
    Measure(
        row["name"],
        row["about"],
        frozenset(row["kinds"]),
        frozenset(row.get("units", ())),
        re.compile(alternation(row["terms"])),
    )
    for row in load("measures")["measure"]
)
# What is measured without a word about SMEs near it.
_FAR = re.compile("|".join(row.terms.pattern for row in _MEASURES if row.about == "article"))
_RELIEF = next(row for row in _MEASURES if row.name == "税费减免")
_CHARACTERS_A_MENTION = 150
_FIRM_UNITS = frozenset({"家", "户", "个", "家次", "户次"})
_CLAUSES = load("measures")["clauses"]
_CONTINUES = re.compile("|".join(_CLAUSES["continued"]))
_AMOUNT = re.compile(_CLAUSES["amount"])
_REACHED = re.compile("|".join(_CLAUSES["reached"]))
_BENEFITING = re.compile(f"，(?:其中)?(?:{'|'.join(_CLAUSES['benefiting'])})[^，。；：\n]{{0,30}}")


def measure(candidate: Candidate, article: Aboutness) -> Measured | None:
    """Say what a figure about SMEs measures; None where it is not about them, or nothing that policy measures.

    `article` says how much its article speaks of SMEs. What policy does not measure can be its `GOAL` alone.
    """
    unit = candidate.quantity.unit
    if unit.name in _FIRM_UNITS:
        return _firms(candidate, article)
    about = subject(candidate)
    for row in _taking(unit.kind, unit.name):
        if row.terms.search(about) and _near(candidate, row.about, article):
            return Measured(row.name)
    return Measured(GOAL) if unit.kind in {"share", "money"} and speaks_of_smes(about) else None


@cache
def _taking(kind: str, unit: str) -> tuple[Measure, ...]:
    """Return what a figure of a unit, which is of a kind, can measure."""
    return tuple(row for row in _MEASURES if kind in row.kinds or unit in row.units)


def paragraphs(reading: Reading, article: Aboutness) -> Iterable[Span] | None:
    """Return the paragraphs in which a figure may measure something, None for all: the others need not be read."""
    if article is Aboutness.MOST or speaks_of_smes(reading.title):
        return None
    return (
        it
        for it in reading.paragraphs
        if _FAR.search(reading.text, it.start, it.end) or speaks_of_smes(reading.text[it.start : it.end])
    )


def continues(candidate: Candidate) -> bool:
    """Whether a figure's clause only goes on about the clause before it (，同比增长12%)."""
    return not candidate.before or bool(_CONTINUES.match(candidate.before))


def subject(candidate: Candidate) -> str:
    """Return what a figure's clause is about: its words, and the clause before where it only goes on about that.

    A bare 金额 may be of anything that the paragraph has told before.
    Of several things that 分别 pairs with their figures, it is about its own.
    """
    if own := objects.paired(candidate):
        return f"{own}\n{candidate.after}"
    if _AMOUNT.match(candidate.before):
        return f"{candidate.context}\n{candidate.lead}\n{candidate.words}"
    if continues(candidate):
        return f"{_continued(candidate.lead)}\n{candidate.words}"
    return candidate.words


def _continued(lead: str) -> str:
    """Return the last clause of a lead, with those before it as long as it only goes on about them."""
    clauses = [clause for clause in PAUSE.split(lead) if clause]
    start = max(0, len(clauses) - 1)
    while start and _CONTINUES.match(clauses[start]):
        start -= 1
    return "，".join(clauses[start:])


def speaks_of_smes(words: str) -> bool:
    """Whether words name SMEs, micro or private firms, or the self-employed."""
    return bool(_mentions(words))


def aboutness(text: str) -> Aboutness:
    """Judge how much of an article speaks of SMEs by how often it names them."""
    mentions = len(_mentions(text))
    if mentions >= 3 and mentions * _CHARACTERS_A_MENTION >= len(text):
        return Aboutness.MOST
    return Aboutness.SOMETHING if mentions else Aboutness.NOTHING


def _mentions(words: str) -> list[str]:
    return [mention for mention in _MENTION.findall(words) if mention not in _NOT_SME]


def _firms(candidate: Candidate, article: Aboutness) -> Measured | None:
    unit = candidate.quantity.unit.name
    noun = objects.counted(candidate)
    if unit == "个" and not _BODIES.search(noun.words):
        return None
    if article and (SME.search(noun.words) or _is_cultivated(candidate, noun.words, article)):
        return Measured("培育", noun)
    words = f"{candidate.lead}{candidate.before}{candidate.written}{candidate.after}"
    named = _FIRMS.search(noun.words) or (unit != "个" and SME.search(candidate.lead))
    reached = named and _REACHED.search(words)
    nearness = "article" if _RELIEF.terms.search(words) else "near"
    return Measured("企业数", noun) if reached and _near(candidate, nearness, article) else None


def _is_cultivated(candidate: Candidate, noun: str, article: Aboutness) -> bool:
    """Whether a noun names a class that SME policy cultivates, among SMEs: beside them in a list, or near them."""
    return bool(_CULTIVATED.search(noun)) and (speaks_of_smes(candidate.trail) or _near(candidate, "near", article))


def _near(candidate: Candidate, about: str, article: Aboutness) -> bool:
    """Whether SMEs are named in the sentence, `near` it (its paragraph before it, the title) or in the `article`.

    Of what the sentence says behind the figure only a clause counts that says for whom it is.
    """
    if speaks_of_smes(f"{candidate.lead}\n{candidate.words}"):
        return True
    benefiting = _BENEFITING.match(candidate.trail)
    if benefiting and speaks_of_smes(benefiting[0]):
        return True
    if about == "near":
        return article is Aboutness.MOST or speaks_of_smes(f"{candidate.context}\n{candidate.reading.title}")
    return about == "article" and article > Aboutness.NOTHING
