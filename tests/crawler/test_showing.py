"""What a page shows now, and what follows from that: which edits are told, and when it is looked at again or muted."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from crawler import catalog, edits
from crawler.archive import articles, entries, pages, runs, tables
from crawler.archive.db import Database
from crawler.edits import Comparison
from crawler.ingest import Arrival, Batch, Found, Outcome, Visit, ingest
from crawler.model import Article, Edit, FeedEntry, Revision, Source, Validators, Verdict

TOPICS = catalog.topics(Path("no-such-folder"))
SOURCE = Source("office/policy", "office", "https://office.example/feed.xml")
PAGE, PORTAL = "https://office.example/1.html", "https://portal.example/9.html"
FIRST, SECOND, THIRD = (f"示例省支持中小企业，三年内培育专精特新企业{count}家。" for count in ("三千", "四千", "五千"))
ANSWER = Validators('"v1"', "Mon, 02 Mar 2026 00:30:00 GMT")
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Desk:
    """An archive, and what its crawls bring."""

    database: Database
    run: int
    now: datetime
    make_article: Callable[..., Article]

    def takes(self, batch: Batch) -> tuple[Outcome, ...]:
        return ingest(self.database, self.run, batch, TOPICS, self.now).outcomes

    def reads(
        self, words: str, url: str = PAGE, *, title: str = "示例省支持中小企业", source: str = SOURCE.name
    ) -> Outcome:
        """Take in what a feed's entry leads to; the office's pages are watched."""
        article = self.make_article(words, url=url, title=title, source=source)
        with self.database.write() as connection:
            entries.wanted(connection, source, [FeedEntry(url, title)], announced=True, now=self.now)
        watched = source == SOURCE.name
        (outcome,) = self.takes(Batch([Arrival(article, url, announced=True, answer=ANSWER, watched=watched)]))
        return outcome

    def visits(self, words: str, url: str = PAGE, *, extraction: int = 1) -> Outcome:
        made = self.make_article(words, url=url, title="示例省支持中小企业", source=SOURCE.name)
        article = replace(made, extraction=extraction)
        arrival = Arrival(article, "", announced=True, answer=ANSWER, watched=True, visited=True)
        (outcome,) = self.takes(Batch([arrival]))
        return outcome

    def due(self, days: int = 1) -> list[FeedEntry]:
        with self.database.read() as connection:
            return [it.entry for it in pages.due(connection, [SOURCE.name], self.now + days * DAY).get(SOURCE.name, [])]

    def row(self, url: str = PAGE) -> dict[str, object]:
        with self.database.read() as connection:
            query = select(tables.articles).where(tables.articles.c.url == url)
            return dict(connection.execute(query).one()._mapping)

    def before(self, number: int) -> Revision | None:
        with self.database.read() as connection:
            return articles.before(connection, number)


@pytest.fixture
def desk(each_database: Database, now: datetime, make_article: Callable[..., Article]) -> Desk:
    with each_database.write() as connection:
        run = runs.begin(connection, [SOURCE], trigger="test", announce=True, now=now)
    return Desk(each_database, run, now, make_article)


def kept(outcome: Outcome) -> Revision:
    assert outcome.revision is not None
    return outcome.revision


def test_an_office_page_whose_text_a_portal_ran_first_is_watched_like_any(desk: Desk) -> None:
    first = kept(desk.reads(FIRST, PORTAL, source="portal/news"))
    assert desk.reads(FIRST, title="关于支持中小企业的通知").novelty.verdict is Verdict.DUPLICATE
    assert [(it.url, it.title) for it in desk.due()] == [(PAGE, "关于支持中小企业的通知")]
    assert desk.visits(FIRST).novelty.unchanged

    edited = kept(desk.visits(SECOND))
    assert (edited.novelty.verdict, edited.novelty.edit) == (Verdict.REVISED, Edit.SUBSTANTIAL)
    assert edited.novelty.story == first.novelty.story
    assert "三千家 → 四千家" in edited.novelty.reason
    before = desk.before(edited.number)
    assert before is not None
    assert (before.number, before.article.text) == (first.number, FIRST)
    assert desk.before(first.number) is None

    desk.takes(Batch(visits=[Visit(PAGE, Found.GONE)]))
    assert desk.row()["removed_at"] == desk.now
    assert desk.row(PORTAL)["removed_at"] is None


def test_a_page_that_takes_its_edit_back_is_told_of_and_what_comes_next_is_compared_with_that(desk: Desk) -> None:
    desk.reads(FIRST)
    second = kept(desk.visits(SECOND))
    back = kept(desk.visits(FIRST))
    assert (back.novelty.verdict, back.novelty.edit, back.novelty.nearest) == (Verdict.REVISED, Edit.SUBSTANTIAL, 1)
    assert "四千家 → 三千家" in back.novelty.reason
    assert desk.visits(FIRST).novelty.unchanged
    third = kept(desk.visits(THIRD))
    assert "三千家 → 五千家" in third.novelty.reason
    assert [it and it.number for it in map(desk.before, (back.number, third.number))] == [second.number, back.number]
    with desk.database.read() as connection:
        read = articles.revision(connection, back.number)
        assert read is not None
        assert (read.article.text, read.article.content_hash) == (FIRST, back.article.content_hash)
        assert connection.execute(select(tables.copies)).all() == []

    copied = desk.reads(FIRST, PORTAL, source="portal/news").novelty
    assert (copied.verdict, copied.nearest) == (Verdict.DUPLICATE, 1)


def test_a_page_that_comes_back_to_a_copy_is_told_of_too(desk: Desk) -> None:
    desk.reads(FIRST, PORTAL, source="portal/news")
    for words in (FIRST, SECOND):
        desk.reads(words)
    back = kept(desk.visits(FIRST))
    assert back.novelty.verdict is Verdict.REVISED
    assert desk.visits(FIRST).novelty.unchanged
    assert [it and it.article.text for it in (desk.before(back.number), desk.before(2))] == [SECOND, FIRST]


def test_a_page_that_goes_to_and_fro_is_muted(desk: Desk) -> None:
    desk.reads(FIRST)
    muted = [desk.visits(words).novelty.mutes for words in (SECOND, FIRST, SECOND, FIRST)]
    assert muted[:3] == [False, False, True]
    with desk.database.read() as connection:
        assert pages.muted(connection) == {SOURCE.name: [(3, PAGE)]}


def test_another_source_that_carries_the_text_whole_cancels_no_visit(desk: Desk) -> None:
    desk.reads(FIRST)
    before = desk.row()
    for title in ("示例省支持中小企业", "换了题目"):
        carried = desk.make_article(FIRST, url=PAGE, title=title, source="reader/all")
        desk.takes(Batch([Arrival(carried, PAGE, announced=True)]))
        assert desk.row() == before
    assert before["etag"] == ANSWER.etag
    assert desk.due()


def test_a_page_that_comes_to_be_about_something_else_is_visited_no_more(desk: Desk) -> None:
    desk.reads(FIRST)
    desk.reads("示例市健步走活动今天在湖畔公园举行，沿途风景秀丽。", title="健步走", source="reader/all")
    assert desk.row()["visit_at"] is None


def advert(number: int) -> str:
    return f"{FIRST}\n荐读：{chr(0x6000 + number) * 4}"


def test_a_page_that_was_unmuted_is_muted_again_by_visits(desk: Desk) -> None:
    desk.reads(advert(0))
    assert [desk.visits(advert(number)).novelty.mutes for number in (1, 2, 3)] == [False, False, True]
    with desk.database.write() as connection:
        assert pages.unmute(connection, 3, desk.now)
    assert [desk.visits(advert(number)).novelty.mutes for number in (4, 5, 6, 7)] == [False, False, False, True]


def test_a_page_that_a_visit_found_unchanged_is_given_a_text_more(desk: Desk) -> None:
    desk.reads(advert(0))
    desk.takes(Batch(visits=[Visit(PAGE, Found.UNCHANGED)]))
    assert [desk.visits(advert(number)).novelty.mutes for number in (1, 2, 3, 4)] == [False, False, False, True]


def test_a_damaged_document_costs_the_comparison_and_no_more(desk: Desk) -> None:
    desk.reads(FIRST)
    with desk.database.write() as connection:
        connection.execute(update(tables.revisions).values(document=b"no zlib"))
    revised = kept(desk.visits(SECOND)).novelty
    assert (revised.verdict, revised.edit) == (Verdict.REVISED, None)


def test_very_long_texts_count_as_edited_without_being_compared(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(edits, "compare")
    long = FIRST * (200_000 // len(FIRST) + 1)
    desk.reads(FIRST)
    revised = kept(desk.visits(long)).novelty
    assert (revised.verdict, revised.edit) == (Verdict.REVISED, Edit.SUBSTANTIAL)
    assert "too long" in revised.reason


def test_what_another_program_reads_otherwise_is_no_edit_and_news_to_nobody(desk: Desk) -> None:
    desk.reads(FIRST)
    desk.reads(SECOND, PORTAL)
    other = kept(desk.visits(f"{FIRST}\n责任编辑：示例", extraction=2))
    assert (other.novelty.verdict, other.novelty.edit, other.announced) == (Verdict.REVISED, None, False)
    assert "other rules" in other.novelty.reason
    edited = kept(desk.visits(f"{THIRD}\n责任编辑：示例", extraction=2))
    assert (edited.novelty.edit, edited.announced) == (Edit.SUBSTANTIAL, True)

    assert desk.visits(SECOND, PORTAL, extraction=2).novelty.unchanged  # the new rules read it as the old ones did
    edited = kept(desk.visits(FIRST.replace("三年", "两年"), PORTAL, extraction=2))
    assert edited.novelty.edit is Edit.SUBSTANTIAL


def test_older_texts_are_compared_only_where_that_can_mute_the_page(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []
    compare = edits.compare

    def noted(old: str, new: str) -> Comparison:
        compared.append(new)
        return compare(old, new)

    monkeypatch.setattr(edits, "compare", noted)
    desk.reads(advert(0))
    desk.takes(Batch(visits=[Visit(PAGE, Found.UNCHANGED)]))
    for number in (1, 2, 3):
        desk.visits(advert(number))
    assert compared == [advert(number) for number in (1, 2, 3)]


def test_a_muted_page_says_nothing_whatever_it_shows(desk: Desk) -> None:
    desk.reads(FIRST)
    with desk.database.write() as connection:
        pages.mute(connection, PAGE)
    desk.reads(SECOND, PORTAL, source="portal/news")
    outcome = desk.reads(SECOND)
    assert (outcome.novelty.verdict, outcome.novelty.nearest) == (Verdict.DUPLICATE, None)
    assert desk.row()["shows"] == 1
