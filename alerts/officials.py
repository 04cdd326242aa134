"""Sightings of officials → who holds which office since when, and the register of any day. Pure.

A person is a name in one organisation: two bodies with officials of one name have two persons. Only a person of the
shipped register is followed from one body to another; of anyone else who was seen in two, the register says nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from alerts.extract.belonging import lacks_place
from alerts.extract.register import SHIPPED, Office, Register
from alerts.identity import has_words
from alerts.model import Statement

_LASTING = timedelta(days=3 * 365)  # after which an office that nobody has been seen in is not taken for held


@dataclass(frozen=True, slots=True)
class Term:
    """A person in an office, from the first to the last time that a text said so; `sightings` counts the texts."""

    name: str
    office: Office
    first_seen: datetime
    last_seen: datetime
    sightings: int


@dataclass(frozen=True, slots=True)
class RegisterOn(Mapping[str, Office]):
    """The offices that persons hold on a day: `terms` by name; where those say nothing, the shipped register holds."""

    terms: Mapping[str, tuple[Term, ...]]
    day: datetime

    def __getitem__(self, name: str) -> Office:
        """Return a person's office; KeyError where none is known, or two persons could be meant."""
        seen = [it for it in self.terms.get(name, ()) if it.first_seen <= self.day <= it.last_seen + _LASTING]
        if not seen:
            return SHIPPED[name]
        seen = _in_full(seen)
        if name not in SHIPPED and len({it.office.organization for it in seen}) > 1:
            raise KeyError(name)
        return max(seen, key=lambda it: (min(it.last_seen, self.day), it.first_seen)).office

    def __iter__(self) -> Iterator[str]:
        """Go through the names that a text may mean."""
        return (name for name in {*self.terms, *SHIPPED} if self.get(name))

    def __len__(self) -> int:
        """Count them."""
        return sum(1 for _ in self)


def office_told(statement: Statement, text: str) -> Office | None:
    """Return the office that a text itself gives a statement's official, None where the register had to help.

    Else the register would keep itself alive by what it has told.
    """
    if not (statement.official and statement.speaker and statement.position and statement.organization):
        return None
    return Office(statement.position, statement.organization) if statement.position in text else None


def seen(terms: Sequence[Term], name: str, office: Office, at: datetime) -> tuple[Term, ...]:
    """Return a name's terms after a text of a moment has said that it holds an office."""
    others = tuple(it for it in terms if it.office != office)
    same = next((it for it in terms if it.office == office), Term(name, office, at, at, 0))
    first, last = min(same.first_seen, at), max(same.last_seen, at)
    return (*others, Term(name, office, first, last, same.sightings + 1))


def by_name(terms: Iterable[Term]) -> Mapping[str, tuple[Term, ...]]:
    """Bring the terms of each name together."""
    named: dict[str, list[Term]] = {}
    for term in terms:
        named.setdefault(term.name, []).append(term)
    return {name: tuple(it) for name, it in named.items()}


def _in_full(terms: Sequence[Term]) -> list[Term]:
    """Give a person's offices in bodies of which only the tier was told those of the place that another text told."""
    bodies = {it.office.organization for it in terms}
    fuller = {it: [body for body in bodies - {it} if body.endswith(it)] for it in filter(lacks_place, bodies)}
    alone = {short: full[0] for short, full in fuller.items() if len(full) == 1}
    return [
        replace(it, office=Office(it.office.position, alone.get(it.office.organization, it.office.organization)))
        for it in terms
    ]


def answers_to(term: Term, words: str) -> bool:
    """Whether a reader who looks for these words means a person: each is in the name or the office."""
    return has_words((term.name, f"{term.office.organization}{term.office.position}"), words)


def present(terms: Iterable[Term]) -> list[Term]:
    """Return the last office of each person, whoever was seen last first.

    A person is a name in one organisation; one of the shipped register is followed from one to another. An organisation
    of which another text told more of the name (示例省财政厅, and not 省财政厅) is the same.
    """
    last: dict[tuple[str, str], Term] = {}
    for name, held in by_name(terms).items():
        bodies = {it.office.organization for it in held}
        for term in sorted(held, key=lambda it: (it.last_seen, it.first_seen)):
            body = term.office.organization
            if not any(it != body and it.endswith(body) for it in bodies):
                last[name, name if name in SHIPPED else body] = term
    return sorted(last.values(), key=lambda it: it.last_seen, reverse=True)


def as_it_stands(terms: Mapping[str, tuple[Term, ...]], day: datetime) -> Register:
    """Return the register that holds for an article of a day."""
    return RegisterOn(terms, day)
