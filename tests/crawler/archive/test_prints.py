"""Prints in the database: what is near a text is found, however many others share its shingles."""

from datetime import UTC, datetime

from sqlalchemy import func, select

from crawler.archive import corpus, prints, tables
from crawler.archive.db import Database
from crawler.resemblance import Print
from seeds.fingerprint import KnownText

WHEN = datetime(2026, 3, 2, tzinfo=UTC)


def seeded(database: Database, *texts: frozenset[int]) -> None:
    """Make texts known by their sketches."""
    with database.write() as connection:
        corpus.remember(
            connection,
            [KnownText(f"第{number}篇", WHEN, "示例网", f"2:{number}", sketch) for number, sketch in enumerate(texts)],
        )


def sketch(*numbers: int) -> frozenset[int]:
    """A sketch whose shingles are all indexed."""
    return frozenset(16 * number for number in numbers)


def printed(values: frozenset[int]) -> Print:
    return Print(4, frozenset(value // 4 for value in values), frozenset())


def names(database: Database, mine: Print) -> list[str]:
    with database.read() as connection:
        return [it.name for it in prints.lookalikes(connection, prints.sharing(connection, mine))]


def rows_of(database: Database, number: int) -> list[int]:
    table = tables.shingles
    with database.read() as connection:
        query = select(table.c.print).where(table.c.hash == 4 * number - 2**31).order_by(table.c.print)
        return list(connection.execute(query).scalars())


def test_texts_that_share_shingles_are_found_the_nearest_first(database: Database) -> None:
    seeded(database, sketch(1, 2, 3, 50), sketch(1, 2, 3, 4), sketch(60, 61, 62))
    assert names(database, printed(sketch(1, 2, 3, 4, 5))) == [
        "the seed corpus: 《第1篇》, 2026-03-02",
        "the seed corpus: 《第0篇》, 2026-03-02",
    ]


def test_a_phrase_that_two_texts_have_in_common_does_not_make_them_alike(database: Database) -> None:
    seeded(database, sketch(1, 2, 3))
    assert names(database, printed(sketch(3, 4, 5))) == []


def test_of_many_that_share_as_much_the_latest_are_looked_at(database: Database) -> None:
    seeded(database, *(sketch(1, 2, 3, 1000 + number) for number in range(20)))
    assert names(database, printed(sketch(1, 2, 3)))[0] == "the seed corpus: 《第19篇》, 2026-03-02"


def test_a_text_without_shingles_has_no_likes(database: Database) -> None:
    seeded(database, frozenset())
    assert names(database, printed(frozenset())) == []


def test_a_shingle_that_stands_in_a_crowd_is_one_row_and_tells_nothing(database: Database) -> None:
    seeded(database, *(sketch(7, 1000 + number, 3000 + number) for number in range(prints.CROWD + 20)))
    assert rows_of(database, 7) == [0]
    assert names(database, printed(sketch(7, 1030, 3030))) == ["the seed corpus: 《第30篇》, 2026-03-02"]
    assert names(database, printed(sketch(7, 1030, 3031))) == []


def test_a_text_that_is_forgotten_is_found_no_more(database: Database) -> None:
    seeded(database, sketch(1, 2, 3), sketch(1, 2, 4))
    with database.write() as connection:
        prints.forget(connection, tables.prints.c.seed == "2:0")
    assert names(database, printed(sketch(1, 2, 3))) == ["the seed corpus: 《第1篇》, 2026-03-02"]
    assert len(rows_of(database, 3)) == 0


def test_fingerprints_of_an_earlier_version_make_room_for_those_of_this_one(database: Database) -> None:
    old = KnownText("旧的一篇", WHEN, "示例网", "1:old", sketch(1, 2, 3))
    with database.write() as connection:
        corpus.remember(connection, [old])
        corpus.remember(connection, [KnownText("新的一篇", WHEN, "示例网", "2:new", sketch(1, 2, 3))])
        assert connection.execute(select(func.count()).select_from(tables.seed_prints)).scalar_one() == 1
    assert names(database, printed(sketch(1, 2, 3))) == ["the seed corpus: 《新的一篇》, 2026-03-02"]
