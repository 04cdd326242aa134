"""What it costs to look a text up, and to keep it, in archives of growing size.

    python tests/benchmarks/archive.py --news ../shared/data/news [--sizes 20000,1000000] [--probes 1000] [--postgresql]

The archive is grown synthetically over real texts, so that it has shingles which stand everywhere: each grown article
keeps a tenth of the shingles of a real one and has others of its own. At each size real articles and variants of kept
ones are looked up and kept by the program's own code. Printed are milliseconds (median and 99th per cent), the memory
of the process, and the bytes that an article takes beside its text; at last whole articles a second.
"""

import argparse
import random
import statistics
import struct
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from random import Random

from sqlalchemy import Connection, insert, text

from alerts.store import schema
from crawler import ingest, novelty
from crawler.archive import articles as archive
from crawler.archive import prints, runs, tables
from crawler.archive.db import Database
from crawler.ingest import Arrival, Batch, keep_text, print_of_article
from crawler.model import Article, Kind, Relevance, Source
from crawler.resemblance import Print, encode
from seeds.fingerprint import SAMPLED

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests import postgresql
from tests.benchmarks.novelty import article, news
from tests.variants import Kind as Variation
from tests.variants import variant

IRRELEVANT = Relevance(0.0, (), ())
KEPT_OF_REAL = 0.1
CHUNK = 5000
COUNTED = {"stories": "id", "articles": "id", "revisions": "number", "prints": "id"}
SCATTER = timedelta(days=3650)  # the grown articles are of ten years


