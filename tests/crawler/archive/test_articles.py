from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Connection, delete

from crawler.archive import articles, corpus, tables
from crawler.archive.db import Database
from crawler.errors import UnusableDatabaseError
from crawler.model import Article, Hit, Known, Novelty, Relevance, Revision, SameText, Verdict
from seeds.fingerprint import KnownText

NEW = Novelty(Verdict.NEW, "no text like it is known")
RELEVANT = Relevance(0.9, ("sme-policy",), (Hit("sme-policy", "中小企业", 3, 1.0),))


def keep(
    connection: Connection, article: Article, relevance: Relevance, novelty: Novelty, *, announced: bool
) -> Revision:
    known = articles.known(connection, article)
    return articles.keep(connection, article, known, relevance, novelty, announced=announced)


def test_a_kept_text_comes_back_as_it_went_in(database: Database, make_article: Callable[..., Article]) -> None:
    article = replace(make_article(), origin="示例日报", issuer="示例省人民政府", document_number="示例政发〔2026〕3号")
    with database.write() as connection:
        kept = keep(connection, article, RELEVANT, NEW, announced=True)
    with database.read() as connection:
        (back,) = articles.revisions_after(connection, 0, 10)
        assert articles.revision(connection, kept.number) == back
        assert articles.revision(connection, kept.number + 1) is None
    assert back == kept
    assert back.article == article


def test_a_reader_sees_each_revision_once_in_order(database: Database, make_article: Callable[..., Article]) -> None:
    with database.write() as connection:
        for number in range(5):
            article = make_article(f"第{number}条：示例省支持中小企业发展的措施。", url=f"https://example.org/{number}")
            keep(connection, article, RELEVANT, NEW, announced=True)
    seen: list[str] = []
    cursor = 0
    with database.read() as connection:
        while batch := articles.revisions_after(connection, cursor, 2):
            assert len(batch) <= 2
            seen += [it.article.url for it in batch]
            cursor = batch[-1].number
        assert cursor == articles.latest_number(connection)
    assert seen == [f"https://example.org/{number}" for number in range(5)]


def test_a_damaged_document_costs_its_own_text_and_no_other(
    database: Database, make_article: Callable[..., Article]
) -> None:
    with database.write() as connection:
        damaged = keep(connection, make_article(), RELEVANT, NEW, announced=True)
        whole = keep(connection, make_article("第二条措施。", url="https://b.example/"), RELEVANT, NEW, announced=True)
        harm = tables.revisions.update().where(tables.revisions.c.number == damaged.number)
        connection.execute(harm.values(document=b"no longer zlib"))
        first, second = articles.relevant_after(connection, 0, 10)
    assert (first.article.text, first.article.document.title) == ("", damaged.article.document.title)
    assert second == whole


def test_numbers_are_never_used_twice(database: Database, make_article: Callable[..., Article]) -> None:
    with database.write() as connection:
        first = keep(connection, make_article(), RELEVANT, NEW, announced=True)
        connection.execute(delete(tables.revisions))
        connection.execute(delete(tables.articles))
        again = keep(connection, make_article(), RELEVANT, NEW, announced=True)
    assert again.number > first.number


def test_a_text_is_kept_once(database: Database, make_article: Callable[..., Article]) -> None:
    article = make_article()
    with database.write() as connection:
        keep(connection, article, RELEVANT, NEW, announced=True)
    with pytest.raises(UnusableDatabaseError, match="content_hash"), database.write() as connection:
        keep(connection, make_article(url="https://other.example/1"), RELEVANT, NEW, announced=True)


def test_known_names_the_place_of_the_same_text(
    database: Database,
    now: datetime,
    make_article: Callable[..., Article],
) -> None:
    kept, seeded = (
        make_article(),
        make_article("种子库里的一篇：示例市为个体工商户设窗口。", url="https://example.org/s"),
    )
    with database.write() as connection:
        assert articles.known(connection, kept) == Known()
        keep(connection, kept, RELEVANT, NEW, announced=True)
        known_text = KnownText("示例市设窗口", now, "示例日报", seeded.content_hash, frozenset({8, 16}))
        assert corpus.remember(connection, [known_text]) == 1
        assert corpus.remember(connection, [known_text]) == 0
        assert corpus.remember(connection, []) == 0
        undated = KnownText("未注明日期的一篇", None, "示例日报", "2:undated", frozenset())
        assert corpus.remember(connection, [undated]) == 1

        copy = articles.known(connection, make_article(url="https://other.example/1"))
        assert copy.same == SameText(f"the archive: 《示例省出台措施》, 2026-03-02, {kept.url}", kept.published, 1)
        assert copy.at_address is None
        assert articles.known(connection, seeded).same == SameText("the seed corpus: 《示例市设窗口》, 2026-03-02", now)


def test_the_latest_text_at_an_address_is_the_one_that_counts(
    database: Database, make_article: Callable[..., Article]
) -> None:
    old, new = make_article("旧文：示例省支持三千家中小企业。"), make_article("新文：示例省支持四千家中小企业。")
    with database.write() as connection:
        for article in (old, new):
            keep(connection, article, RELEVANT, NEW, announced=True)
        assert articles.known(connection, old).at_address == new.content_hash
