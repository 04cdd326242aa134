"""How many variants of real articles are recognised, and how many false friends with them.

    python tests/benchmarks/novelty.py --docs ../shared/eval/dev/docs --news ../shared/data/news [--sample 3000]

`--docs` is a folder of seed documents, `--news` one of day files of the evening news: Markdown with a headline after
`###` and the item's `<p>` elements below it. Printed is a table: a kind of variant, how many there are, and the share
that each way of recognising takes for the original. Over false friends the share should be nought.
"""

import argparse
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from sqlalchemy import Connection

from alerts.store import schema
from crawler import novelty
from crawler.archive import articles as archive
from crawler.archive import prints
from crawler.archive.db import Database
from crawler.ingest import keep_text, print_of_article
from crawler.model import Article, Novelty, Relevance, Verdict
from seeds import fingerprint, library
from seeds.document import Document
from seeds.text import plain

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.variants import EXACT, FALSE_FRIENDS, Kind, Variant, variants

Recogniser = Callable[[Sequence[Variant]], Sequence[str]]
"""Tells for each variant: `ORIGINAL` where it is taken for its original, `OTHER` for another text, `NEW` for none."""

ORIGINAL, OTHER, NEW = "original", "other", "new"

IRRELEVANT = Relevance(0.0, (), ())

_HEADLINE = re.compile(r"^### (.*)$", re.MULTILINE)


def documents(folder: Path) -> Iterator[Document]:
    for _, read in library.load(folder):
        if isinstance(read, Document):
            yield read


def news(folder: Path) -> Iterator[Document]:
    """Read day files, `20221203.md`; an item without a text (a video alone) is none."""
    for file in sorted(folder.glob("*.md")):
        date = datetime.strptime(file.stem, "%Y%m%d").replace(hour=11, tzinfo=UTC)
        _, *items = _HEADLINE.split(file.read_text(encoding="utf-8"))
        for title, below in zip(items[::2], items[1::2], strict=True):
            body = "\n".join(line for line in below.splitlines() if line.startswith("<p"))
            if title.strip() and plain(body):
                yield Document(title.strip(), ("新闻",), "示例台", date, body)


def exact(made: Sequence[Variant]) -> list[str]:
    """Compare content hashes; a merge has two texts and is neither."""
    same = (
        fingerprint.of(it.document).content_hash in {fingerprint.of(original).content_hash for original in it.originals}
        for it in made
    )
    return [ORIGINAL if it else NEW for it in same]


class Archive:
    """A new archive that holds articles, each kept as a crawl keeps it."""

    def __init__(self, place: Path, articles: Sequence[Document]) -> None:
        self._database = Database(f"sqlite:///{place / 'archive.db'}")
        schema.upgrade(self._database)
        self._stories: dict[str, int | None] = {}
        #: What became of the articles that resemble an earlier one among them: titles, and the verdict.
        self.alike: list[tuple[str, Novelty]] = []
        with self._database.write() as connection:
            for number, document in enumerate(articles):
                it = article(document, f"https://example.org/{number}")
                judged, revision = keep_text(connection, it, print_of_article(it), IRRELEVANT, announced=False)
                self._stories.setdefault(it.content_hash, revision.novelty.story if revision else None)
                if judged.verdict is Verdict.NEAR_DUPLICATE:
                    self.alike.append((document.title, judged))

    def recognise(self, made: Sequence[Variant]) -> list[str]:
        """Hold variants against the archive; none of them is kept."""
        with self._database.write() as connection:
            return [self._recognised(connection, it) for it in made]

    def _recognised(self, connection: Connection, made: Variant) -> str:
        it = article(made.document, "https://reprint.example/")
        mine = print_of_article(it)
        near = prints.lookalikes(connection, prints.sharing(connection, mine))
        judged = novelty.judge(it, mine, archive.known(connection, it), near)
        if judged.verdict is Verdict.NEW:
            return NEW
        originals = {self._stories[article(original, "").content_hash] for original in made.originals}
        if judged.verdict is Verdict.DUPLICATE:
            return ORIGINAL if self._stories.get(it.content_hash) in originals else OTHER
        return ORIGINAL if (judged.story or judged.takes_up) in originals else OTHER


def article(document: Document, url: str) -> Article:
    text = plain(document.body)
    digest = fingerprint.content_hash(document.title, text)
    return Article(document, text, digest, url, "example", "example/news", datetime.now(UTC))


def table(made: Sequence[Variant], recognisers: Mapping[str, Recogniser]) -> Iterator[str]:
    """Print a row for each kind, with two columns for each way of recognising: taken for the original, for another."""
    verdicts = {name: recognise(made) for name, recognise in recognisers.items()}
    columns = [f"{name:>8}    other" for name in recognisers]
    yield "  ".join((f"{'kind':24}", f"{'number':>8}", *columns))
    for kind in Kind:
        mark = "  (exact)" if kind in EXACT else "  (false friend)" if kind in FALSE_FRIENDS else ""
        if of_kind := [at for at, it in enumerate(made) if it.kind is kind]:
            yield _row(kind, verdicts, of_kind) + mark
    true = [at for at, it in enumerate(made) if it.kind not in FALSE_FRIENDS]
    yield _row("recall", verdicts, true)
    yield "  ".join((f"{'precision':33} ", *(f"{_precision(made, told):8.4f}{'':9}" for told in verdicts.values())))


def _row(name: str, verdicts: Mapping[str, Sequence[str]], which: Sequence[int]) -> str:
    cells = []
    for told in verdicts.values():
        counts = Counter(told[at] for at in which)
        cells.append(f"{counts[ORIGINAL] / len(which):8.4f} {counts[OTHER] / len(which):8.4f}")
    return "  ".join((f"{name:24}", f"{len(which):8}", *cells))


def _precision(made: Sequence[Variant], told: Sequence[str]) -> float:
    merged = [(it.kind, verdict) for it, verdict in zip(made, told, strict=True) if verdict != NEW]
    right = sum(kind not in FALSE_FRIENDS and verdict == ORIGINAL for kind, verdict in merged)
    return right / len(merged) if merged else 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docs", type=Path, action="append", default=[])
    parser.add_argument("--news", type=Path, action="append", default=[])
    parser.add_argument("--sample", type=int, help="make variants of so many of the articles, at random")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="name the articles that resemble each other")
    options = parser.parse_args()
    chance = Random(options.seed)
    articles = [it for folder in options.docs for it in documents(folder)]
    articles += [it for folder in options.news for it in news(folder)]
    varied = articles
    if options.sample is not None:
        varied = chance.sample(articles, min(options.sample, len(articles)))
    made = [it for article in varied for it in variants(article, chance, chance.choice(articles))]
    print(f"{len(articles)} articles, {len(made)} variants of {len(varied)} of them")
    with tempfile.TemporaryDirectory() as place:
        kept = Archive(Path(place), articles)
        print("\n".join(table(made, {"exact": exact, "near": kept.recognise})))
        print(f"{len(kept.alike)} of the articles resemble an earlier one among them")
        for title, judged in kept.alike if options.show else ():
            print(f"  {judged.relation} {judged.measure:.2f}  《{title}》  {judged.reason}")


if __name__ == "__main__":
    main()
