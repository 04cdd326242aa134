"""How many variants of real articles are recognised, and how many false friends with them.

    python tests/benchmarks/novelty.py --docs ../shared/eval/dev/docs --news ../shared/data/news [--sample 3000]

`--docs` is a folder of seed documents, `--news` one of day files of the evening news: Markdown with a headline after
`###` and the item's `<p>` elements below it. Printed is a table: a kind of variant, how many there are, and the share
that each way of recognising takes for the original. Over false friends the share should be nought.
"""

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from seeds import fingerprint, library
from seeds.document import Document
from seeds.text import plain

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.variants import EXACT, FALSE_FRIENDS, Kind, Variant, variants

Recogniser = Callable[[Sequence[Variant]], Sequence[bool]]
"""Tells of each variant whether it is taken for its original."""

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


def exact(made: Sequence[Variant]) -> list[bool]:
    """Compare content hashes; a merge has two texts and is neither."""
    return [
        fingerprint.of(it.document).content_hash in {fingerprint.of(original).content_hash for original in it.originals}
        for it in made
    ]


def table(made: Sequence[Variant], recognisers: Mapping[str, Recogniser]) -> Iterator[str]:
    """Print a row for each kind, with a column for each way of recognising."""
    verdicts = {name: recognise(made) for name, recognise in recognisers.items()}
    yield "  ".join((f"{'kind':24}", f"{'number':>8}", *(f"{name:>8}" for name in recognisers)))
    for kind in Kind:
        of_kind = [at for at, it in enumerate(made) if it.kind is kind]
        if of_kind:
            shares = (sum(told[at] for at in of_kind) / len(of_kind) for told in verdicts.values())
            mark = "  (exact)" if kind in EXACT else "  (false friend)" if kind in FALSE_FRIENDS else ""
            yield "  ".join((f"{kind:24}", f"{len(of_kind):8}", *(f"{share:8.4f}" for share in shares))) + mark


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docs", type=Path, action="append", default=[])
    parser.add_argument("--news", type=Path, action="append", default=[])
    parser.add_argument("--sample", type=int, help="take so many of the articles, at random")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = Random(options.seed)
    articles = [it for folder in options.docs for it in documents(folder)]
    articles += [it for folder in options.news for it in news(folder)]
    if options.sample is not None:
        articles = chance.sample(articles, min(options.sample, len(articles)))
    made = [it for article in articles for it in variants(article, chance, chance.choice(articles))]
    print(f"{len(articles)} articles, {len(made)} variants")
    print("\n".join(table(made, {"exact": exact})))


if __name__ == "__main__":
    main()
