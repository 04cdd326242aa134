"""Candidate figures → the first rule, by name and with its reason, that says a figure is no finding; or none.

What hangs on words is data (`vocabulary/vetoes.toml`), what hangs on titles, quotation marks and units stands here.
Whether a figure is about SMEs is the question of `measures`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from alerts.extract.candidates import Candidate
from alerts.extract.measures import continues, speaks_of_smes, subject
from alerts.extract.vocabulary import load


@dataclass(frozen=True, slots=True)
class Veto:
    """A rule that throws figures out: its name, the reason in words, and the test of a candidate and its noun.

    One that `spares_goals` is for results alone. `word` finds the word of the vocabulary that the test rests on.
    """

    name: str
    reason: str
    applies: Callable[[Candidate, str], bool]
    spares_goals: bool = False
    word: Callable[[Candidate, str], str] = lambda candidate, noun: ""


_NOTHING = "(?!)"  # matches nowhere
_TITLE_REACH, _SCARE_LENGTH = 60, 12
_KINDS = frozenset({"multiple", "person", "event"})
_LENT, _SUMMED = re.compile("贷款|授信|融资"), re.compile("[共累合总]计?|余额|额度|限额|以下|[发投]放|新增")
_LEAST_LENT = 1e8
_UNITS = frozenset({"项", "条", "件", "笔", "支", "只"})


def outright(candidate: Candidate) -> Veto | None:
    """Return the first veto that applies to a candidate whatever it counts and aims at."""
    return next((veto for veto in OUTRIGHT if veto.applies(candidate, "")), None)


def first(candidate: Candidate, noun: str, *, goal: bool) -> Veto | None:
    """Return the first veto that applies to a candidate whose noun phrase is `noun`; `goal` says that it is one."""
    spared = goal and speaks_of_smes(f"{candidate.lead}\n{candidate.words}")
    return next((veto for veto in VETOES if not (spared and veto.spares_goals) and veto.applies(candidate, noun)), None)


def _in_title(candidate: Candidate, _: str) -> bool:
    text, quantity = candidate.reading.text, candidate.quantity
    before = text[max(0, quantity.start - _TITLE_REACH) : quantity.start]
    after = text[quantity.end : quantity.end + _TITLE_REACH]
    return before.rfind("《") > before.rfind("》") and 0 <= after.find("》") < f"{after}《".find("《")


def _in_scare_quotes(candidate: Candidate, _: str) -> bool:
    """Short, and without punctuation: “321”, “助企20条”; a quoted sentence is longer or has some."""
    text, quantity = candidate.reading.text, candidate.quantity
    start = text.rfind("“", max(0, quantity.start - _SCARE_LENGTH), quantity.start)
    end = text.find("”", quantity.end, quantity.end + _SCARE_LENGTH)
    if start < 0 or end < 0 or end - start > _SCARE_LENGTH:
        return False
    return not re.search("[”“，。；：]", text[start + 1 : end])


def _of_no_kind(candidate: Candidate, _: str) -> bool:
    return candidate.quantity.unit.kind in _KINDS or candidate.quantity.unit.name in _UNITS


def _single(candidate: Candidate, _: str) -> bool:
    return candidate.quantity.unit.kind == "count" and candidate.quantity.value <= 1


def _one_loan(candidate: Candidate, _: str) -> bool:
    """Whether one firm borrows it, and not many: below 100 million yuan, and nothing says that it is a sum."""
    if candidate.quantity.unit.kind != "money" or candidate.quantity.value >= _LEAST_LENT:
        return False
    near = f"{candidate.before[-20:]}\n{candidate.after[:8]}"
    return bool(_LENT.search(near)) and not _SUMMED.search(candidate.words)


def _measured(candidate: Candidate) -> str:
    return subject(candidate) if continues(candidate) else candidate.before[-16:]


def _number(candidate: Candidate, reach: int) -> str:
    text, quantity = candidate.reading.text, candidate.quantity
    return text[max(0, quantity.start - reach) : quantity.end + reach]


_STRETCHES: dict[str, Callable[[Candidate, str], str]] = {
    "number": lambda candidate, _: _number(candidate, 3),
    "around": lambda candidate, _: _number(candidate, 10),
    "before": lambda candidate, _: candidate.before,
    "clause": lambda candidate, _: candidate.words,
    "counted": lambda candidate, noun: f"{candidate.after[:4].split('企')[0]}\n{noun[-3:]}",
    "measured": lambda candidate, _: _measured(candidate),
    "subject": lambda candidate, _: subject(candidate),
    "sentence": lambda candidate, _: f"{candidate.lead}\n{candidate.words}",
    "recent": lambda candidate, _: f"{candidate.lead}{candidate.before}"[-80:],
}


def _by_words(row: dict[str, Any]) -> Veto:
    stretch, kinds = _STRETCHES[row["look"]], frozenset(row.get("kinds", ()))
    terms, unless, unless_there = (
        re.compile("|".join(row.get(key, [_NOTHING])), re.DOTALL) for key in ("terms", "unless", "unless_there")
    )

    def applies(candidate: Candidate, noun: str) -> bool:
        if kinds and candidate.quantity.unit.kind not in kinds:
            return False
        words = stretch(candidate, noun)
        return bool(terms.search(words)) and not unless_there.search(words) and not unless.search(subject(candidate))

    def word(candidate: Candidate, noun: str) -> str:
        found = terms.search(stretch(candidate, noun))
        return found[0] if found else ""

    return Veto(row["name"], row["reason"], applies, row.get("spares_goals", False), word)


OUTRIGHT = (
    Veto("unit", "measures, multiples, persons and events are not asked for", _of_no_kind),
    Veto("single", "one of a thing is no quantity", _single),
    Veto("title", "it stands in the title of a document", _in_title),
    Veto("scare quotes", "it is part of a name or slogan in quotation marks", _in_scare_quotes),
)
VETOES = (
    Veto("one firm", "it is what one firm borrows", _one_loan, spares_goals=True),
    *map(_by_words, load("vetoes")["veto"]),
)
