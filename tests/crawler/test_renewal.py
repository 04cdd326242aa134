"""An archive of the first schema is migrated, and its texts get the hashes and prints of today's rules."""

import json
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import blake2b

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import select, text, update

from alerts.store import migrations, schema
from crawler import renewal
from crawler.archive import articles, entries, tables
from crawler.archive.db import Database
from crawler.ingest import keep_text, print_of_article
from crawler.model import Article, Novelty, Relevance, Verdict
from crawler.renewal import Renewal
from seeds import codec, fingerprint
from seeds.document import Document
from seeds.text import TEXT_VERSION, plain
from tests.declared import differences

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
IRRELEVANT = Relevance(0.1, (), ())
PLAN = (
    "示例省人民政府日前印发中小企业梯度培育行动方案，提出到2027年，示例省培育省级“专精特新”中小企业5000家。"
    "方案从减税降费、融资支持、人才引进、市场开拓、数字化转型等方面列出二十条措施，由省工业和信息化厅牵头落实。"
)
SPORT = "示例市马拉松周日开跑，来自各地的三万名跑者将从滨江广场出发，途经老城区和大学城，沿途设置十二个补给点。"

# What version 1 took for different texts, and version 2 takes for one: the line of an editor under the text.
TEXTS = {3: PLAN, 4: SPORT, 7: f"{PLAN}</p><p>（责任编辑：示例）"}


def document(words: str) -> Document:
    return Document("示例省消息", ("财经",), "示例网", NOW, f"<p>{words}</p>")


def old_hash(number: int) -> str:
    return f"1:{blake2b(str(number).encode(), digest_size=16).hexdigest()}"


def current(words: str) -> str:
    return fingerprint.of(document(words)).content_hash


