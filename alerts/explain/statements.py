"""A reading → what became of each cue in it: a statement with the grounds of its fields, or the rule against it."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from alerts.explain import TAKEN, Ground, Verdict
from alerts.extract import quotes, statements
from alerts.extract.clauses import clause_start
from alerts.extract.cues import Cue
from alerts.extract.extents import Attribution
from alerts.extract.people import People
from alerts.extract.reading import Reading
from alerts.extract.register import SHIPPED, Register
from alerts.extract.speakers import Nobody
from alerts.extract.statements import Veto
from alerts.model import Statement, StatementKind

REASONS: dict[Veto | Nobody, str] = {
    Veto.QUOTED: "it stands inside a quotation",
    Veto.HEADING: "it stands in a heading",
    Veto.UNSAID: "it is denied: nothing is said",
    Veto.OBJECT: "it is no verb here, or it has an object: nothing is said",
    Veto.FEELING: "a feeling is expressed, nothing is said",
    Veto.NO_PAUSE: "such a word needs a comma, a colon or a quotation behind it",
    Veto.NESTED: "it belongs to what somebody else says in the same sentence",
    Veto.NO_CONTENT: "nothing follows that could be said, and nothing stands before it",
    Nobody.PRESS: "the press speaks",
    Nobody.DOCUMENT: "a document states it",
    Nobody.VAGUE: "whoever speaks has no name: experts, insiders, surveys",
    Nobody.ATTITUDE: "such a speaker has no such attitude",
    Nobody.UNKNOWN: "the words before it name no speaker",
}
_KINDS = {
    StatementKind.DIRECT: "all of it stands in quotation marks",
    StatementKind.INDIRECT: "none of it stands in quotation marks",
    StatementKind.MIXED: "a part of it stands in quotation marks",
}
First = Callable[[str], int]  # where a text has some words first, -1 for nowhere
_CONTEXT = 16  # characters before a cue that are shown with it
_ENDS = 10  # characters of an extent's beginning and end


def explain(reading: Reading, register: Register = SHIPPED) -> tuple[Verdict, ...]:
    """Explain the cues of a reading, in its order; `register` is that by which its statements are found."""
    found = statements.find(reading, register)
    persons = People(reading, register)
    first = cache(reading.text.find)
    return tuple(
        _attributed(reading, outcome, found, first)
        if isinstance(outcome, Attribution)
        else _refused(reading, cue, outcome)
        for cue, outcome in statements.judge(reading, quotes.spans(reading), persons)
    )


def _refused(reading: Reading, cue: Cue, veto: Veto | Nobody) -> Verdict:
    return _verdict(reading, cue, veto.value, REASONS.get(veto, veto.value))


def _attributed(reading: Reading, attribution: Attribution, found: Sequence[Statement], first: First) -> Verdict:
    cue, start = attribution.cue, reading.evidence(attribution.start, attribution.start + 1).start
    index = bisect_right(found, start, key=lambda it: it.evidence.start) - 1
    if index < 0 or start >= found[index].evidence.end:
        return _verdict(reading, cue, "claimed", "an earlier statement has the same words")
    if found[index].evidence.start != start:
        return _verdict(reading, cue, "continued", "the statement before it goes on")
    grounds = tuple(_grounds(reading, attribution, found[index], first))
    return _verdict(reading, cue, TAKEN, "a cue with a speaker and with what is said", grounds)


def _verdict(reading: Reading, cue: Cue, rule: str, reason: str, grounds: tuple[Ground, ...] = ()) -> Verdict:
    start = max(clause_start(reading.text, cue.start), cue.start - _CONTEXT)
    place = reading.evidence(cue.start, cue.end)
    return Verdict(reading.text[start : cue.end], place.start, place.end, rule, cue.denial + cue.word, reason, grounds)


def _grounds(reading: Reading, attribution: Attribution, said: Statement, first: First) -> Iterator[Ground]:
    cue, clause = attribution.cue, reading.text[attribution.clause : attribution.cue.start]
    yield Ground("cue", said.cue, f"a cue of the kind {cue.frame}{', with a pause behind it' if cue.pause else ''}")
    for field, value in (("speaker", said.speaker), ("position", said.position), ("organization", said.organization)):
        if value:
            yield Ground(field, value, _source(clause, attribution.clause, value, first(value)))
    body = "a body of state or party, or its people" if said.official else "no body of state or party speaks"
    yield Ground("official", "yes" if said.official else "no", body)
    yield Ground("kind", said.kind, _KINDS[said.kind])
    text = said.evidence.text
    extent = text if len(text) <= 2 * _ENDS else f"{text[:_ENDS]}…{text[-_ENDS:]}"
    side = "before the cue" if attribution.before else "behind the cue"
    yield Ground("extent", f"{said.evidence.start}–{said.evidence.end}", f"begins {side}: {extent}")


def _source(clause: str, start: int, value: str, first: int) -> str:
    """Say where the article names a speaker, an office or a body, which it has `first`, or that it does not (-1)."""
    if value in clause:
        return f"stands before the cue: {clause}"
    if first >= 0:
        return f"the article names it {'earlier' if first < start else 'later'}"
    return f"the full form of what the article or the register of officials has, for {clause or 'the sentence'}"
