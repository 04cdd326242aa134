"""An explanation → the tables that `smewatch analyse --explain` prints for a person."""

from collections.abc import Iterator, Sequence

from alerts.app.console import Row, print_table
from alerts.app.explaining import Explanation
from alerts.explain import TAKEN, Verdict
from alerts.explain.topics import Hit, Judgement
from crawler.relevance import Standing, Weighing

_STANDINGS = {Standing.LISTED: "in a list", Standing.NAME: "in a name", Standing.EXCLUDED: "excluded"}


def print_explanation(explanation: Explanation) -> None:
    """Print an explanation: what was taken, field by field, and what was not, with the rule against it."""
    _print_topics(explanation.topics)
    _print_verdicts("Figures", "Number", explanation.figures)
    _print_verdicts("Statements", "Cue", explanation.statements)


def _print_topics(judged: Sequence[Judgement]) -> None:
    headings = ("Topic", "Score", "Needed", "Title", "Density", "Breadth", "Opening", "")
    spoken_of = [it for it in judged if it.hits or not it.topic.parent]
    print_table("Topics", headings, [_topic_row(it, it.weighing) for it in spoken_of if it.weighing], headed=True)
    if hits := [row for it in judged for row in _hit_rows(it)]:
        print_table("Terms", ("Topic", "Term", "Weight", "In the title", "In the text"), hits, headed=True)


def _print_verdicts(title: str, written: str, verdicts: Sequence[Verdict]) -> None:
    taken = [it for it in verdicts if it.rule == TAKEN]
    if taken:
        rows = [row for it in taken for row in _ground_rows(it)]
        print_table(f"{title} taken", (written, "Field", "Value", "Because"), rows, count=len(taken), headed=True)
    if others := [(it.written, str(it.start), it.rule, it.words, it.reason) for it in verdicts if it.rule != TAKEN]:
        print_table(f"{title} not taken", (written, "At", "Rule", "Words", "Why"), others, headed=True)


def _topic_row(judged: Judgement, weighing: Weighing) -> Row:
    evidence = (weighing.title, weighing.density, weighing.breadth, weighing.opening)
    verdict = "reached" if judged.reached else "not reached"
    numbers = (f"{weighing.score:.2f}", f"{judged.topic.threshold:.2f}", *(f"{it:+.2f}" for it in evidence))
    return judged.topic.name, *numbers, verdict


def _hit_rows(judged: Judgement) -> Iterator[Row]:
    for hit in judged.hits:
        yield judged.topic.name, hit.term, f"{hit.weight:g}", str(hit.in_title), _in_text(hit)


def _in_text(hit: Hit) -> str:
    ways = [f"{count} {_STANDINGS[standing]}" for standing, count in hit.in_text.items() if standing in _STANDINGS]
    count = str(sum(hit.in_text.values()))
    return f"{count}, {', '.join(ways)}" if ways else count


def _ground_rows(verdict: Verdict) -> Iterator[Row]:
    yield verdict.written, "", "", verdict.reason
    for ground in verdict.grounds:
        yield "", ground.field, ground.value, ground.because
