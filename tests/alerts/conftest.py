"""What the situations of noticing and telling are made of: findings, origins, an archive with articles in it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from alerts.audience import Cadence, Filter, Language, Subscriber, Subscription
from alerts.model import (
    Change,
    ChangeKind,
    Comparator,
    Coverage,
    Evidence,
    Finding,
    Origin,
    Statement,
    StatementKind,
    Status,
    Target,
)
from alerts.render import Masthead
from alerts.store import schema
from crawler.archive import articles
from crawler.archive.db import Database
from crawler.model import Article, Novelty, Relevance, Verdict
from seeds import fingerprint
from seeds.document import Document
from seeds.text import plain

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def now() -> datetime:
    """A Saturday, nine o'clock in Shanghai."""
    return NOW


@pytest.fixture
def database(tmp_path: Path) -> Database:
    database = Database(f"sqlite:///{tmp_path / 'smewatch.db'}")
    schema.upgrade(database)
    return database


@pytest.fixture
def masthead() -> Masthead:
    return Masthead(
        "smewatch <digest@news.example>",
        {Language.CHINESE: {"sme-policy": "中小企业政策"}, Language.ENGLISH: {"sme-policy": "SME policy"}},
    )


@pytest.fixture
def coverage() -> Coverage:
    return Coverage(polled=12, failing=())


@pytest.fixture
def target() -> Callable[..., Target]:
    """Make a target: “到2027年，培育小巨人企业300家”, but for what is said otherwise."""

    def make(  # noqa: PLR0917
        value: float = 300,
        deadline: str | None = "2027",
        object: str = "专精特新“小巨人”企业",
        unit: str = "家",
        comparator: str = "=",
        status: str = "target",
        scope: str = "示例省",
        action: str = "培育",
        said: str = "",
        number: str = "",
        as_of: str | None = None,
        start: int = 0,
    ) -> Target:
        words = said or f"到{deadline}年，{action}{object}{value:g}{unit}"
        evidence = Evidence(words, start, start + len(words))
        written = number or f"{value:g}{unit}"
        at = start + max(0, words.find(written))
        return Target(
            object=object,
            value=value,
            unit=unit,
            comparator=Comparator(comparator),
            status=Status(status),
            scope=scope,
            action=action,
            evidence=evidence,
            number=Evidence(written, at, at + len(written)),
            sentence=evidence,
            deadline=deadline,
            as_of=as_of,
        )

    return make


@pytest.fixture
def statement() -> Callable[..., Statement]:
    """Make a statement of 示例省's 林示范, but for what is said otherwise."""

    def make(  # noqa: PLR0917
        text: str = "数量可以往上调，标准不能往下走",
        speaker: str | None = "林示范",
        organization: str | None = "示例省工业和信息化厅",
        position: str | None = "厅长",
        kind: str = "indirect",
        official: bool = True,
        start: int = 0,
    ) -> Statement:
        evidence = Evidence(text, start, start + len(text))
        return Statement(speaker, position, organization, official, StatementKind(kind), "表示", evidence)

    return make


@pytest.fixture
def origin() -> Callable[..., Origin]:
    def make(day: str = "2026-11-12", revision: int = 1, title: str = "示例省再加码", url: str = "") -> Origin:
        published = datetime.fromisoformat(f"{day}T09:00:00+08:00")
        return Origin(
            revision, title, url or f"https://news.example/{revision}", "示例日报", published, ("sme-policy",)
        )

    return make


@pytest.fixture
def change(origin: Callable[..., Origin]) -> Callable[..., Change]:
    def make(
        finding: Finding,
        kind: ChangeKind = ChangeKind.NEW,
        number: int = 1,
        before: Target | None = None,
        at: Origin | None = None,
    ) -> Change:
        return Change(kind, finding, at or origin(), "台账中还没有这一项", before, number)

    return make


@pytest.fixture
def subscription() -> Callable[..., Subscription]:
    def make(
        cadence: Cadence = Cadence.DAY,
        wanted: Filter | None = None,
        watermark: int = 0,
        last_period: str = "",
        confirmed: bool = True,
        **fields: Any,
    ) -> Subscription:
        reader = Subscriber(3, "reader@example.org")
        return Subscription(7, reader, cadence, wanted or Filter(), confirmed, watermark, last_period, **fields)

    return make


@pytest.fixture
def publish(database: Database) -> Callable[..., int]:
    """Put an article into the archive, relevant and announced if nothing else is said; returns its revision."""

    def make(
        *paragraphs: str,
        title: str = "示例省发布行动方案",
        date: datetime = NOW,
        announced: bool = True,
        relevant: bool = True,
        publisher: str = "example",
        first_printed: str = "",
    ) -> int:
        body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        document = Document(title, ("示例",), "示例日报", date, body)
        with database.write() as connection:
            number = articles.latest_number(connection) + 1
            article = Article(
                document=document,
                text=plain(body),
                content_hash=fingerprint.of(document).content_hash,
                url=f"https://news.example/{number}",
                publisher=publisher,
                source="example/news",
                fetched_at=NOW,
                origin=first_printed,
            )
            relevance = Relevance(0.9, ("sme-policy",), ()) if relevant else Relevance(0.1, (), ())
            known = articles.known(connection, article)
            kept = articles.keep(
                connection, article, known, relevance, Novelty(Verdict.NEW, "new"), announced=announced
            )
        return kept.number

    return make