class Growth:
    """Grows an archive; the rows are those that the program writes, in bulk."""

    def __init__(self, database: Database, pool: Sequence[Print], chance: Random) -> None:
        self._database = database
        self._pool = pool
        self._chance = chance
        self._shared: Counter[int] = Counter()
        self._now = datetime.now(UTC)
        self._real = frozenset(value for it in pool for value in it.indexed)

    def to(self, size: int) -> None:
        """Let the archive grow to a number of articles."""
        with self._database.read() as connection:
            last = archive.latest_number(connection)
        while last < size:
            count = min(CHUNK, size - last)
            with self._database.write() as connection:
                self._grow(connection, range(last + 1, last + count + 1))
            last += count
        self._continue_numbers()

    def _continue_numbers(self) -> None:
        if self._database.is_file:
            return
        with self._database.write() as connection:  # rows that bring their number do not move its counters
            for table, column in COUNTED.items():
                last = f"SELECT max({column}) FROM {table}"
                connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), ({last}))"))
        # What the server does by itself for tables that grow in their own time.
        with self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))

    def _grow(self, connection: Connection, numbers: range) -> None:
        made = [self._print() for _ in numbers]
        when = [self._now - self._chance.random() * SCATTER for _ in numbers]
        pairs = list(zip(numbers, made, when, strict=True))
        connection.execute(insert(tables.stories), [{"id": number} for number in numbers])
        connection.execute(insert(tables.articles), [self._article(number, at) for number, _, at in pairs])
        connection.execute(insert(tables.revisions), [self._revision(number, at) for number, _, at in pairs])
        connection.execute(
            insert(tables.prints),
            [
                {"id": number, "revision": number, "published": at, "rate": it.rate, "sketch": encode(it.hashes),
                 "particulars": encode(it.particulars)}
                for number, it, at in pairs
            ],
        )  # fmt: skip
        rows, crowded = [], set()
        for number, it, _ in pairs:
            for value in it.indexed:
                if self._shared[value] < prints.CROWD:
                    rows.append({"hash": value, "print": number})
                    self._shared[value] += value in self._real
                    if self._shared[value] == prints.CROWD:
                        crowded.add(value)
        connection.execute(insert(tables.shingles), rows)
        prints._clear(connection, sorted(crowded))

    def _print(self) -> Print:
        real = self._chance.choice(self._pool)
        return Print(real.rate, self._mixed(real.hashes, real.rate // SAMPLED), self._mixed(real.particulars, 1))

    def _mixed(self, values: frozenset[int], step: int) -> frozenset[int]:
        fresh = struct.unpack(f"<{len(values)}I", self._chance.randbytes(4 * len(values)))
        chance = self._chance.random
        return frozenset(
            mine if chance() < KEPT_OF_REAL else new // step * step for mine, new in zip(values, fresh, strict=True)
        )

    def _article(self, number: int, at: datetime) -> dict[str, object]:
        return {"id": number, "url": f"https://www.news.example/{at:%Y-%m-%d}/doc-{number:016x}.shtml",
                "publisher": "example", "first_seen": at}  # fmt: skip

    def _revision(self, number: int, at: datetime) -> dict[str, object]:
        return {
            "number": number, "article_id": number, "content_hash": f"2:{self._chance.getrandbits(128):032x}",
            "text_version": 2, "title": f"示例省出台支持中小企业发展的若干措施之{number}", "published": at,
            "publisher": "example", "source": "example/news", "fetched_at": at, "score": 0.0, "topics": [], "hits": [],
            "story_id": number, "verdict": "new", "reason": "no text like it is known", "announced": True,
            "document": None,
        }  # fmt: skip


@contextmanager
def timed(times: list[float]) -> Iterator[None]:
    began = time.perf_counter()
    yield
    times.append((time.perf_counter() - began) * 1000)


def look_up(database: Database, probes: Sequence[Article]) -> list[float]:
    times: list[float] = []
    with database.write() as connection:
        for it in probes:
            mine = print_of_article(it)
            with timed(times):
                near = prints.lookalikes(connection, prints.sharing(connection, mine))
                novelty.judge(it, mine, archive.known(connection, it), near)
    return times


def keep(database: Database, probes: Sequence[Article]) -> list[float]:
    """Keep articles, fifty in a transaction; the time of one is a fiftieth of it, fingerprints not counted."""
    times: list[float] = []
    waiting = iter([(it, print_of_article(it)) for it in probes])
    while batch := list(islice(waiting, 50)):
        with timed(times), database.write() as connection:
            for it, mine in batch:
                keep_text(connection, it, mine, IRRELEVANT, announced=False)
        times[-1] /= len(batch)
    return times


def whole(database: Database, probes: Sequence[Article]) -> float:
    """Ingest whole articles as a crawl does; return how many a second of CPU."""
    source = Source(f"example/{time.monotonic_ns()}", "example", "https://news.example/feed", Kind.RSS)
    now = datetime.now(UTC)
    with database.write() as connection:
        run = runs.begin(connection, [source], trigger="benchmark", announce=False, now=now)
    began = time.process_time()
    waiting = iter(probes)
    while batch := [Arrival(it, it.url, announced=False) for it in islice(waiting, 50)]:
        ingest.ingest(database, run, Batch(arrivals=batch), (), now)
    return len(probes) / (time.process_time() - began)


def disk(database: Database) -> int:
    """Return the bytes of the database beside the documents."""
    with database.read() as connection:
        documents = connection.execute(text("SELECT coalesce(sum(length(document)), 0) FROM revisions")).scalar_one()
        if connection.dialect.name == "sqlite":
            pages = connection.execute(text("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"))
            return int(pages.scalar_one()) - int(documents)
        sizes = (text(f"SELECT pg_total_relation_size('{name}')") for name in tables.articles.metadata.tables)
        return sum(int(connection.execute(it).scalar_one()) for it in sizes) - int(documents)


def row(*cells: object) -> str:
    return "  ".join(f"{it:>10.2f}" if isinstance(it, float) else f"{it:>10}" for it in cells)


def median_and_99th(times: Sequence[float]) -> tuple[float, float]:
    return statistics.median(times), sorted(times)[int(len(times) * 0.99)]


def probe(url: str, fresh: Sequence[Article], reprints: Sequence[Article]) -> tuple[list[float], list[float], float]:
    """Look articles up and keep them, then look their reprints up; return the times of both, and this process's MiB."""
    database = Database(url)
    searched, kept = look_up(database, fresh), keep(database, fresh)
    searched += look_up(database, reprints)
    database.close()
    # Of this process alone: the kernel's other figure, that of getrusage, remembers the parent's.
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return searched, kept, int(peak.split()[1]) / 1024


def measure(url: str, originals: Sequence[Article], sizes: Sequence[int], probes: int, chance: Random) -> None:
    database = Database(url)
    schema.upgrade(database)
    growth = Growth(database, [print_of_article(it) for it in originals], chance)
    print(row("articles", "look-up ms", "p99", "keep ms", "p99", "RSS MiB", "bytes each"))
    for number, size in enumerate(sizes):
        growth.to(size)
        database.close()  # what bulk rows have left in SQLite's log goes into the file, as it does between two crawls
        mine = originals[number * probes : (number + 1) * probes]
        halves = (variant(Variation.HALF, it.document, chance) for it in mine)
        reprints = [article(it.document, f"{it.document.title}/{size}") for it in halves if it]
        # In a process of its own, whose memory is that of the look-ups alone.
        with ProcessPoolExecutor(1, get_context("spawn")) as alone:
            searched, kept, memory = alone.submit(probe, url, mine, reprints).result()
        with database.read() as connection:
            each = disk(database) / archive.count(connection)
        print(row(size, *median_and_99th(searched), *median_and_99th(kept), memory, each), flush=True)
    rest = originals[len(sizes) * probes :][: 2 * probes]
    print(f"whole articles: {whole(database, rest):.0f} a second of CPU")
    database.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--news", type=Path, required=True)
    parser.add_argument("--sizes", default="20000,1000000")
    parser.add_argument("--probes", type=int, default=1000)
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL server in place of SQLite")
    options = parser.parse_args()
    chance = random.Random(1)
    documents = list(news(options.news))
    chance.shuffle(documents)
    sizes = [int(it) for it in options.sizes.split(",")]
    originals = [
        article(it, f"https://www.news.example/{number}")
        for number, it in enumerate(documents[: 6000 + options.probes * (len(sizes) + 2)])
    ]
    with tempfile.TemporaryDirectory() as place, postgresql.server() as server:
        if options.postgresql:
            if server is None:
                raise SystemExit(postgresql.MISSING)
            with postgresql.schema(server) as url:
                measure(url, originals, sizes, options.probes, chance)
        else:
            measure(f"sqlite:///{place}/archive.db", originals, sizes, options.probes, chance)


if __name__ == "__main__":
    main()
