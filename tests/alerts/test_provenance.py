"""A change is named by the first source of its story, and by those alone in which its sentence stands."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from alerts import provenance
from alerts.model import Change, Elsewhere, Evidence, Origin, Target
from crawler.archive import articles
from crawler.archive.db import Database
from crawler.ingest import keep_text, print_of_article
from crawler.model import Article, Level, Publisher, Relevance
from seeds.document import Document
from seeds.fingerprint import content_hash

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
PUBLISHERS = {
    it.name: it
    for it in (
        Publisher("bureau", "示例省工业和信息化厅", Level.PROVINCE, ()),
        Publisher("portal", "示例财经", Level.PORTAL, ()),
        Publisher("agency", "示例通讯社", Level.AGENCY, ()),
    )
}
GOAL = "到2027年，全省培育“小巨人”企业300家，建成10个中小企业特色产业集群。"
REST = (
    "各市要明确责任部门，把培育任务分解到园区和企业，每个季度通报一次进度，年底组织评估，评估结果与专项资金的分配挂钩。",
    "省级财政安排专项资金支持企业购置设备和开展技术改造，银行为列入名单的企业提供中长期信用贷款，担保费率再降一些。",
)


@pytest.fixture
def run(database: Database) -> Callable[..., int]:
    """Let a text run somewhere; returns the revision that holds it, 0 where it is a copy."""

    def make(publisher: str, *paragraphs: str, hour: int = 0, origin: str = "") -> int:
        text = "\n".join(paragraphs)
        document = Document("示例省发布方案", ("示例",), "示例日报", NOW + timedelta(hours=hour), f"<p>{text}</p>")
        article = Article(
            document, text, content_hash("", text), f"https://{publisher}.example/{hour}", publisher, "s", NOW, origin
        )
        with database.write() as connection:
            relevance = Relevance(0.9, ("sme-policy",), ())
            _, kept = keep_text(connection, article, print_of_article(article), relevance, announced=True)
        return kept.number if kept else 0

    return make


@pytest.fixture
def trace(
    database: Database, change: Callable[..., Change], target: Callable[..., Target], origin: Callable[..., Origin]
) -> Callable[[int], Origin]:
    def traced(revision: int) -> Origin:
        sentence = Evidence(GOAL, 0, len(GOAL))
        with database.read() as connection:
            kept = articles.revision(connection, revision)
            assert kept is not None
        of = replace(origin(revision=revision, url=kept.article.url), publisher="示例财经")
        (it,) = provenance.trace(database, [change(replace(target(), sentence=sentence), at=of)], PUBLISHERS)
        return it.origin

    return traced


def test_what_ran_nowhere_else_stays_as_it_was_read(run: Callable[..., int], trace: Callable[[int], Origin]) -> None:
    revision = run("portal", GOAL, *REST)
    assert (trace(revision).publisher, trace(revision).also) == ("示例财经", ())


def test_the_official_original_leads_and_the_reprints_are_named(
    run: Callable[..., int], trace: Callable[[int], Origin]
) -> None:
    revision = run("portal", GOAL, *REST)
    assert run("agency", GOAL, *REST, hour=1) == 0
    assert run("bureau", GOAL, *REST, hour=2) == 0
    told = trace(revision)
    assert (told.publisher, told.url, told.revision) == (
        "示例省工业和信息化厅", "https://bureau.example/2", revision,
    )  # fmt: skip
    assert told.also == (
        Elsewhere("示例财经", "https://portal.example/0"),
        Elsewhere("示例通讯社", "https://agency.example/1"),
    )


def test_an_excerpt_that_lacks_the_sentence_is_no_source_of_it(
    run: Callable[..., int], trace: Callable[[int], Origin]
) -> None:
    revision = run("portal", GOAL, *REST)
    assert run("bureau", *REST, hour=1) > revision  # kept: it is like the other one, and not the same
    assert (trace(revision).publisher, trace(revision).also) == ("示例财经", ())
    run("agency", GOAL, REST[0].replace("年底", "年末"), REST[1], hour=2)
    assert [it.publisher for it in trace(revision).also] == ["示例通讯社"]


def test_an_edited_official_page_leads_what_was_copied_from_its_edited_text(
    run: Callable[..., int], trace: Callable[[int], Origin]
) -> None:
    run("bureau", GOAL.replace("300", "280"), *REST)
    edited = run("bureau", GOAL, *REST)
    assert run("portal", GOAL, *REST, hour=1) == 0
    told = trace(edited)
    assert (told.url, [it.publisher for it in told.also]) == ("https://bureau.example/0", ["示例财经"])
