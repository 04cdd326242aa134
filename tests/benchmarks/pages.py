"""How long the pages take on a large database, with several readers at once while a crawl writes.

    python tests/benchmarks/pages.py --news ../shared/data/news [--articles 100000] [--relevant 10000] [--keep FILE]

An archive is grown over real texts (as `archive.py` does); its latest articles are made up, on SME policy, and read
for findings by the program's own watch. Then `smewatch serve` is asked for each page by four readers at once, while
`smewatch crawl` brings in new articles without a pause. Printed are milliseconds: median, and 95th per cent.
"""

import argparse
import http.client
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import bindparam, func, select

from alerts import watch
from alerts.store import ledger, schema
from alerts.store import tables as ours
from crawler.archive import articles, search, tables
from crawler.archive.db import Database
from crawler.ingest import print_of_article
from seeds import codec
from seeds.document import Document

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.benchmarks.archive import Growth
from tests.benchmarks.novelty import article, news
from tests.policy_news import PolicySite
from tests.policy_news import article as made_up

READERS = 4
FRESH = 1000  # articles that a crawl brings in
POOL = 2000  # real texts that the archive is grown over
SPAN = timedelta(days=700)  # over which the made-up articles are spread


def fill(database: Database, texts: Path, size: int, relevant: int) -> None:
    """Grow an archive, and let its latest articles be on SME policy."""
    chance = random.Random(1)
    documents = list(news(texts))
    chance.shuffle(documents)
    pool = [print_of_article(article(it, f"https://www.news.example/{at}")) for at, it in enumerate(documents[:POOL])]
    Growth(database, pool, chance).to(size)
    now = datetime.now(UTC)
    rows = [_made(size - relevant + at, at, now - SPAN * (1 - at / relevant)) for at in range(1, relevant + 1)]
    table = tables.revisions
    with database.write() as connection:
        values: dict[str, object] = {name: bindparam(name) for name in rows[0] if name != "revision"}
        connection.execute(table.update().where(table.c.number == bindparam("revision")).values(values), rows)
        shown = tables.articles.update().where(tables.articles.c.shows.is_(None))
        connection.execute(shown.values(shows=tables.articles.c.id))
    watch.catch_up(database, {}, now)
    search.catch_up(database)


def _made(revision: int, number: int, at: datetime) -> Mapping[str, object]:
    it = made_up(number)
    body = "".join(f"<p>　　{paragraph}</p>" for paragraph in it.paragraphs)
    document = Document(it.title, ("政策",), "示例日报", at.replace(microsecond=0), body)
    return {
        "revision": revision, "title": it.title, "published": at, "score": 0.9, "topics": ["sme-policy"],
        "document": zlib.compress(codec.dumps(document)),
    }  # fmt: skip


def counts(database: Database) -> str:
    with database.read() as connection:
        many = [
            connection.execute(select(func.count()).select_from(it)).scalar_one()
            for it in (tables.revisions, ours.changes, ours.ledger_targets)
        ]
        current = ledger.count_targets(connection)
    return "{:,} texts, {:,} findings, {:,} figures, of which {:,} are current".format(*many, current)


def texts(database: Database) -> int:
    with database.read() as connection:
        return articles.latest_number(connection)


def paths(database: Database) -> Sequence[str]:
    """Return the addresses that are asked for: of each kind of page one, and of lists some that are narrowed down."""
    with database.read() as connection:
        table = ours.changes.c
        target = connection.execute(select(func.max(table.number)).where(table.target_id.is_not(None))).scalar_one()
        text = connection.execute(select(table.revision).where(table.number == target)).scalar_one()
        name = connection.execute(select(ours.terms.c.name).limit(1)).scalar_one()
    return (
        "/", "/targets", f"/targets?q={quote('小巨人')}", "/targets?order=value", f"/targets/{target}",
        f"/targets/{target}/plot.svg", "/officials", f"/officials/{quote(name)}", "/articles",
        f"/articles?q={quote('税务')}", f"/articles?q={quote('融资担保 措施')}", f"/articles/{text}",
        "/calendar", "/deadlines.ics", "/sources", "/sources/gov/news", "/runs", "/schedules", "/subscribe",
        "/changes.atom", "/api/v1/targets", "/api/v1/articles", "/api/v1/statements", "/api/v1/officials",
        "/api/v1/sources",
    )  # fmt: skip


@contextmanager
def served(environment: Mapping[str, str]) -> Iterator[int]:
    """Serve, and give the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [sys.executable, "-m", "alerts.app.cli", "serve", "--port", str(port), "--no-schedules"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr
        said = server.stderr.readline()
        if "listening" not in said:
            raise SystemExit(f"not served: {said}")
        yield port
        server.terminate()


@contextmanager
def crawled(environment: Mapping[str, str]) -> Iterator[list[int]]:
    """Crawl without a pause; give the exit codes of the crawls that have ended."""
    over, codes = threading.Event(), list[int]()

    def crawl(feed: str) -> None:
        command = [sys.executable, "-m", "alerts.app.cli", "crawl", "--feed", feed, "--announce"]
        while not over.is_set():
            codes.append(subprocess.run(command, env=environment, capture_output=True, check=False).returncode)

    with PolicySite(FRESH) as site:
        thread = threading.Thread(target=crawl, args=(site.feed,))
        thread.start()
        yield codes
        over.set()
        thread.join()


def ask(port: int, path: str) -> tuple[str, int, float]:
    """Ask for a page; return the path, the status and the milliseconds."""
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return path, answer.status, (time.perf_counter() - began) * 1000


def measure(database: Database, environment: Mapping[str, str], rounds: int) -> None:
    pages = paths(database)
    asked = list(pages) * rounds
    random.Random(2).shuffle(asked)
    with served(environment) as port, crawled(environment) as codes, ThreadPoolExecutor(READERS) as readers:
        for path in pages:
            ask(port, path)  # what is made once is made
        came_in = texts(database)
        while texts(database) == came_in and not codes:
            ask(port, "/runs")  # until the crawl has come so far that it writes
        answers = list(readers.map(lambda path: ask(port, path), asked))
        came_in = texts(database) - came_in
    print(f"{'':44}{'median':>8}{'95 %':>8}  ms")
    for path in pages:
        times = sorted(taken for it, _, taken in answers if it == path)
        statuses = sorted({status for it, status, _ in answers if it == path})
        print(f"{path:44}{statistics.median(times):8.0f}{times[int(len(times) * 0.95)]:8.0f}  {statuses}")
    print(f"{came_in} texts came in meanwhile; the crawls' exit codes are {sorted(set(codes))}; {counts(database)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--news", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--relevant", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=25, help="how often each page is asked for")
    parser.add_argument("--keep", type=Path, help="where the database is kept, and found again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "smewatch.db"
        if options.keep and options.keep.exists():
            shutil.copy(options.keep, file)
        database = Database(f"sqlite:///{file}")
        schema.upgrade(database)
        if not options.keep or not options.keep.exists():
            fill(database, options.news, options.articles, options.relevant)
            database.close()
            if options.keep:
                shutil.copy(file, options.keep)
        print(counts(database), flush=True)
        others = {name: value for name, value in os.environ.items() if not name.startswith("SMEWATCH_")}
        environment = others | {
            "SMEWATCH_DATA_DIR": place, "SMEWATCH_ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8", "SMEWATCH_CRAWL__DELAY": "0",
            "SMEWATCH_SMTP_URL": f"file://{place}/mails",
        }  # fmt: skip
        measure(database, environment, options.rounds)
        database.close()


if __name__ == "__main__":
    main()
