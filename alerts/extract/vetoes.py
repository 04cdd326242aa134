"""Candidate figures → the first rule, by name and with its reason, that says a figure is no finding; or none.

What hangs on words is data (`vocabulary/vetoes.toml`), what hangs on titles, quotation marks and units stands here.
Whether a figure is about SMEs is the question of `measures`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from alerts.extract.candidates import Candidate
from alerts.extract.measures import continues, speaks_of_smes, subject
from alerts.extract.vocabulary import load


@dataclass(frozen=True, slots=True)
class Veto:
    """A rule that throws figures out: its name, the reason in words, and the test of a candidate and its stretches.

    One that `spares_goals` is for results alone, one that names `kinds` for figures of their units. `word` finds the
    word of the vocabulary that the test rests on, for a candidate and its noun.
    """

    name: str
    reason: str
    applies: Callable[[Candidate, Mapping[str, str]], bool]
    spares_goals: bool = False
    kinds: frozenset[str] = frozenset()
    word: Callable[[Candidate, str], str] = lambda candidate, noun: ""


_NOTHING = "(?!)"  # matches nowhere
_NO_STRETCHES: Mapping[str, str] = {}
_TITLE_REACH, _SCARE_LENGTH = 60, 12
_KINDS = frozenset({"multiple", "person", "event"})
_LENT, _SUMMED = re.compile("贷款|授信|融资"), re.compile("[共累合总]计?|余额|额度|限额|以下|[发投]放|新增")
_LEAST_LENT = 1e8
_UNITS = frozenset({"项", "条", "笔", "支", "只"})


def outright(candidate: Candidate) -> Veto | None:
    """Return the first veto that applies to a candidate whatever it counts and aims at."""
    for veto in OUTRIGHT:
        if veto.applies(candidate, _NO_STRETCHES):
            return veto
    return None


def first(candidate: Candidate, noun: str, *, goal: bool) -> Veto | None:
    """Return the first veto that applies to a candidate whose noun phrase is `noun`; `goal` says that it is one."""
    stretches = _stretches(candidate, noun)
    for veto in _OF_KIND[candidate.quantity.unit.kind]:
        if veto.applies(candidate, stretches) and not (
            goal and veto.spares_goals and speaks_of_smes(stretches["sentence"])
        ):
            return veto
    return None


def _in_title(candidate: Candidate, _: Mapping[str, str]) -> bool:
    text, start, end = candidate.reading.text, candidate.quantity.start, candidate.quantity.end
    opened = text.rfind("《", max(0, start - _TITLE_REACH), start)
    if opened < 0 or text.find("》", opened, start) >= 0:
        return False
    after = text[end : end + _TITLE_REACH]
    return 0 <= after.find("》") < f"{after}《".find("《")


def _in_scare_quotes(candidate: Candidate, _: Mapping[str, str]) -> bool:
    """Short, and without punctuation: “321”, “助企20条”; a quoted sentence is longer or has some."""
    text, quantity = candidate.reading.text, candidate.quantity
    start = text.rfind("“", max(0, quantity.start - _SCARE_LENGTH), quantity.start)
    if start < 0:
        return False
    end = text.find("”", quantity.end, start + _SCARE_LENGTH + 1)
    return end >= 0 and not re.search("[”“，。；：]", text[start + 1 : end])


def _of_no_kind(candidate: Candidate, _: Mapping[str, str]) -> bool:
    unit = candidate.quantity.unit
    return unit.kind in _KINDS or unit.name in _UNITS


def _single(candidate: Candidate, _: Mapping[str, str]) -> bool:
    return candidate.quantity.value <= 1 and candidate.quantity.unit.kind == "count"


def _one_loan(candidate: Candidate, _: Mapping[str, str]) -> bool:
    """Whether one firm borrows it, and not many: below 100 million yuan, and nothing says that it is a sum."""
    if candidate.quantity.value >= _LEAST_LENT:
        return False
    near = f"{candidate.before[-20:]}\n{candidate.after[:8]}"
    return bool(_LENT.search(near)) and not _SUMMED.search(candidate.words)


def _stretches(candidate: Candidate, noun: str) -> dict[str, str]:
    """Return what vetoes look at by its names in the vocabulary."""
    text, start, end = candidate.reading.text, candidate.quantity.start, candidate.quantity.end
    before, lead, words, about = candidate.before, candidate.lead, candidate.words, subject(candidate)
    return {
        "number": text[max(0, start - 3) : end + 3],
        "around": text[max(0, start - 10) : min(end + 10, candidate.clause.end)],
        "before": before,
        "clause": words,
        "counted": f"{candidate.after[:4].split('企')[0]}\n{noun[-3:]}",
        "measured": about if continues(candidate) else before[-16:],
        "subject": about,
        "sentence": f"{lead}\n{words}",
        "recent": f"{lead}{before}"[-80:],
    }


def _by_words(row: dict[str, Any]) -> Veto:
    look = row["look"]
    terms, unless, unless_there = (
        re.compile("|".join(row.get(key, [_NOTHING])), re.DOTALL) for key in ("terms", "unless", "unless_there")
    )

    def applies(_: Candidate, stretches: Mapping[str, str]) -> bool:
        words = stretches[look]
        return bool(terms.search(words)) and not unless_there.search(words) and not unless.search(stretches["subject"])

    def word(candidate: Candidate, noun: str) -> str:
        found = terms.search(_stretches(candidate, noun)[look])
        return found[0] if found else ""

    kinds = frozenset(row.get("kinds", ()))
    return Veto(row["name"], row["reason"], applies, row.get("spares_goals", False), kinds, word)


OUTRIGHT = (
    Veto("unit", "measures, multiples, persons and events are not asked for", _of_no_kind),
    Veto("single", "one of a thing is no quantity", _single),
    Veto("title", "it stands in the title of a document", _in_title),
    Veto("scare quotes", "it is part of a name or slogan in quotation marks", _in_scare_quotes),
)
VETOES = (
    Veto("one firm", "it is what one firm borrows", _one_loan, spares_goals=True, kinds=frozenset({"money"})),
    *map(_by_words, load("vetoes")["veto"]),
)
_OF_KIND = {
    kind: tuple(veto for veto in VETOES if not veto.kinds or kind in veto.kinds)
    for kind in {unit["kind"] for unit in load("units")["unit"]}
}
