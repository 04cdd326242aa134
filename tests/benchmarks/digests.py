"""How fast digests are composed, rendered, written as mails and queued, and in how much memory.

    python tests/benchmarks/digests.py [--subscribers 10000] [--changes 500] [--english 0.1]

Subscribers with different filters and changes of all kinds are made up in a temporary SQLite database. Printed is for
each step how many digests a second of CPU it does, for the steps up to it together, and the peak of memory: that of
the whole process.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random

from alerts import queueing
from alerts.audience import Cadence, Filter, Language, News, Subscriber, Subscription
from alerts.channels.mails import written
from alerts.edits import page_edit
from alerts.extract.vocabulary import load
from alerts.links import Links
from alerts.model import (
    Change,
    ChangeKind,
    Comparator,
    Coverage,
    Digest,
    Evidence,
    Origin,
    Statement,
    StatementKind,
    Status,
    Target,
)
from alerts.render import Masthead, Renderer
from alerts.store import changes, ledger, schema, subscribers
from crawler.archive.db import Database
from crawler.edits import compare
from crawler.model import Level

NOW = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)  # a Monday: days and weeks have begun
SENDER = "smewatch <digest@news.example>"
TOPICS = {"sme-policy": "中小企业政策", "financing": "融资", "cultivation": "梯度培育", "tax-and-fees": "减税降费"}
MASTHEAD = Masthead(SENDER, dict.fromkeys(Language, TOPICS), Links("https://policy.example", "a secret of the service"))
COVERAGE = Coverage(120, ("example/news",), ("example/notices",))

PLACES = tuple(it["name"] for it in load("places")["province"])
OBJECTS = (
    "专精特新“小巨人”企业",
    "创新型中小企业",
    "省级“专精特新”中小企业",
    "瞪羚企业",
    "个体工商户",
    "中小企业特色产业集群",
    "首贷户",
)
SURNAMES = "林周陈吴曾郑王冯褚卫蒋沈韩杨"
KINDS = (ChangeKind.NEW, ChangeKind.NEW, ChangeKind.NEW, ChangeKind.RAISED, ChangeKind.LOWERED, ChangeKind.CONTRADICTED)


@dataclass(frozen=True, slots=True)
class Rate:
    """What a step did: how many digests, and in how many seconds of CPU."""

    step: str
    digests: int
    seconds: float

    def __str__(self) -> str:
        return f"{self.step:<40} {self.digests:>7} digests  {self.digests / self.seconds:>7.0f} a second"


def fill(database: Database, many: int, news: int, english: float) -> None:
    """Make subscribers, each with a filter of its own, and changes: two thirds figures, the rest what officials say."""
    chance = Random(6)
    with database.write() as connection:
        for number in range(many):
            language = Language.ENGLISH if chance.random() < english else Language.CHINESE
            reader = subscribers.add(connection, Subscriber(0, f"reader{number}@example.org", language), NOW)
            cadence = chance.choice((Cadence.DAY, Cadence.DAY, Cadence.WEEK, Cadence.INSTANT))
            wish = Subscription(0, reader, cadence, a_filter(chance), confirmed=True)
            subscribers.subscribe(connection, wish, NOW)
        for number in range(1, news + 1):
            change = a_change(chance, number)
            entry = None
            if isinstance(change.finding, Target):
                entry = ledger.add_target(connection, change.finding, change.origin)
            elif isinstance(change.finding, Statement):
                entry = ledger.add_statement(connection, change.finding, change.origin)
            changes.add(connection, change, entry, announced=True, now=NOW)


def a_filter(chance: Random) -> Filter:
    """Make up a filter: one in twenty readers wants everything."""
    if chance.random() < 0.05:
        return Filter()
    parts = {
        "regions": tuple(chance.sample(PLACES, chance.randint(1, 6))),
        "topics": tuple(chance.sample(list(TOPICS), 1)),
        "objects": tuple(chance.sample(OBJECTS, 2)),
        "keywords": tuple(chance.sample(("企业", "培育", "贷款", "集群", "标准", "服务"), 2)),
        "kinds": tuple(chance.sample(list(News), 2)),
        "levels": tuple(chance.sample(list(Level), 3)),
    }
    return Filter(**{name: parts[name] for name in chance.sample(list(parts), chance.randint(1, 2))})


def a_change(chance: Random, number: int) -> Change:
    """Make up a change: a figure, what an official says, or the edit of a page."""
    place, level = chance.choice(PLACES), chance.choice(list(Level))
    title = f"{place}印发促进中小企业高质量发展的若干措施（第{number}号）"
    published = NOW - timedelta(hours=chance.randint(1, 100))
    topics = tuple(chance.sample(list(TOPICS), 2))
    origin = Origin(number, title, f"https://news.example/{number}", f"{place[:2]}日报", published, topics, level=level)
    if number % 25 == 0:
        old = f"到2027年，{place}培育“小巨人”企业{number}家。标准不降低。申报到6月30日止。"
        edit = page_edit(compare(old, old.replace(f"{number}家", f"{number + 50}家").replace("6月30日", "7月31日")))
        assert edit
        return Change(ChangeKind.EDITED, edit, origin, "")
    if number % 3 == 0:
        said = (
            f"{place}将健全梯度培育体系，每季度走访企业{number}次，数量可以往上调，标准不能往下走。"
            * chance.randint(1, 6)
        )
        name = chance.choice(SURNAMES) + chance.choice("示样演范") + chance.choice("范板例文")
        words = Evidence(said, 0, len(said))
        organization = f"{place}工业和信息化厅"
        statement = Statement(name, "厅长", organization, True, StatementKind.INDIRECT, "表示", words)
        return Change(ChangeKind.NEW, statement, origin, "台账中还没有这位发言者的表态")
    target = a_target(chance, place)
    kind = chance.choice(KINDS)
    if kind is ChangeKind.NEW:
        return Change(kind, target, origin, "台账中还没有这一项")
    before = replace(target, value=target.value / 2)
    against = replace(origin, published=published - timedelta(days=200), url=f"https://other.example/{number}")
    return Change(kind, target, origin, "2026-05-14 已由示例日报报道：到 2027 年 300 家", before, against=against)


def a_target(chance: Random, place: str) -> Target:
    value, counted, year = chance.randint(2, 900) * 10, chance.choice(OBJECTS), chance.choice((2026, 2027, 2028, 2030))
    written = f"{value}家"
    said = f"到{year}年，{place}力争培育{counted}{written}，推动中小企业走专业化、精细化、特色化、新颖化发展之路。"
    at = said.index(written)
    return Target(
        object=counted,
        value=value,
        unit="家",
        comparator=Comparator.EXACTLY,
        status=Status.TARGET,
        scope=place,
        action="培育",
        evidence=Evidence(said, 0, len(said)),
        number=Evidence(written, at, at + len(written)),
        sentence=Evidence(said, 0, len(said)),
        deadline=str(year),
    )


def composed(database: Database) -> Iterator[Digest]:
    for batch in queueing._due(database, {}, COVERAGE, NOW):
        yield from (it.digest for it in batch if it.digest)


def rates(database: Database) -> Iterator[Rate]:
    """Do each step on its own, with those before it, a digest at a time."""
    renderer = Renderer(MASTHEAD)
    began = time.process_time()
    count = sum(1 for _ in composed(database))
    yield Rate("compose", count, time.process_time() - began)
    began = time.process_time()
    for digest in composed(database):
        renderer.render(digest)
    yield Rate("compose, render", count, time.process_time() - began)
    began = time.process_time()
    for digest in composed(database):
        written(renderer.render(digest), SENDER)
    yield Rate("compose, render, write as a mail", count, time.process_time() - began)
    began = time.process_time()
    queued = queueing.queue_digests(database, {}, MASTHEAD, COVERAGE, NOW).queued
    yield Rate("compose, render, queue", queued, time.process_time() - began)


def sizes(database: Database, most: int = 1000) -> Sequence[int]:
    """Return the sizes of some mails, smallest first."""
    renderer = Renderer(MASTHEAD)
    return sorted(len(written(renderer.render(it), SENDER)) for it in islice(composed(database), most))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--subscribers", type=int, default=10_000)
    parser.add_argument("--changes", type=int, default=500)
    parser.add_argument("--english", type=float, default=0.1, help="share of readers of English")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'digests.db'}")
        schema.upgrade(database)
        fill(database, asked.subscribers, asked.changes, asked.english)
        print(f"{asked.subscribers} subscribers, {asked.changes} changes")
        mails = sizes(database)
        print(f"a mail has {mails[len(mails) // 2] // 1024} kB, the largest {mails[-1] // 1024} kB")
        for rate in rates(database):
            print(rate)
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")


if __name__ == "__main__":
    main()
