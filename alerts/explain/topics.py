"""An article's title and text → why it belongs to a topic or not, hit by hit.

Of a bulletin's stories the one that says most for the topic is explained.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from crawler import relevance
from crawler.relevance import Standing, Topic, Weighing


@dataclass(frozen=True, slots=True)
class Hit:
    """A term, or an excluded phrase: its weight, and how often it stands in the title and, in each way, in the text."""

    term: str
    weight: float
    in_title: int
    in_text: dict[Standing, int]


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a topic was weighed; without a weighing, its parent was not reached."""

    topic: Topic
    weighing: Weighing | None
    hits: tuple[Hit, ...]

    @property
    def reached(self) -> bool:
        """Whether the article belongs to the topic."""
        return bool(self.weighing and self.weighing.reached)


def explain(title: str, text: str, topics: Sequence[Topic]) -> tuple[Judgement, ...]:
    """Explain each topic, in the order given."""
    best: dict[str, Weighing] = {}
    for weighed in relevance.weigh(title, text, topics):
        if (name := weighed.topic.name) not in best or weighed.score > best[name].score:
            best[name] = weighed
    return tuple(_judgement(topic, best.get(topic.name)) for topic in topics)


def _judgement(topic: Topic, weighing: Weighing | None) -> Judgement:
    if weighing is None:
        return Judgement(topic, None, ())
    in_title, in_text = weighing.in_title, weighing.in_text
    hits = [
        Hit(
            term,
            topic.weight(term),
            sum(in_title.get((term, it), 0) for it in Standing),
            {it: in_text[term, it] for it in Standing if (term, it) in in_text},
        )
        for term in dict.fromkeys(term for term, _ in (*in_title, *in_text))
    ]
    return Judgement(topic, weighing, tuple(sorted(hits, key=lambda it: (-abs(it.weight), it.term))))
