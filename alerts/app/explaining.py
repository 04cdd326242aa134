"""A document → why it was read as it was, as `smewatch analyse --explain` tells it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from zoneinfo import ZoneInfo

from alerts.app import analysis
from alerts.explain import Verdict, figures, statements, topics
from alerts.explain.topics import Judgement
from alerts.extract.reading import read
from crawler.relevance import Topic
from seeds.document import Document
from seeds.text import plain


@dataclass(frozen=True, slots=True)
class Explanation:
    """What became of each topic, of each number and of each cue in a document."""

    topics: tuple[Judgement, ...]
    figures: tuple[Verdict, ...]
    statements: tuple[Verdict, ...]


def explain(document: Document, watched: Sequence[Topic], zone: ZoneInfo) -> Explanation:
    """Explain what `analysis.analyse` finds with the same arguments."""
    text = plain(document.body)
    reading = read(text, title=document.title, published=analysis.published(document, zone))
    return Explanation(
        topics=topics.explain(document.title, text, watched),
        figures=figures.explain(reading),
        statements=statements.explain(reading),
    )


def explanation_json(explanation: Explanation) -> Mapping[str, Any]:
    """Write an explanation for JSON."""
    return {
        "topics": [_topic_json(it) for it in explanation.topics],
        "figures": [asdict(it) for it in explanation.figures],
        "statements": [asdict(it) for it in explanation.statements],
    }


def _topic_json(judged: Judgement) -> Mapping[str, Any]:
    topic, weighing = judged.topic, judged.weighing
    named = {"topic": topic.name, "title": topic.title, "threshold": topic.threshold, "reached": judged.reached}
    if weighing is None:
        return {**named, "score": None, "evidence": None, "terms": []}
    evidence = {name: round(getattr(weighing, name), 4) for name in ("title", "density", "breadth", "opening")}
    return {**named, "score": weighing.score, "evidence": evidence, "terms": [asdict(it) for it in judged.hits]}