def upgrade(database: Database, revision: str) -> None:
    config = Config()
    (folder,) = migrations.__path__
    config.set_main_option("script_location", folder)
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def fill(database: Database) -> None:
    """Write what the first schema held, by plain SQL."""
    with database.write() as connection:
        for number, words in TEXTS.items():
            address = {"id": number + 10, "url": f"https://news.example/{number}", "now": NOW}
            connection.execute(
                text("INSERT INTO articles (id, url, publisher, first_seen) VALUES (:id, :url, 'example', :now)"),
                address,
            )
            row = {
                "number": number,
                "article": number + 10,
                "hash": old_hash(number),
                "topics": json.dumps(["sme-policy"]),
                "now": NOW,
                "document": zlib.compress(codec.dumps(document(words))),
                "announced": True,
            }
            connection.execute(
                text(
                    "INSERT INTO revisions (number, article_id, content_hash, text_version, title, published,"
                    " publisher, source, fetched_at, score, topics, hits, verdict, reason, announced, document)"
                    " VALUES (:number, :article, :hash, 1, '示例省消息', :now, 'example', 'example/news', :now, 0.5,"
                    " :topics, '[]', 'new', 'new', :announced, :document)"
                ),
                row,
            )
            entry = {"url": f"https://news.example/{number}", "hash": old_hash(number), "now": NOW, "announced": True}
            connection.execute(
                text(
                    "INSERT INTO entries (source, url, digest, first_seen, last_seen, announced, verdict, content_hash)"
                    " VALUES ('example/news', :url, 'x', :now, :now, :announced, 'new', :hash)"
                ),
                entry,
            )
        if connection.dialect.name == "postgresql":  # rows that are written with their numbers move no sequence
            connection.execute(text("SELECT setval(pg_get_serial_sequence('articles', 'id'), 17)"))
            connection.execute(text("SELECT setval(pg_get_serial_sequence('revisions', 'number'), 7)"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database of the first schema, with texts in it, brought to today's."""
    opened = Database(database_url)
    upgrade(opened, "0001")
    fill(opened)
    assert schema.upgrade(opened)
    yield opened
    opened.close()


def test_migrating_keeps_the_rows_and_makes_a_story_of_each_article(database: Database) -> None:
    with database.write() as connection:
        assert differences(connection) == []
        kept = articles.revisions_after(connection, 0, 10)
        assert [it.number for it in kept] == [3, 4, 7]
        assert [it.article.text.startswith(TEXTS[it.number][:20]) for it in kept] == [True] * 3
        assert [it.article.published for it in kept] == [NOW] * 3
        assert all(it.announced and it.relevance.topics == ("sme-policy",) for it in kept)
        stories = connection.execute(select(tables.stories.c.id).order_by(tables.stories.c.id)).scalars().all()
        assert [it.novelty.story for it in kept] == stories == [13, 14, 17]


def test_migrating_says_what_each_page_shows_and_showed_before(database_url: str) -> None:
    opened = Database(database_url)
    upgrade(opened, "0001")
    fill(opened)
    with opened.write() as connection:
        connection.execute(text("UPDATE revisions SET article_id = 13 WHERE number = 7"))
    schema.upgrade(opened)
    table, page = tables.revisions.c, tables.articles.c
    with opened.read() as connection:
        shows = connection.execute(select(page.id, page.shows).order_by(page.id)).all()
        before = connection.execute(select(table.number, table.before).order_by(table.number)).all()
    opened.close()
    assert shows == [(13, 7), (14, 4), (17, None)]
    assert before == [(3, None), (4, None), (7, 3)]


def test_numbers_go_on_where_they_were(database: Database) -> None:
    with database.write() as connection:
        connection.execute(tables.revisions.delete().where(tables.revisions.c.number == 7))
    assert keep(database, "别的文章：示例市为个体工商户设窗口，办理时间从五天缩短到一天。")[1] == 8
    with database.read() as connection:
        (fresh,) = articles.revisions_after(connection, 7, 1)
        assert fresh.novelty.story == 18


def keep(database: Database, words: str) -> tuple[Novelty, int | None]:
    it = document(words)
    digest = current(words)
    article = Article(it, plain(it.body), digest, f"https://other.example/{digest}", "other", "other/news", NOW)
    with database.write() as connection:
        novelty, kept = keep_text(connection, article, print_of_article(article), IRRELEVANT, announced=True)
    return novelty, kept.number if kept else None


def hashes(database: Database) -> dict[int, tuple[str, int]]:
    with database.read() as connection:
        table = tables.revisions
        rows = connection.execute(select(table.c.number, table.c.content_hash, table.c.text_version))
        return {row.number: (row.content_hash, row.text_version) for row in rows}


def printed(database: Database) -> list[int]:
    with database.read() as connection:
        return sorted(connection.execute(select(tables.prints.c.revision)).scalars().all())


def outdated(database: Database) -> int:
    with database.read() as connection:
        return renewal.count_outdated(connection)


def test_texts_get_the_hashes_and_prints_of_todays_rules(database: Database) -> None:
    assert outdated(database) == 3
    told: list[tuple[int, int]] = []
    assert renewal.renew(database, lambda done, total: told.append((done, total))) == Renewal(renewed=2, twins=1)
    assert told == [(3, 3)]
    assert hashes(database) == {
        3: (current(PLAN), TEXT_VERSION),
        4: (current(SPORT), TEXT_VERSION),
        7: (f"2:{old_hash(7)}", TEXT_VERSION),
    }
    assert printed(database) == [3, 4]
    assert outdated(database) == 0
    assert renewal.renew(database) == Renewal(0, 0)
    with database.read() as connection:
        assert [it.url for it in entries.copies(connection, current(PLAN))] == ["https://news.example/3"]
    same, _ = keep(database, PLAN)
    assert (same.verdict, same.nearest) == (Verdict.DUPLICATE, 3)
    near, _ = keep(database, SPORT + "赛后还有颁奖。")
    assert (near.verdict, near.nearest, near.story) == (Verdict.NEAR_DUPLICATE, 4, 14)


def test_a_text_that_came_again_before_its_turn_keeps_the_hash(database: Database) -> None:
    assert keep(database, PLAN)[0].verdict is Verdict.NEW
    assert renewal.renew(database) == Renewal(renewed=1, twins=2)
    assert hashes(database)[8] == (current(PLAN), TEXT_VERSION)
    assert hashes(database)[3] == (f"2:{old_hash(3)}", TEXT_VERSION)


def test_what_a_page_has_come_back_to_is_recognised_there_by_todays_rules(database: Database) -> None:
    came_back = f"1:77:{old_hash(7).partition(':')[2]}"
    with database.write() as connection:
        table = tables.revisions
        connection.execute(update(table).where(table.c.number == 7).values(content_hash=came_back))
    assert renewal.renew(database) == Renewal(renewed=2, twins=1)
    assert hashes(database)[7][0] != current(PLAN)
    assert fingerprint.original(hashes(database)[7][0]) == current(PLAN)
    assert outdated(database) == 0


def test_an_interruption_costs_a_batch_and_the_next_try_goes_on(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewal, "_BATCH", 1)

    def interrupt(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        renewal.renew(database, interrupt)
    assert outdated(database) == 1
    assert renewal.renew(database) == Renewal(renewed=0, twins=1)
    assert outdated(database) == 0


def test_what_has_no_document_stays_and_what_is_damaged_is_seen_to(database: Database) -> None:
    with database.write() as connection:
        table = tables.revisions
        connection.execute(update(table).where(table.c.number == 3).values(document=None))
        connection.execute(update(table).where(table.c.number == 4).values(document=b"damage"))
    assert outdated(database) == 2
    assert renewal.renew(database) == Renewal(renewed=1, twins=1)
    assert [hashes(database)[number][0] for number in (3, 4)] == [old_hash(3), f"2:{old_hash(4)}"]
    assert outdated(database) == 0


def test_a_near_duplicate_that_another_text_holds_gets_no_print(database: Database) -> None:
    renewal.renew(database)
    held, number = keep(database, PLAN.partition("。")[0] + "。")
    assert (held.verdict, number in printed(database)) == (Verdict.NEAR_DUPLICATE, False)
    before = printed(database)
    with database.write() as connection:
        for it in (3, number or 0):
            values = {"content_hash": old_hash(it)}
            connection.execute(update(tables.revisions).where(tables.revisions.c.number == it).values(values))
    assert renewal.renew(database) == Renewal(renewed=2, twins=0)
    assert printed(database) == before
