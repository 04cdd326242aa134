"""How many articles the analysis takes a second, and how its time grows with a text.

    python tests/benchmarks/analyse.py --docs ../shared/eval/dev/docs [--rounds 5]

`--docs` is a folder of seed documents, loaded beforehand. Printed are the articles that one core judges a second by
its own time, whole and by step; then for texts of 50 KB and 1 MB the time of each step and how many times longer the
long one takes: paragraphs of the articles, and one sentence over and over. Twenty times the text should take twenty.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from alerts.app import analysis
from alerts.extract import statements, targets
from alerts.extract.reading import read
from crawler import catalog, relevance
from seeds.document import Document
from seeds.text import plain

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.benchmarks.novelty import documents

ZONE = ZoneInfo("Asia/Shanghai")
TOPICS = catalog.topics(Path(__file__).parent)  # those of the package: there are none here
SHORT, LONG = 50_000, 1_000_000  # bytes of UTF-8
SENTENCE = "到2027年，示例省力争培育专精特新中小企业3000家，小微企业贷款余额达到500亿元，同比增长12%。"


class Text(NamedTuple):
    """What the steps take: a title, a plain text and its date."""

    title: str
    text: str
    published: date | None


STEPS: dict[str, Callable[[Text], object]] = {
    "relevance": lambda it: relevance.judge(it.title, it.text, TOPICS),
    "targets": lambda it: targets.find(read(it.text, title=it.title, published=it.published)),
    "statements": lambda it: statements.find(read(it.text, title=it.title, published=it.published)),
}


def seconds(work: Callable[[], object], rounds: int) -> float:
    """Return the processor time of the quickest round."""
    spent = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent)


def every(step: Callable[[Any], object], things: Iterable[Any]) -> None:
    for thing in things:
        step(thing)


def rates(articles: Sequence[Document], rounds: int) -> None:
    """Print articles a second: the whole analysis, then its steps."""
    whole = partial(analysis.analyse, topics=TOPICS, zone=ZONE)
    texts = [Text(it.title, plain(it.body), it.date and it.date.date()) for it in articles]
    print(f"{'analysis':12}{len(articles) / seconds(partial(every, whole, articles), rounds):8,.0f} articles a second")
    for name, step in STEPS.items():
        print(f"{name:12}{len(texts) / seconds(partial(every, step, texts), rounds):8,.0f}")


def growth(articles: Sequence[Document]) -> None:
    """Print how many times longer the long text takes than the short one."""
    shapes = {"paragraphs": "\n".join(plain(it.body) for it in articles) + "\n", "one sentence": SENTENCE}
    for shape, unit in shapes.items():
        short, long = (Text("支持中小企业", sized(unit, size), date(2025, 6, 15)) for size in (SHORT, LONG))
        for name, step in STEPS.items():
            before, after = seconds(partial(step, short), 5), seconds(partial(step, long), 2)
            print(f"{shape:14}{name:12}{before:8.3f} s{after:8.3f} s{after / before:8.1f} times")


def sized(unit: str, size: int) -> str:
    """Repeat a unit to so many bytes, cut at a character."""
    encoded = (unit * (size // len(unit.encode()) + 1)).encode()
    return encoded[:size].decode(errors="ignore")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docs", type=Path, action="append", required=True)
    parser.add_argument("--rounds", type=int, default=5, help="the quickest of so many counts")
    options = parser.parse_args()
    articles = [it for folder in options.docs for it in documents(folder)]
    rates(articles, options.rounds)
    growth(articles)


if __name__ == "__main__":
    main()
