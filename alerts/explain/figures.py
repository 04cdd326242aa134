"""A reading → what became of each number in it: a target with the grounds of its fields, or the rule against it.

Listed are the figures that were taken, and every number in a sentence about SMEs that was not.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

from alerts.explain import TAKEN, Ground, Verdict
from alerts.extract import candidates, dating, frames, measures, targets, vetoes
from alerts.extract.candidates import Candidate
from alerts.extract.periods import Period
from alerts.extract.reading import Reading, Span
from alerts.extract.standing import status
from alerts.extract.targets import Setting
from alerts.extract.vocabulary import load
from alerts.model import Comparator, Status, Target

_DIGITS = re.compile(r"[0-9]+(?:[.,，][0-9]+)*")
_CUES = re.compile("|".join(pattern for patterns in load("status").values() for pattern in patterns))
_REACH = 500  # characters on both sides of a number in which the words of its time stand
_PLACES = {
    "before": "before the number",
    "after": "behind the number",
    "lead": "earlier in the sentence",
    "context": "earlier in the paragraph",
}


def explain(reading: Reading) -> tuple[Verdict, ...]:
    """Explain the numbers of a reading, in its order."""
    article = measures.aboutness(f"{reading.title}\n{reading.text}")
    setting = targets.setting_of(reading, article, reading.paragraphs)
    taken = {target.number.start: target for target in targets.find(reading)}
    figures = tuple(candidates.find(reading))
    verdicts = [it for figure in figures if (it := _verdict(figure, setting, taken))]
    read = [Span(it.quantity.start, it.quantity.end) for it in figures] + [
        Span(it.start, it.end) for it in setting.spans
    ]
    return tuple(sorted([*verdicts, *_unread(reading, read)], key=lambda it: it.start))


def _verdict(figure: Candidate, setting: Setting, taken: dict[int, Target]) -> Verdict | None:
    number = figure.reading.evidence(figure.quantity.start, figure.quantity.end)
    judged = targets.judge(figure, measures.measure(figure, setting.article), setting)
    rule, words = "repetition", ""
    reason = (
        f"the article has said it before: {figure.quantity.value:g} {figure.quantity.unit.name} of {judged.noun.words}"
    )
    if target := taken.get(number.start):
        reason = f"a figure of {judged.measure}, which SME policy measures"
        grounds = tuple(_grounds(figure, setting, target))
        return Verdict(number.text, number.start, number.end, TAKEN, "", reason, grounds)
    if not _about_smes(figure.reading, figure.quantity.start):
        return None
    if veto := vetoes.outright(figure) or judged.veto:
        rule, words, reason = veto.name, veto.word(figure, judged.noun.words), veto.reason
    elif not judged.measure:
        rule, words = "measure", judged.noun.words
        reason = "SME policy does not measure what it counts, or it is not said of SMEs"
    return Verdict(number.text, number.start, number.end, rule, words, reason)


def _unread(reading: Reading, read: list[Span]) -> Iterator[Verdict]:
    """Yield the numbers of sentences about SMEs that belong neither to a figure nor to words of time."""
    inside = {offset for span in read for offset in range(span.start, span.end)}
    for match in _DIGITS.finditer(reading.text):
        if match.start() not in inside and _about_smes(reading, match.start()):
            number = reading.evidence(match.start(), match.end())
            yield Verdict(number.text, number.start, number.end, "no unit", "", "a number without a unit is no figure")


def _about_smes(reading: Reading, offset: int) -> bool:
    sentence = reading.sentence_at(offset)
    return measures.speaks_of_smes(reading.text[sentence.start : sentence.end])


def _grounds(figure: Candidate, setting: Setting, target: Target) -> Iterator[Ground]:
    quantity, written = figure.quantity, figure.written
    base = f"; the first of the pair, {quantity.base:g}, is its base" if quantity.base is not None else ""
    yield Ground("value", f"{target.value:.15g}", f"written {written}{base}")
    yield Ground("unit", target.unit, f"written {written}" if target.unit in written else "named by what it counts")
    limited = target.comparator is not Comparator.EXACTLY
    yield Ground("comparator", target.comparator, f"written {written}" if limited else "no word makes it a limit")
    yield Ground("object", target.object, _where(figure, target.object, "after") or "put together from its clause")
    yield Ground("status", target.status, _standing(figure, dating.governing(figure, setting.spans), setting))
    if target.deadline or target.as_of:
        field, end = ("deadline", target.deadline) if target.deadline else ("as_of", target.as_of)
        yield Ground(field, end or "", _period(figure, setting.spans, end or ""))
    yield Ground("scope", target.scope, _where(figure, target.scope) or "the place that the article speaks of")
    if target.action:
        yield Ground("action", target.action, _where(figure, target.action))


def _where(figure: Candidate, words: str, first: str = "before") -> str:
    """Say where words stand, the nearest place first; "" for words that the paragraph does not have in a row."""
    order = sorted(_PLACES, key=lambda place: place != first)
    return next((_PLACES[place] for place in order if words and words in getattr(figure, place)), "")


def _standing(figure: Candidate, period: Period | None, setting: Setting) -> str:
    """Say which words make a figure what it is: one that changes it by its absence, or else all that bear on it."""
    framed = frames.due(setting.framed, figure.quantity.start) is not None
    standing, deciding, bearing = status(figure, period, framed=framed), [], []
    for word, otherwise in _without_a_word(figure, period, framed=framed):
        bearing.append(word)
        if otherwise is not standing:
            deciding.append(f"{word} (without it: {otherwise})")
    return ", ".join(deciding or bearing) or "nothing is said of it"


def _without_a_word(figure: Candidate, period: Period | None, *, framed: bool) -> Iterator[tuple[str, Status]]:
    """Yield the words that bear on what a figure is, each with what it would be without them."""
    if period:
        yield figure.reading.text[period.start : period.end], status(figure, None, framed=framed)
    for place in ("before", "after", "lead"):
        words: str = getattr(figure, place)
        for cue in _CUES.finditer(words):
            blanked: dict[str, Any] = {place: words[: cue.start()] + "　" * len(cue[0]) + words[cue.end() :]}
            yield cue[0], status(figure._replace(**blanked), period, framed=framed)


def _period(figure: Candidate, spans: tuple[Period, ...], end: str) -> str:
    """Name the words of time that a date was read from, the nearest to the figure."""
    at = figure.quantity.start
    first, last = (bisect_left(spans, at + side, key=lambda it: it.start) for side in (-_REACH, _REACH))
    nearest = min((it for it in spans[first:last] if it.last == end), key=lambda it: abs(it.start - at), default=None)
    return figure.reading.text[nearest.start : nearest.end] if nearest else "reckoned from the article's date"
