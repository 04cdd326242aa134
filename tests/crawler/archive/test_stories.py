"""Stories are read back with how their texts are alike, and with the stories that they take up or are taken up by."""

from collections.abc import Callable

from crawler.archive import articles, stories, versions
from crawler.archive.db import Database
from crawler.model import Article, Edit, Novelty, Relation, Relevance, Verdict

RELEVANT = Relevance(0.9, ("sme-policy",), ())
NEW = Novelty(Verdict.NEW, "new")


def keep(database: Database, article: Article, novelty: Novelty) -> int:
    with database.write() as connection:
        known = articles.known(connection, article)
        return articles.keep(connection, article, known, RELEVANT, novelty, announced=True).number


def test_a_story_names_the_stories_that_quote_it_and_they_name_it(
    database: Database, make_article: Callable[..., Article]
) -> None:
    first = keep(database, make_article(), NEW)
    same = Novelty(Verdict.NEAR_DUPLICATE, "like it", Relation.SAME, 0.8, nearest=first, story=1)
    reprint = keep(database, make_article("示例省将减免租金。", url="https://b.example/1"), same)
    follow_up = Novelty(Verdict.NEAR_DUPLICATE, "quotes it", Relation.FOLLOW_UP, 0.9, nearest=first, takes_up=1)
    quoting = keep(database, make_article("此前，示例省减免租金。", url="https://c.example/1", title="解读"), follow_up)
    with database.read() as connection:
        assert stories.relations(connection, 1) == {reprint: Relation.SAME}
        (after,) = stories.taking_up(connection, 1)
        (before,) = stories.taken_up(connection, 2)
        assert stories.taken_up(connection, 1) == stories.taking_up(connection, 2) == []
    assert (after.revision, after.title, after.relation) == (quoting, "解读", Relation.FOLLOW_UP)
    assert (before.revision, before.relation) == (first, None)


def test_a_page_has_its_versions_in_order_and_the_last_one_stands_there(
    database: Database, make_article: Callable[..., Article]
) -> None:
    url = "https://news.example.org/1.html"
    numbers = [
        keep(database, make_article("到2027年，培育一万家。", url=url), NEW),
        keep(database, make_article("别的文章。", url="https://b.example/1"), NEW),
        keep(
            database,
            make_article("到2027年，培育两万家。", url=url, title="示例省更正措施"),
            Novelty(Verdict.REVISED, "edited", story=1, edit=Edit.SUBSTANTIAL),
        ),
    ]
    with database.read() as connection:
        found = versions.of_page(connection, numbers[0])
        assert versions.of_page(connection, numbers[2]) == found
        assert versions.of_page(connection, 99) == []
    assert [(it.number, it.title, it.edit, it.shown) for it in found] == [
        (numbers[0], "示例省出台措施", None, False),
        (numbers[2], "示例省更正措施", Edit.SUBSTANTIAL, True),
    ]
