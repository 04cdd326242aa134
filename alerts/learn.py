"""The facts of the seed corpus → the ledger's first entries: what was known before the first crawl is no news.

It stores no changes: nobody is told of these facts. Whatever the ledger holds already stays as it is.
"""

from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from alerts import wording
from alerts.figures import compare_target
from alerts.model import ChangeKind, Comparator, Evidence, Origin, Statement, StatementKind, Status, Target
from alerts.store import ledger
from crawler.archive.db import Database
from seeds.facts import Facts, Stated, StatementFact, TargetFact
from seeds.fingerprint import KnownText

_ZONE = ZoneInfo("Asia/Shanghai")


def learn_facts(database: Database, facts: Facts, originals: Iterable[KnownText]) -> int:
    """Enter facts into the ledger that it does not know; return how many there were.

    `originals` are the fingerprints of the articles that state them: the corpus sums statements up and does not quote,
    so a statement met again is recognised by being a part of its article.
    """
    sketches = {text.content_hash: text.sketch for text in originals}
    with database.write() as connection:
        added = 0
        for fact in facts.targets:
            target, origin = _target(fact), _origin(fact.stated)
            known = ledger.known_targets(connection, target)
            if compare_target(target, origin, known).kind is not ChangeKind.REPEATED:
                ledger.add_target(connection, target, origin)
                added += 1
        for said in facts.statements:
            statement, origin = _statement(said), _origin(said.stated)
            if not ledger.holds_statement(connection, statement, origin):
                ledger.add_statement(connection, statement, origin, within=_sketch(said, sketches))
                added += 1
    return added


def _origin(stated: Stated) -> Origin:
    return Origin(0, stated.title, "", stated.publisher, stated.date.astimezone(_ZONE))


def _target(fact: TargetFact) -> Target:
    by = f"到 {wording.period(fact.deadline)}" if fact.deadline else ""
    amount = wording.amount(fact.value, fact.unit)
    stated = _in_our_words(f"{by}{fact.action}{fact.object} {amount}")
    return Target(
        object=fact.object,
        value=fact.value,
        unit=fact.unit,
        comparator=Comparator(fact.comparator),
        status=Status(fact.status),
        scope=fact.scope,
        action=fact.action,
        evidence=stated,
        number=_in_our_words(amount),
        sentence=stated,
        deadline=fact.deadline,
        as_of=fact.as_of,
    )


def _statement(fact: StatementFact) -> Statement:
    return Statement(
        speaker=fact.speaker,
        position=fact.position,
        organization=fact.organization,
        official=fact.official,
        kind=StatementKind.INDIRECT,
        cue="",
        evidence=_in_our_words(fact.subject),
    )


def _in_our_words(words: str) -> Evidence:
    return Evidence(words, 0, 0)


def _sketch(fact: StatementFact, sketches: Mapping[str, frozenset[int]]) -> frozenset[int]:
    return sketches.get(fact.stated.content_hash, frozenset())
